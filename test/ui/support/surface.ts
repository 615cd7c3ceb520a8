/** Renders into the test's document and makes events that a browser would vouch for. */
import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";
import type { ReaderActions } from "../../../src/ui/reader/reader-actions.ts";
import { stillMs } from "../../../src/ui/still.ts";

export async function show(what: ComponentChild): Promise<HTMLElement> {
	const root = document.createElement("div");
	document.body.replaceChildren(root);
	await act(() => render(what, root));
	return root;
}

/** `isTrusted` is false on every event that a script makes; here it plays the browser's part. */
export function asTrusted<E extends Event>(event: E): E {
	Object.defineProperty(event, "isTrusted", { value: true });
	return event;
}

export async function press(target: Element, trusted = true): Promise<void> {
	const event = new MouseEvent("click", { bubbles: true, cancelable: true });
	await act(() => {
		target.dispatchEvent(trusted ? asTrusted(event) : event);
	});
}

export async function key(
	target: Element,
	name: string,
	init: KeyboardEventInit = {},
	trusted = true,
): Promise<KeyboardEvent> {
	const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...init });
	await act(() => {
		target.dispatchEvent(trusted ? asTrusted(event) : event);
	});
	return event;
}

/** Buttons that change something act once they have been in sight for a while (src/ui/still.ts). */
export async function stayStill(): Promise<void> {
	await act(() => new Promise((resolve) => setTimeout(resolve, stillMs + 50)));
}

export function button(root: ParentNode, words: string): HTMLButtonElement {
	const all = [...root.querySelectorAll("button")];
	const found = all.find((one) => (one.textContent ?? "").trim() === words || one.getAttribute("aria-label") === words);
	if (found === undefined)
		throw new Error(`no button "${words}" among: ${all.map((one) => one.textContent).join(", ")}`);
	return found;
}

/** The words as an eye reads them: without isolates, and apart where they stand in different elements. */
export function words(root: Element): string {
	const texts: string[] = [];
	const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	while (walker.nextNode() !== null)
		if (walker.currentNode.parentElement?.closest(".in-turn > .unseen") == null)
			texts.push(walker.currentNode.textContent ?? "");
	return texts
		.join(" ")
		.replace(/[\u2066-\u2069]/gu, "")
		.replace(/\s+/gu, " ")
		.trim();
}

/** What a card that is only looked at can ask for. */
export const idleActions: ReaderActions = {
	onReveal: () => undefined,
	onAccept: () => undefined,
	onUnlock: () => undefined,
	onGiveUpOlder: () => undefined,
	onUseNewStart: () => undefined,
	comparing: null,
	exportProof: async () => ({ ok: false, code: "internal" }),
	newInvitation: async () => ({ ok: false, code: "internal" }),
};
