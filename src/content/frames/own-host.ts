/**
 * An element of ours in the page: a bare `<div>` with a closed shadow root. The page sees the div, can restyle, move and remove
 * it, and cannot reach inside. Styles are inline and important; a change is put back, with a growing pause, a bounded number
 * of times. What a removal means is for the owner to say.
 */
import { bequeath } from "../last-will.ts";
import { markOwn } from "./own-elements.ts";

export type Styles = Readonly<Record<string, string>>;

export interface OwnHost {
	readonly element: HTMLElement;
	readonly root: ShadowRoot;
	/** Merges into the styles that are kept up. */
	readonly style: (styles: Styles) => void;
	readonly remove: () => void;
}

/** Repairs at once; then each waits twice as long as the one before. */
const promptRepairs = 3;
const firstPauseMs = 50;
/** The last pause is then about 6 seconds; who still fights wants the host gone. */
const maxRepairs = 10;

/** `onLost`: the page changed the host more often than we put it back. */
export function createHost(initial: Styles, onLost: () => void): OwnHost {
	const element = document.createElement("div");
	markOwn(element);
	const root = element.attachShadow({ mode: "closed" });
	const styles = new Map(Object.entries(initial));
	let expected = "";
	let repairs = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function apply(): void {
		for (const name of element.getAttributeNames()) if (name !== "style") element.removeAttribute(name);
		element.style.cssText = "";
		element.style.setProperty("all", "initial", "important");
		for (const [name, value] of styles) element.style.setProperty(name, value, "important");
		expected = element.getAttribute("style") ?? "";
		observer.takeRecords();
	}

	function repair(): void {
		timer = undefined;
		if (element.getAttribute("style") === expected && element.attributes.length === 1) return;
		apply();
	}

	const observer = new MutationObserver(() => {
		if (timer !== undefined || (element.getAttribute("style") === expected && element.attributes.length === 1)) return;
		repairs++;
		if (repairs > maxRepairs) {
			observer.disconnect();
			onLost();
		} else if (repairs <= promptRepairs) repair();
		else timer = setTimeout(repair, firstPauseMs * 2 ** (repairs - promptRepairs));
	});

	apply();
	const withdraw = bequeath({ kind: "remove", element });
	observer.observe(element, { attributes: true });
	return {
		element,
		root,
		style: (more) => {
			for (const [name, value] of Object.entries(more)) styles.set(name, value);
			apply();
		},
		remove: () => {
			observer.disconnect();
			clearTimeout(timer);
			element.remove();
			withdraw();
		},
	};
}
