/**
 * "Send in clear?" beside a box. Says nothing of the text and of the people. Its answers count only from the user, and not in the first
 * moments: the second click of a double click must not be one.
 */
import { message, uiLanguage } from "../../platform/i18n.ts";
import { followBox, overlayParent } from "../detect/follow-box.ts";
import { createHost } from "../frames/own-host.ts";

export interface Answers {
	readonly encrypt: () => void;
	readonly sendInClear: () => void;
	/** "Not now", Escape, or the page took it away. */
	readonly leave: () => void;
}

export interface Question {
	readonly owns: (target: EventTarget | null) => boolean;
	/** A key that was pressed in it; the page does not get to see it. */
	readonly onKey: (event: KeyboardEvent) => void;
	readonly focus: () => void;
}

/** CSS px. */
const mostWidth = 340;
const margin = 8;

/** A double click takes no longer. Milliseconds. */
const deafMs = 400;

/** As src/ui/styles/tokens.css; inline, because pages forbid style sheets. */
const ink = "light-dark(#1d1c1a,#edebe5)";
const accent = "light-dark(#1c7566,#63c7b2)";
const look =
	"all:initial;display:block;box-sizing:border-box;width:100%;padding:12px;border-radius:10px;overflow:auto;color-scheme:light dark;" +
	`background:light-dark(#fff,#20211f);border:1px solid ${accent};box-shadow:0 4px 20px #00000033;` +
	`font:14px/20px system-ui,sans-serif;color:${ink};`;
const rowLook = "all:initial;display:flex;flex-wrap:wrap;gap:8px;margin-top:12px;color-scheme:inherit";
const buttonLook =
	"all:initial;box-sizing:border-box;min-height:32px;padding:5px 12px;border-radius:6px;cursor:pointer;outline-offset:2px;" +
	"font:14px/20px system-ui,sans-serif;text-align:center;color-scheme:inherit;";
const kinds = {
	primary: `color:light-dark(#fff,#0c1f1b);background:${accent};border:1px solid ${accent}`,
	plain: `color:${ink};background:transparent;border:1px solid light-dark(#8f8a80,#7d7a71)`,
};

/** Until the signal ends. */
export function askBeforeClear(box: () => HTMLElement | null, signal: AbortSignal, answers: Answers): Question {
	const opened = performance.now();
	const host = createHost(
		{ position: "fixed", display: "none", "z-index": "2147483647", "pointer-events": "auto" },
		answers.leave,
	);
	const button = (key: string, kind: keyof typeof kinds, answer: () => void) => {
		const made = document.createElement("button");
		made.type = "button";
		made.style.cssText = buttonLook + kinds[kind];
		made.textContent = message(key);
		for (const type of ["focus", "blur"]) {
			made.addEventListener(type, () => {
				made.style.outline = made.matches(":focus-visible") ? `2px solid ${accent}` : "none";
			});
		}
		made.addEventListener("click", (event) => {
			event.stopPropagation();
			if (event.isTrusted && performance.now() - opened > deafMs) answer();
		});
		return made;
	};
	const encrypt = button("encrypt", "primary", answers.encrypt);
	const buttons = [
		encrypt,
		button("clearSendYes", "plain", answers.sendInClear),
		button("clearSendNo", "plain", answers.leave),
	];
	const dialog = drawDialog(buttons);
	host.root.append(dialog);

	/** Also while the box is out of sight: what was pressed needs not be. */
	function place(): void {
		const anchor = box();
		if (anchor === null) {
			host.style({ display: "none" });
			return;
		}
		const rect = anchor.getBoundingClientRect();
		if (!host.element.isConnected) overlayParent(anchor).append(host.element);
		const width = Math.min(mostWidth, window.innerWidth - 2 * margin);
		host.style({ display: "block", width: `${width}px`, "max-height": `${window.innerHeight - 2 * margin}px` });
		dialog.style.maxHeight = `${window.innerHeight - 2 * margin}px`;
		const { height } = dialog.getBoundingClientRect();
		const above = rect.top - height - margin;
		const top = above >= margin ? above : rect.bottom + margin;
		const lowest = window.innerHeight - height - margin;
		host.style({
			left: `${Math.round(Math.max(margin, Math.min(rect.right - width, window.innerWidth - width - margin)))}px`,
			top: `${Math.round(Math.max(margin, Math.min(top, lowest)))}px`,
		});
	}

	followBox(box, signal, place);
	signal.addEventListener("abort", host.remove);
	encrypt.focus({ preventScroll: true });

	return {
		owns: (target) => target === host.element,
		focus: () => encrypt.focus({ preventScroll: true }),
		onKey: (event) => {
			if (event.type !== "keydown") return;
			// Enter is still down from the press that was held.
			if (event.repeat) event.preventDefault();
			if (event.key === "Escape") {
				event.preventDefault();
				answers.leave();
			}
			if (event.key !== "Tab") return;
			event.preventDefault();
			const at = buttons.indexOf(host.root.activeElement as HTMLButtonElement);
			const next = (at + (event.shiftKey ? -1 : 1) + buttons.length) % buttons.length;
			buttons[next]?.focus({ preventScroll: true });
		},
	};
}

function drawDialog(buttons: readonly HTMLElement[]): HTMLElement {
	const dialog = document.createElement("div");
	dialog.style.cssText = look;
	dialog.lang = uiLanguage();
	dialog.setAttribute("role", "alertdialog");
	const title = paragraph("title", message("clearSendTitle"), "font-weight:600");
	const text = paragraph("text", message("clearSendText"), "margin-top:4px");
	dialog.setAttribute("aria-labelledby", title.id);
	dialog.setAttribute("aria-describedby", text.id);
	const row = document.createElement("div");
	row.style.cssText = rowLook;
	row.append(...buttons);
	dialog.append(title, text, row);
	return dialog;
}

function paragraph(id: string, words: string, more: string): HTMLElement {
	const made = document.createElement("p");
	made.id = id;
	made.textContent = words;
	made.style.cssText = `all:unset;display:block;${more}`;
	return made;
}
