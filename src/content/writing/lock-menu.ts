/** The open menu of a lock: "not this box". What opens it is detect/lock-menu.ts. */
import { message } from "../../platform/i18n.ts";

/** CSS px from the top edge of the lock; the menu opens upward where there is no room. */
const below = 32;
const roomNeeded = 52;

const look =
	"all:initial;position:absolute;right:0;box-sizing:border-box;padding:4px;white-space:nowrap;border-radius:8px;" +
	"color-scheme:light dark;background:light-dark(#fff,#20211f);border:1px solid light-dark(#e4e0d8,#33342f);" +
	"box-shadow:0 2px 12px #00000026";
const itemLook =
	"all:initial;color-scheme:light dark;display:block;box-sizing:border-box;padding:8px 12px;min-height:36px;cursor:pointer;" +
	"font:14px/20px system-ui,sans-serif;color:light-dark(#1f1f1c,#ecebe6);white-space:nowrap;border-radius:6px;outline-offset:-2px";

export interface MenuEvents {
	/** A press of the user, never of a script. */
	readonly onRuledOut: (how: { readonly byKey: boolean }) => void;
	readonly onClosed: () => void;
}

/** Beside `button`, in its root, with the focus. */
export function openLockMenu(button: HTMLButtonElement, root: ShadowRoot, { onRuledOut, onClosed }: MenuEvents): void {
	const item = document.createElement("button");
	item.type = "button";
	item.setAttribute("role", "menuitem");
	item.style.cssText = itemLook;
	item.textContent = message("notThisBox");
	item.addEventListener("click", (event) => {
		event.stopPropagation();
		if (event.isTrusted) onRuledOut({ byKey: event.detail === 0 });
	});
	const mark = () => {
		item.style.outline = item.matches(":focus-visible") ? "2px solid light-dark(#1c7566,#63c7b2)" : "none";
		item.style.backgroundColor = item.matches(":hover") ? "light-dark(#e3f0ec,#1e302b)" : "transparent";
	};
	for (const type of ["focus", "pointerenter", "pointerleave"]) item.addEventListener(type, mark);
	const menu = document.createElement("div");
	menu.setAttribute("role", "menu");
	menu.setAttribute("aria-label", message("lockMenu"));
	menu.style.cssText = look;
	const upward = button.getBoundingClientRect().top + below + roomNeeded > window.innerHeight;
	menu.style.setProperty(upward ? "bottom" : "top", `${below}px`);
	menu.append(item);
	let open = true;

	function hide(backToLock: boolean): void {
		if (!open) return;
		open = false;
		menu.remove();
		onClosed();
		if (backToLock) button.focus();
	}

	menu.addEventListener("focusout", () => hide(false));
	menu.addEventListener("keydown", (event) => {
		if (event.key !== "Escape" && event.key !== "Tab") return;
		event.stopPropagation();
		if (event.key === "Escape") event.preventDefault();
		hide(true);
	});
	root.append(menu);
	item.focus();
}
