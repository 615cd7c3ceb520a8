/**
 * One observer over the document and every open shadow root. What is added is looked at at once, with a plain search for
 * the magic (a virtual list takes rows away before an idle callback runs); everything that costs more waits for a slice of
 * its own. A document without armor costs one `textContent` per added subtree: 0.6% of a core at 1,000 messages a second.
 */
import { ARMOR_MAGIC, hasArmor } from "../../protocol/armor-scan.ts";
import { contentOf, isConnected, parentNodeOf, parentOf, shadowRootsBelow } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { findStarts } from "./find-armor.ts";

export interface WatchHandlers {
	/** Elements in which armor begins. */
	readonly onArmor: (starts: readonly Element[]) => void;
	/** Something below this known element changed. */
	readonly onChanged: (known: Element) => void;
	/** The same, but it is this one's turn later: `onChanged` follows. Must cost next to nothing. */
	readonly onDoubted: (known: Element) => void;
	/** Nodes went away somewhere. */
	readonly onRemoved: () => void;
	/** Elements came, perhaps a box among them. */
	readonly onAdded: () => void;
	readonly isKnown: (element: Element) => boolean;
}

/** Then the page gets its turn. Half a frame. */
const sliceMs = 8;

/** Levels from a changed node up to a container we know (find-armor.ts climbs 8). */
const maxClimb = 12;

/** Up to this length a text is also searched for a magic that is broken by invisible characters. Characters. */
const maxClosely = 20_000;

/** Subtrees waiting for their slice; a page that adds more at once is not a chat. */
const maxQueue = 5000;

/** Custom elements get their shadow roots when their scripts have loaded. Milliseconds after the start. */
const rootSweepsMs = [0, 1000, 3000, 8000];

export interface Watch {
	/** Adds a shadow root that was met elsewhere (in the path of an event). */
	readonly addRoot: (root: ShadowRoot) => void;
	readonly roots: () => readonly (Document | ShadowRoot)[];
}

export function watch(signal: AbortSignal, handlers: WatchHandlers): Watch {
	const roots = new Set<Document | ShadowRoot>();
	const queue: (() => void)[] = [];
	let scheduled = false;

	/** Runs queued work for one slice, and asks for the next. */
	function work(): void {
		scheduled = false;
		const end = performance.now() + sliceMs;
		while (!signal.aborted && performance.now() < end) {
			const next = queue.shift();
			if (next === undefined) return;
			next();
		}
		if (!signal.aborted && queue.length > 0) schedule();
	}
	function schedule(): void {
		if (scheduled) return;
		scheduled = true;
		setTimeout(work, 0);
	}
	function later(run: () => void): void {
		if (queue.length >= maxQueue) return;
		queue.push(run);
		schedule();
	}

	function lookAt(root: Element | ShadowRoot): void {
		const text = contentOf(root);
		if (!text.includes(ARMOR_MAGIC) && (text.length > maxClosely || !hasArmor(text))) return;
		// Found at once, while `text` is still what is there; read in a slice.
		const starts = findStarts(root, text);
		if (starts.length > 0) later(readEach(starts));
	}

	/** One at a time: the page chooses how many there are, and with what stands around each of them what it costs. */
	function readEach(starts: readonly Element[]): () => void {
		let at = 0;
		return function readNext() {
			handlers.onArmor(starts.slice(at, ++at));
			if (at < starts.length) queue.unshift(readNext);
		};
	}

	function knownAround(node: Node, into: Set<Element>): void {
		let element = node instanceof Element ? node : parentOf(node);
		for (let level = 0; element !== null && level < maxClimb; level++) {
			if (handlers.isKnown(element)) into.add(element);
			element = parentOf(element);
		}
	}

	/** At once for as long as a slice, before anything is painted; what is left is doubted until its turn. */
	function reportChanged(known: readonly Element[]): void {
		const end = performance.now() + sliceMs;
		let at = 0;
		for (let one = known[at]; one !== undefined && performance.now() < end; one = known[at]) {
			handlers.onChanged(one);
			at++;
		}
		if (at === known.length) return;
		for (const one of known.slice(at)) handlers.onDoubted(one);
		queue.unshift(function next() {
			const one = known[at++];
			if (one !== undefined) handlers.onChanged(one);
			if (at < known.length) queue.unshift(next);
		});
		schedule();
	}

	const observer = new MutationObserver((records) => {
		const seen = new Set<Node>();
		const touched = new Set<Node>();
		let removed = false;
		let added = false;
		for (const record of records) {
			const { target } = record;
			if (record.type === "characterData") {
				const parent = parentOf(target);
				if (parent !== null) seen.add(parent);
				touched.add(target);
				continue;
			}
			removed ||= record.removedNodes.length > 0;
			let foreign = record.removedNodes.length > 0;
			for (const node of record.addedNodes) {
				if (isOwn(node)) continue;
				foreign = true;
				if (node instanceof Element) {
					added = true;
					seen.add(node);
				} else if (node instanceof Text && target instanceof Element) seen.add(target);
			}
			if (foreign) touched.add(target);
		}
		const known = new Set<Element>();
		for (const node of touched) knownAround(node, known);
		reportChanged([...known]);
		// What stands in another added subtree is looked at with that one.
		const tops = [...seen].filter((node) => !seen.has(parentNodeOf(node) ?? document)) as Element[];
		for (const top of tops) lookAt(top);
		if (added) {
			later(() => tops.forEach(findRoots));
			handlers.onAdded();
		}
		if (removed) handlers.onRemoved();
	});

	function addRoot(root: Document | ShadowRoot): void {
		if (roots.has(root) || signal.aborted) return;
		roots.add(root);
		observer.observe(root, { childList: true, characterData: true, subtree: true });
		const top = root instanceof Document ? root.body : root;
		if (top) lookAt(top);
	}

	function findRoots(start: Element | Document): void {
		if (!isConnected(start)) return;
		for (const root of shadowRootsBelow(start, false)) addRoot(root);
	}

	addRoot(document);
	const timers = rootSweepsMs.map((delay) => setTimeout(() => later(() => findRoots(document)), delay));
	signal.addEventListener("abort", () => {
		observer.disconnect();
		for (const timer of timers) clearTimeout(timer);
		queue.length = 0;
	});
	return { addRoot, roots: () => [...roots].filter(isConnected) };
}
