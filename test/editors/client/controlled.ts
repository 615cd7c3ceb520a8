import { type Mount, sends } from "./editor.ts";

/**
 * A contenteditable that takes every `beforeinput` for itself and draws its text anew: the DOM is only a picture of the model. With
 * `trustedOnly` it believes nobody but the browser: no script's event reaches the model, and Chromium's `execCommand` fires none.
 */
export const controlled =
	(trustedOnly: boolean): Mount =>
	(host, send) => {
		const box = document.createElement("div");
		box.contentEditable = "true";
		box.setAttribute("role", "textbox");
		box.setAttribute("aria-label", "Message");
		box.className = "box";
		host.append(box);
		let text = "";

		function draw(caret: number): void {
			box.replaceChildren(...(text === "" ? [] : [document.createTextNode(text)]));
			const node = box.firstChild ?? box;
			document.getSelection()?.collapse(node, node === box ? 0 : caret);
		}
		function selected(): [number, number] {
			const selection = document.getSelection();
			if (selection === null || selection.rangeCount === 0) return [text.length, text.length];
			const range = selection.getRangeAt(0);
			const before = document.createRange();
			before.selectNodeContents(box);
			before.setEnd(range.startContainer, range.startOffset);
			const start = before.toString().length;
			return [start, start + range.toString().length];
		}
		function replace(start: number, end: number, by: string): void {
			text = text.slice(0, start) + by + text.slice(end);
			draw(start + by.length);
		}

		box.addEventListener("beforeinput", (event) => {
			if (trustedOnly && !event.isTrusted) return;
			event.preventDefault();
			const [start, end] = selected();
			const inserted = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
			if (event.inputType.startsWith("insert")) {
				const isBreak = event.inputType === "insertLineBreak" || event.inputType === "insertParagraph";
				replace(start, end, isBreak ? "\n" : inserted);
			} else if (event.inputType.startsWith("delete")) {
				replace(start === end ? Math.max(0, start - 1) : start, end, "");
			}
		});
		box.addEventListener("keydown", (event) => {
			if (!sends(event)) return;
			event.preventDefault();
			send();
		});
		return {
			model: () => text,
			clear: () => {
				text = "";
				draw(0);
			},
			focus: () => box.focus(),
		};
	};
