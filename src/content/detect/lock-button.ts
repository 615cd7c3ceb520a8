/** The lock at the corner of a box. Holds no secret: all it can do is ask the background for a composer. */
import { message } from "../../platform/i18n.ts";
import { createHost } from "../frames/own-host.ts";
import { followBox, overlayParent } from "./follow-box.ts";
import { addLockMenu, type OpenMenu } from "./lock-menu.ts";
import { drawRest } from "./rest-icon.ts";

/** CSS px; a finger or a shaky hand hits it. */
const size = 28;
const margin = 4;
/** Lower boxes have no room inside: the button sits on their upper edge. */
const roomInside = 56;

/** Inline, because pages forbid style sheets. The outline and the hover are set by hand for the same reason. */
const look =
	`all:initial;display:grid;place-items:center;width:${size}px;height:${size}px;box-sizing:border-box;cursor:pointer;` +
	"color-scheme:light dark;color:light-dark(#1c7566,#63c7b2);background:light-dark(#fff,#20211f);border-radius:8px;" +
	"border:1px solid light-dark(#e4e0d8,#33342f);box-shadow:0 1px 2px #0000000f,0 2px 8px #00000014;outline-offset:2px";

function showStates(button: HTMLButtonElement): void {
	const update = () => {
		const focused = button.matches(":focus-visible");
		button.style.outline = focused ? "2px solid light-dark(#1c7566,#63c7b2)" : "none";
		button.style.backgroundColor = button.matches(":hover")
			? "light-dark(#e3f0ec,#1e302b)"
			: "light-dark(#fff,#20211f)";
	};
	for (const type of ["focus", "blur", "pointerenter", "pointerleave"]) button.addEventListener(type, update);
}

export interface LockHandlers {
	/** Only for presses of the user, never for those a script made. */
	readonly onPress: () => void;
	/** The pointer or the focus came: a press may follow. */
	readonly onNear: () => void;
	readonly openMenu: (
		button: HTMLButtonElement,
		root: ShadowRoot,
		...onClosed: Parameters<OpenMenu>
	) => Promise<boolean>;
}

/** Stays until the signal ends. */
export function showLock(
	box: () => HTMLElement | null,
	signal: AbortSignal,
	{ onPress, onNear, openMenu }: LockHandlers,
): void {
	const first = box();
	if (first === null || signal.aborted) return;
	const host = createHost(
		{ position: "fixed", display: "none", width: `${size}px`, height: `${size}px`, "z-index": "2147483646" },
		() => host.remove(),
	);
	const button = document.createElement("button");
	button.type = "button";
	button.style.cssText = look;
	showStates(button);
	button.setAttribute("aria-label", message("lockButton"));
	button.title = message("lockButton");
	button.append(drawRest(16));
	// The press must not take the focus from the box before its text is read.
	button.addEventListener("mousedown", (event) => event.preventDefault());
	addLockMenu(button, (onClosed) => openMenu(button, host.root, onClosed));
	for (const type of ["pointerenter", "focus"]) button.addEventListener(type, onNear);
	button.addEventListener("click", (event) => {
		event.stopPropagation();
		if (event.isTrusted) onPress();
	});
	host.root.append(button);
	overlayParent(first).append(host.element);

	followBox(box, signal, (rect) => {
		if (rect === null) return host.style({ display: "none" });
		if (!host.element.isConnected) overlayParent(box() ?? first).append(host.element);
		const inside = rect.height >= roomInside;
		const left = Math.min(rect.right, window.innerWidth) - size - margin;
		const top = inside ? rect.top + margin : rect.top - size / 2;
		host.style({
			display: "block",
			left: `${Math.round(Math.max(0, left))}px`,
			top: `${Math.round(Math.min(Math.max(0, top), window.innerHeight - size))}px`,
		});
	});
	signal.addEventListener("abort", host.remove);
}
