/**
 * Reading a page's tree, and walking it through shadow roots. Closed roots are looked into only where it is about the user's safety.
 *
 * A form answers `form.closest` with its field of that name, and a document `document.activeElement` with an image of that name.
 * So nothing here asks an element of the page directly; the methods and getters come from the prototypes of our own world.
 */
import { shadowRootOf } from "../platform/page-world.ts";
import { isOwn } from "./frames/own-elements.ts";

type Root = Element | Document | ShadowRoot;

/** Elements below `root` that match, in document order. */
export function allBelow(root: Root, selector: string): Element[] {
	return [...prototypeOf(root).querySelectorAll.call(root, selector)];
}

export function firstBelow(root: Root, selector: string): Element | null {
	return prototypeOf(root).querySelector.call(root, selector);
}

export function matches(element: Element, selector: string): boolean {
	return Element.prototype.matches.call(element, selector);
}

export function closest(element: Element, selector: string): Element | null {
	return Element.prototype.closest.call(element, selector);
}

/** By its type: what is of another frame of this site is an instance of that frame's classes. */
function prototypeOf(root: Root): ParentNode {
	const type = typeOf(root);
	if (type === Node.ELEMENT_NODE) return Element.prototype;
	return type === Node.DOCUMENT_NODE ? Document.prototype : DocumentFragment.prototype;
}

function getter<T>(prototype: object, name: string): (of: object) => T | null {
	let holder: object | null = prototype;
	while (holder !== null && !Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder) as object | null;
	const get = holder === null ? undefined : Object.getOwnPropertyDescriptor(holder, name)?.get;
	return (of) => (get?.call(of) as T | undefined) ?? null;
}
export const parentElementOf = getter<Element>(Node.prototype, "parentElement");
export const parentNodeOf = getter<Node>(Node.prototype, "parentNode");
export const childNodesOf = getter<NodeListOf<ChildNode>>(Node.prototype, "childNodes");
const typeOf = getter<number>(Node.prototype, "nodeType");
const connected = getter<boolean>(Node.prototype, "isConnected");
const styles = getter<CSSStyleDeclaration>(HTMLElement.prototype, "style");
const ownerOf = getter<Document>(Node.prototype, "ownerDocument");
const contents = [Element, DocumentFragment].map((type) => getter<string>(type.prototype, "textContent"));
const titleIn = getter<unknown>(Document.prototype, "title");
const viewOf = getter<Window>(Document.prototype, "defaultView");
const named = getter<string>(Element.prototype, "localName");
const editContexts = getter<unknown>(HTMLElement.prototype, "editContext");
export const rootElementOf = getter<Element>(Document.prototype, "documentElement");
export const previousOf = getter<Element>(Element.prototype, "previousElementSibling");
export const childrenOf = getter<HTMLCollection>(Element.prototype, "children");
export const scrollTopOf = getter<number>(Element.prototype, "scrollTop");
export const scrollHeightOf = getter<number>(Element.prototype, "scrollHeight");
export const clientHeightOf = getter<number>(Element.prototype, "clientHeight");
/** Null where it is not known. */
export const isEditing = getter<boolean>(HTMLElement.prototype, "isContentEditable");

export const isConnected = (node: Node): boolean => connected(node) === true;

/** `textContent`. */
export function contentOf(root: Element | ShadowRoot): string {
	return (root instanceof ShadowRoot ? contents[1] : contents[0])?.(root) ?? "";
}

export function styleOf(element: HTMLElement): CSSStyleDeclaration {
	return styles(element) ?? element.style;
}

export function attributeOf(element: Element, name: string): string | null {
	return Element.prototype.getAttribute.call(element, name);
}

/** `localName`. */
export function nameOf(element: Element): string {
	return named(element) ?? "";
}

/** A script of the page takes the keys of this element, and draws the text itself. */
export function hasEditContext(element: Element): boolean {
	return element instanceof HTMLElement && Boolean(editContexts(element));
}

export function isVisible(element: Element): boolean {
	const { checkVisibility } = Element.prototype as Partial<Element>;
	return checkVisibility?.call(element, { visibilityProperty: true, opacityProperty: true }) ?? true;
}

/** Pixels of the window that shows this document. */
export function heightOf(of: Document): number {
	return viewOf(of)?.innerHeight || 1;
}

/** Of a node in a document. */
export function documentOf(node: Node): Document {
	return ownerOf(node) ?? document;
}

export function titleOf(of: Document): string {
	return String(titleIn(of) ?? "");
}

export function contains(outer: Node, inner: Node): boolean {
	return Node.prototype.contains.call(outer, inner);
}

/** Whether `node` stands in front of `other`, in one tree. */
export function isBefore(node: Node, other: Node): boolean {
	return (Node.prototype.compareDocumentPosition.call(node, other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** `whatToShow` and `filter` as of `document.createTreeWalker`. */
export function walk(root: Node, whatToShow: number, filter?: (node: Node) => number): TreeWalker {
	return Document.prototype.createTreeWalker.call(document, root, whatToShow, filter ?? null);
}
const activeIn = [Document, ShadowRoot].map((type) => getter<Element>(type.prototype, "activeElement"));

/** The element with the focus as this tree sees it. */
export function activeElementOf(root: Document | ShadowRoot): Element | null {
	return (root instanceof ShadowRoot ? activeIn[1] : activeIn[0])?.(root) ?? null;
}

/** Whether the browser's keyboard is somewhere in this document or below it. */
export function hasKeyboard(scope: Document = document): boolean {
	return Document.prototype.hasFocus.call(scope);
}

/** Parent element, out of a shadow root through its host. */
export function parentOf(node: Node): Element | null {
	const element = parentElementOf(node);
	if (element !== null) return element;
	const parent = parentNodeOf(node);
	return parent instanceof ShadowRoot ? parent.host : null;
}

/** The frame element that shows this document; null at the top, and where the page around it is of another site. */
export function frameAround(of: Document): Element | null {
	try {
		return viewOf(of)?.frameElement ?? null;
	} catch {
		return null;
	}
}

/** An editor that is the whole document of its frame has everything that belongs to it outside: then the frame, else the box itself. */
export function outermostOf(box: Element): Element {
	return (nameOf(box) === "body" ? frameAround(documentOf(box)) : null) ?? box;
}

/** First of the element and its ancestors, across shadow roots, that matches. */
export function closestAcross(start: Element, selector: string): Element | null {
	for (let element: Element | null = start; element !== null; ) {
		const found = closest(element, selector);
		if (found !== null) return found;
		const root: Node = Node.prototype.getRootNode.call(element);
		element = root instanceof ShadowRoot ? root.host : null;
	}
	return null;
}

/** The element that has the focus, inside however many shadow roots. */
export function deepActiveElement(from: Document = document): Element | null {
	let active = activeElementOf(from);
	for (let depth = 0; active !== null && depth < 32 && !isOwn(active); depth++) {
		const root = shadowRootOf(active);
		const inner = root === null ? null : activeElementOf(root);
		if (inner === null) break;
		active = inner;
	}
	return active;
}

/** The same, into frames of ours: their frame element. */
export function focusedElement(): Element | null {
	const active = deepActiveElement();
	const root = isOwn(active) && active !== null ? shadowRootOf(active) : null;
	return (root === null ? null : activeElementOf(root)) ?? active;
}

/** The roots of shadow trees below `start` (its own root included), each with the roots inside it. */
export function* shadowRootsBelow(start: Root, closedToo: boolean): Generator<ShadowRoot> {
	const walker = walk(start, NodeFilter.SHOW_ELEMENT);
	for (let node: Node | null = walker.currentNode; node !== null; node = walker.nextNode()) {
		if (!(node instanceof Element) || isOwn(node)) continue;
		const root = shadowRootOf(node);
		if (root === null || (root.mode === "closed" && !closedToo)) continue;
		yield root;
		yield* shadowRootsBelow(root, closedToo);
	}
}

/** The document that all frames of one site share, or null if the top frame is of another site. */
export function topDocument(): Document | null {
	try {
		return window.top?.document ?? null;
	} catch {
		return null;
	}
}
