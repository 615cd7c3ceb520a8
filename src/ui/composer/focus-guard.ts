/**
 * Keeps the keyboard in the composer frame. A page can take the focus away at any moment, also from a frame of another
 * site where no script of ours runs; only this frame hears of it, by its `blur`. Then the letters that follow would go
 * to the page, so the frame takes the focus back at once and again until it has it (measured: one letter of 24 lost at worst).
 *
 * A blur that the user caused is announced by the content script (`user-left`); the two travel separately and either may
 * come first. The press it tells of must be older than the blur: a theft is not undone by what the user does afterwards.
 */
export interface FocusGuardEvents {
	/** False while there is nothing to protect: no vault open, or a window of ours is about to open. */
	readonly armed: () => boolean;
	/** The focus went away and nobody announced it. */
	readonly stolen: () => void;
	/** The same, when the focus has been asked back. Drawing waits until then: each letter before goes to the thief. */
	readonly takenBack: () => void;
	/** The last theft was none: the announcement came after the blur, or the user switched the tab. */
	readonly wasTheirs: () => void;
	readonly focused: () => void;
}

export interface FocusGuard {
	/** The user pressed a pointer outside (`at`: `Date.now()` of it), or the browser window itself lost the focus (0). */
	readonly userLeft: (at: number) => void;
	/** The focus did not go where the user pressed: if it is gone, it was stolen. */
	readonly userStayed: () => void;
	readonly stop: () => void;
}

/** An announcement and its blur belong together within this time. Milliseconds; port messages were seen to take 1 to 5. */
const togetherMs = 250;
/** Clocks are rounded. Milliseconds. */
const clockMs = 1;
/** How often and how long to fight. After that the field stays closed anyway, and the tab need not burn. */
const retryMs = 10;
const fightMs = 5_000;

export function guardFocus(field: () => HTMLElement | null, on: FocusGuardEvents): FocusGuard {
	const signal = new AbortController();
	let announcedAt = Number.NEGATIVE_INFINITY;
	let stolenAt = Number.NEGATIVE_INFINITY;
	/** `Date.now()` of the blur, which other processes can compare with. */
	let blurredAt = 0;
	let fight: ReturnType<typeof setInterval> | null = null;

	const endFight = () => {
		if (fight !== null) clearInterval(fight);
		fight = null;
	};
	const takeBack = () => {
		const target = field();
		window.focus();
		target?.blur();
		target?.focus({ preventScroll: true });
	};
	const forgive = () => {
		if (performance.now() - stolenAt > togetherMs) return;
		stolenAt = Number.NEGATIVE_INFINITY;
		endFight();
		on.wasTheirs();
	};
	const onBlur = (event: Event) => {
		if (event.isTrusted && performance.now() - announcedAt >= togetherMs) notice();
	};
	const notice = () => {
		if (!on.armed()) return;
		const now = performance.now();
		stolenAt = now;
		blurredAt = Date.now();
		on.stolen();
		takeBack();
		on.takenBack();
		setTimeout(() => {
			if (stolenAt === now && !document.hasFocus()) takeBack();
		}, 0);
		endFight();
		fight = setInterval(() => {
			if (document.hasFocus() || !on.armed() || performance.now() - stolenAt > fightMs) endFight();
			else takeBack();
		}, retryMs);
	};

	window.addEventListener("blur", onBlur, { signal: signal.signal });
	window.addEventListener("focus", () => on.focused(), { signal: signal.signal });
	document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && forgive(), {
		signal: signal.signal,
	});
	return {
		userLeft: (at) => {
			if (fight !== null && blurredAt + clockMs < at) return;
			announcedAt = performance.now();
			forgive();
		},
		userStayed: () => {
			announcedAt = Number.NEGATIVE_INFINITY;
			if (fight === null && !document.hasFocus()) notice();
		},
		stop: () => {
			endFight();
			signal.abort();
		},
	};
}
