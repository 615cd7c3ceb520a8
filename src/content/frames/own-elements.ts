/** Elements of ours in the page, so that the scanner, the frame hider and the composer finder pass them over. */
const own = new WeakSet<Element>();

export function markOwn(element: Element): void {
	own.add(element);
}

export function isOwn(node: Node | EventTarget | null): boolean {
	return node instanceof Element && own.has(node);
}
