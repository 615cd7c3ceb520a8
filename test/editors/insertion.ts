/**
 * The extension's own insertion, called step by step in the isolated world of a page, so that a test can look at the editor's model
 * between "the armor is in" and "it was sent". The step before, "what stood in the box is taken", is the composer's.
 */

import { isEmpty, trackBox } from "../../src/content/box/box.ts";
import { watchTyping } from "../../src/content/box/by-hand.ts";
import { editableAround, pointedAt } from "../../src/content/box/pointed.ts";
import { chosenBox, offeredBoxes } from "../../src/content/detect/find-composer.ts";
import { deepActiveElement, shadowRootsBelow } from "../../src/content/dom-tree.ts";
import { clearBox } from "../../src/content/insert/clear-box.ts";
import { deliver } from "../../src/content/insert/deliver.ts";
import { sendFrom } from "../../src/content/insert/send.ts";
import { deliverPassage } from "../../src/content/passage/deliver-passage.ts";
import type { Passage } from "../../src/content/passage/passage.ts";
import { isPassage, passageAt } from "../../src/content/passage/passage-at.ts";

export interface Done {
	/** `inserted`, `sent`, `cleared`, `meant`, or why not. */
	readonly outcome: string;
	readonly ms: number;
	/** Whether this box would have been offered the lock. */
	readonly offered: boolean;
}

export interface Step {
	/** `mean`: the user asks for a passage, which `replace` then puts `text` in the place of. */
	readonly kind: "clear" | "insert" | "send" | "mean-selection" | "mean-field" | "replace";
	readonly text: string;
}

interface State {
	readonly find: () => HTMLElement | null;
	readonly offered: boolean;
}
let kept: State | null = null;

// In the product the guard does it, from the start of the frame on.
watchTyping(new AbortController().signal);

/** The frame that the user is in, as src/content/engine.ts tells it. */
function isWhereTheUserIs(): boolean {
	for (let below: Window = window; below !== below.parent; below = below.parent) {
		if (below.parent.document.activeElement !== below.frameElement) return false;
	}
	const active = deepActiveElement();
	return !(active instanceof HTMLIFrameElement) || active.contentDocument === null;
}

function begin(): State | null {
	if (!isWhereTheUserIs()) return null;
	const roots = [document, ...shadowRootsBelow(document, false)];
	const box = chosenBox(roots);
	return box === null ? null : { find: trackBox(box), offered: offeredBoxes(roots).includes(box) };
}

function standsInPage(text: string): boolean {
	const list = document.querySelector("#messages") ?? window.top?.document.querySelector("#messages");
	return list?.lastElementChild?.textContent?.includes(text) ?? false;
}

const place = { url: "", title: "", header: "" };
const allow = <T>(run: () => T): T => run();

async function take(find: State["find"]): Promise<string> {
	const cleared = await clearBox(find, allow);
	const box = find();
	return cleared && box !== null && isEmpty(box) ? "cleared" : "not-cleared";
}

async function insert(find: State["find"], text: string): Promise<string> {
	const verdict = await deliver(
		{ parts: [text], submit: false, place, paceMs: 0 },
		{
			find,
			place: () => place,
			limit: null,
			allow,
			seenAt: () => 0,
			begun: () => null,
			borrowFocus: async () => undefined,
			giveFocusBack: () => undefined,
		},
	);
	return verdict.outcome === "refused" ? verdict.reason : verdict.outcome;
}

let meant: Passage | null = null;

/** As a composer takes the focus until the armor comes. */
function takeFocus(): void {
	const frame = document.createElement("iframe");
	document.documentElement.append(frame);
	frame.focus();
	setTimeout(() => frame.remove(), composingMs);
}

const composingMs = 200;

async function mean(into: Passage["into"]): Promise<Done | null> {
	if (!isWhereTheUserIs()) return null;
	const found = passageAt(pointedAt(editableAround(deepActiveElement())), into);
	meant = isPassage(found) ? found : null;
	if (meant === null) return { outcome: String(found), ms: 0, offered: false };
	takeFocus();
	await new Promise((resolve) => setTimeout(resolve, 2 * composingMs));
	return { outcome: `meant: ${meant.text}`, ms: 0, offered: false };
}

async function replace(text: string): Promise<Done | null> {
	if (meant === null) return null;
	const began = performance.now();
	const order = { parts: [text], submit: false, place, paceMs: 0 };
	const verdict = await deliverPassage(meant, order, { place: () => place, allow });
	const outcome = verdict.outcome === "refused" ? verdict.reason : verdict.outcome;
	return { outcome, ms: performance.now() - began, offered: false };
}

/** Null in a frame that is not the editor's. */
export async function run(step: Step): Promise<Done | null> {
	if (step.kind === "mean-field") return await mean("field");
	if (step.kind === "mean-selection") return await mean("selection");
	if (step.kind === "replace") return await replace(step.text);
	// CKEditor 4 makes a new document when its site empties it.
	const state = kept?.find() ? kept : begin();
	if (state === null) return null;
	kept = state;
	const { find, offered } = state;
	const began = performance.now();
	const seen = () => standsInPage(step.text);
	const outcome =
		step.kind === "clear"
			? await take(find)
			: step.kind === "insert"
				? await insert(find, step.text)
				: await sendFrom({ find, seen, onTaken: () => undefined }, step.text);
	return { outcome, ms: performance.now() - began, offered };
}
