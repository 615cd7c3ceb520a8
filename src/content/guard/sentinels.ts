/**
 * Which elements of this frame are sentinels (sentinel.ts). They are not among our own elements (frames/own-elements.ts): one that the
 * page got hold of and put elsewhere is a frame of the page, hidden and guarded like all, and a focus in it is not ours.
 */
export interface Sentinels {
	readonly add: (frame: Element, host: Element, root: ShadowRoot) => void;
	/** It was unloaded: what it shows from now on is not ours. */
	readonly drop: (frame: Element) => void;
	/** We made it, and it is where we put it. */
	readonly inPlace: (frame: Element) => boolean;
	readonly isHost: (element: Element | null) => boolean;
}

export function noSentinels(): Sentinels {
	const roots = new WeakMap<Element, ShadowRoot>();
	const hosts = new WeakSet<Element>();
	return {
		add: (frame, host, root) => {
			roots.set(frame, root);
			hosts.add(host);
		},
		drop: (frame) => void roots.delete(frame),
		inPlace: (frame) => {
			const root = roots.get(frame);
			return root !== undefined && frame.parentNode === root && root.host.parentNode === document.documentElement;
		},
		isHost: (element) => element !== null && hosts.has(element),
	};
}
