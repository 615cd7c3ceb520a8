/** Says beside a box or field why there is no composer: there is none to say it in. */

import { message } from "../platform/i18n.ts";
import { overlayParent } from "./detect/follow-box.ts";
import { createHost } from "./frames/own-host.ts";

/** Long enough for two sentences. Milliseconds. */
const shownMs = 10_000;

/** CSS px. */
const width = 320;
const margin = 8;
const roomNeeded = 80;

const look =
	"all:initial;display:block;box-sizing:border-box;padding:10px 12px;border-radius:8px;font:14px/20px system-ui,sans-serif;" +
	"overflow-wrap:anywhere;color-scheme:light dark;color:light-dark(#1f1f1c,#ecebe6);background:light-dark(#fff,#20211f);" +
	"border:1px solid light-dark(#e4e0d8,#33342f);box-shadow:0 2px 12px #00000026";

let shown: AbortController | null = null;

/** `key`: of a text in `_locales`. Until the user goes on. `near`: null in the middle of the window. */
export function showNote(key: string, near: HTMLElement | null, signal: AbortSignal): void {
	shown?.abort();
	if (signal.aborted) return;
	const controller = new AbortController();
	shown = controller;
	const ended = AbortSignal.any([controller.signal, signal]);
	const host = createHost(
		{ position: "fixed", display: "block", width: `${width}px`, "max-width": `calc(100vw - ${2 * margin}px)` },
		() => controller.abort(),
	);
	host.style({ "z-index": "2147483646", ...placeBeside(near) });
	const note = document.createElement("div");
	note.style.cssText = look;
	note.setAttribute("role", "alert");
	host.root.append(note);
	overlayParent(near ?? document.documentElement).append(host.element);
	// Read out only as a change of something that is there.
	note.textContent = message(key);

	const timer = setTimeout(() => controller.abort(), shownMs);
	for (const type of ["pointerdown", "keydown", "wheel"]) {
		window.addEventListener(type, () => controller.abort(), { capture: true, passive: true, signal: ended });
	}
	ended.addEventListener("abort", () => {
		clearTimeout(timer);
		host.remove();
	});
}

function placeBeside(near: HTMLElement | null): Record<string, string> {
	const { innerWidth, innerHeight } = window;
	const rect = near?.getBoundingClientRect();
	const own = Math.min(width, innerWidth - 2 * margin);
	const left = Math.min(Math.max(margin, rect?.left ?? (innerWidth - own) / 2), innerWidth - own - margin);
	const top = rect === undefined ? margin : Math.max(margin, rect.bottom + margin);
	if (rect === undefined || top + roomNeeded <= innerHeight) return { left: `${left}px`, top: `${top}px` };
	return {
		left: `${left}px`,
		bottom: `${Math.max(margin, Math.min(innerHeight - rect.top, innerHeight - roomNeeded) + margin)}px`,
	};
}
