/** Elements of ours in the page, so that the scanner, the frame hider and the composer finder pass them over. */
import { frameState } from "../frame-state.ts";

export function markOwn(element: Element): void {
	frameState().ownElements.add(element);
}

export function isOwn(node: Node | EventTarget | null): boolean {
	return node instanceof Element && frameState().ownElements.has(node);
}
