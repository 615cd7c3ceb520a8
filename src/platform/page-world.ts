/** What only a content script can reach of a page: closed shadow roots, and in Firefox the page's own view of its objects. */

interface ClosedRoots {
	readonly chrome?: { readonly dom?: { openOrClosedShadowRoot?: (element: Element) => ShadowRoot | null } };
}

/** The shadow root of an element, closed ones included, or null. */
export function shadowRootOf(element: Element): ShadowRoot | null {
	try {
		// A field named `shadowRoot` or `openOrClosedShadowRoot` stands for that property of its form.
		const { openOrClosedShadowRoot: ofFirefox } = element as { readonly openOrClosedShadowRoot?: unknown };
		if (ofFirefox instanceof ShadowRoot) return ofFirefox;
		const open = getShadowRoot?.call(element) as ShadowRoot | null | undefined;
		return open ?? (globalThis as ClosedRoots).chrome?.dom?.openOrClosedShadowRoot?.(element) ?? null;
	} catch {
		return null;
	}
}

const getShadowRoot = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot")?.get;

/** The document as the page sees it. Firefox lets `document.open()` through only on that one (measured). */
export function pageDocument(): Document {
	return (document as Document & { readonly wrappedJSObject?: Document }).wrappedJSObject ?? document;
}

/**
 * The same, when the page has replaced `document.open`: with the one of a new empty frame, out of the page's reach in a closed root.
 * Does nothing in Chromium, where the page cannot replace what we call.
 */
export function reopenFromAfar(): void {
	const page = pageDocument();
	if (page === document) return;
	const root = document.documentElement ?? document.appendChild(document.createElement("html"));
	const host = root.appendChild(document.createElement("div"));
	const frame = document.createElement("iframe");
	host.attachShadow({ mode: "closed" }).append(frame);
	const afar = frame.contentWindow as { readonly wrappedJSObject?: { readonly Document: typeof Document } } | null;
	(afar?.wrappedJSObject?.Document.prototype.open as (() => Document) | undefined)?.call(page);
	host.remove();
}

/** What is left to do in a page when a script of ours is no more. */
export type LastStep =
	| { readonly kind: "remove"; readonly element: Element }
	| {
			readonly kind: "style";
			readonly style: CSSStyleDeclaration;
			readonly property: string;
			readonly value: string;
			readonly priority: string;
	  };

interface PageWindow {
	readonly Element: typeof Element;
	readonly CSSStyleDeclaration: typeof CSSStyleDeclaration;
	readonly setTimeout: (run: () => void, ms: number) => number;
	readonly clearTimeout: (timer: number) => void;
}

/**
 * COMPAT(firefox): when the extension goes, Firefox ends its content scripts at once, with all timers and listeners, and tells them
 * nothing (measured). A timer of the page survives. Its callback is one of the browser's own functions bound to one element:
 * no code of ours enters the page. Returns what cancels it; null in Chromium, where scripts outlive their extension.
 */
export function leaveToPage(step: LastStep, ms: number): (() => void) | null {
	const page = (window as { readonly wrappedJSObject?: PageWindow }).wrappedJSObject;
	if (page === undefined) return null;
	try {
		const run =
			step.kind === "remove"
				? page.Element.prototype.remove.bind(step.element)
				: page.CSSStyleDeclaration.prototype.setProperty.bind(step.style, step.property, step.value, step.priority);
		const timer = page.setTimeout(run, ms);
		return () => {
			try {
				page.clearTimeout(timer);
			} catch {
				// The page put a function of its own there. Then the step is done once more than needed.
			}
		};
	} catch {
		return null;
	}
}
