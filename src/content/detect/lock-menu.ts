/** What opens the menu of a lock: right click, long press, the menu key, or arrow down on the lock. The menu itself is writing/lock-menu.ts. */

/** A finger that rests. Milliseconds. */
const longPressMs = 500;

/** Opens it beside its button; false: it could not be had. */
export type OpenMenu = (onClosed: () => void) => Promise<boolean>;

export function addLockMenu(button: HTMLButtonElement, open: OpenMenu): void {
	let shown = false;
	/** The click that ends a long press is not one on the lock. */
	let swallow = false;
	let pressing: ReturnType<typeof setTimeout> | undefined;

	button.setAttribute("aria-haspopup", "menu");
	mark(false);

	function mark(now: boolean): void {
		shown = now;
		button.setAttribute("aria-expanded", String(now));
	}

	async function show(): Promise<void> {
		if (shown) return;
		mark(true);
		if (!(await open(() => mark(false)))) mark(false);
	}

	button.addEventListener("contextmenu", (event) => {
		if (!event.isTrusted) return;
		event.preventDefault();
		event.stopPropagation();
		void show();
	});
	button.addEventListener("keydown", (event) => {
		if (!event.isTrusted || event.key !== "ArrowDown") return;
		event.preventDefault();
		event.stopPropagation();
		void show();
	});
	button.addEventListener("pointerdown", (event) => {
		swallow = false;
		if (!event.isTrusted || event.pointerType === "mouse") return;
		pressing = setTimeout(() => {
			swallow = true;
			void show();
		}, longPressMs);
	});
	for (const type of ["pointerup", "pointercancel", "pointerleave"]) {
		button.addEventListener(type, () => clearTimeout(pressing));
	}
	button.addEventListener(
		"click",
		(event) => {
			if (!swallow) return;
			swallow = false;
			event.stopImmediatePropagation();
		},
		{ capture: true },
	);
}
