/**
 * The order "insert": armor into the box, and out if the user wants it sent. Nothing is sent unless the box holds exactly the armor;
 * on any failure the box is left empty if that is possible.
 */
import type { InsertRefusal, InsertVerdict, PartFate, Place } from "../../messaging/channels.ts";
import { holdsMedia, ownLimit } from "../box/box.ts";
import { notePut, putInto } from "../box/ours.ts";
import { samePlace } from "../place.ts";
import { seenAbove } from "../readers/seen-above.ts";
import type { Begun } from "./begun.ts";
import { holdsOnly, isBlank } from "./blank.ts";
import { type Allow, clearBox } from "./clear-box.ts";
import { insertText } from "./insert-text.ts";
import { pause } from "./select.ts";
import { sendFrom } from "./send.ts";

export interface DeliverPorts {
	readonly find: () => HTMLElement | null;
	readonly place: () => Place;
	readonly limit: number | null;
	readonly allow: Allow;
	/** See readers.ts. */
	readonly seenAt: (armor: string) => number;
	/** See begun.ts. */
	readonly begun: (armor: string, since: number) => Begun | null;
	/** What stands in the box was known to the user, and is to give way. */
	readonly mayReplace?: (box: HTMLElement) => boolean;
	/** Around all that needs the focus in the box: the user may go on writing in the composer meanwhile. */
	readonly borrowFocus: () => Promise<void>;
	readonly giveFocusBack: () => void;
}

export interface Order {
	readonly parts: readonly string[];
	/** Other ways the same was cut before. */
	readonly before?: readonly (readonly string[])[];
	readonly submit: boolean;
	/** Nobody pressed for it: what cannot be sent does not stay in the box either. */
	readonly unasked?: true;
	readonly place: Place;
	/** Milliseconds between two parts. */
	readonly paceMs: number;
}

type Refused = Extract<InsertVerdict, { outcome: "refused" }>;

/** However a site is known: nobody waits longer for one part, and the whole order ends. */
const mostPaceMs = 10_000;

/** One at a time in a frame: two insertions would mix in one box. */
let running: { readonly order: Order; readonly verdict: Promise<InsertVerdict> } | null = null;

export async function deliver(order: Order, ports: DeliverPorts): Promise<InsertVerdict> {
	if (running !== null) {
		// The background was killed and asks again: to say that nothing was sent would be wrong.
		return isRepeat(order, running.order) ? await running.verdict : refused("busy");
	}
	running = { order, verdict: deliverParts(order, ports) };
	try {
		return await running.verdict;
	} finally {
		running = null;
	}
}

function isRepeat(order: Order, before: Order): boolean {
	const sameParts =
		order.parts.length === before.parts.length && order.parts.every((one, i) => one === before.parts[i]);
	return sameParts && order.submit === before.submit && samePlace(order.place, before.place);
}

async function deliverParts(
	{ parts, before = [], submit, unasked, place, paceMs }: Order,
	ports: DeliverPorts,
): Promise<InsertVerdict> {
	const { find } = ports;
	const box = find();
	if (box === null) return refused("box-gone");
	if (!samePlace(place, ports.place())) return refused("place-changed");
	const limit = Math.min(ports.limit ?? Number.POSITIVE_INFINITY, ownLimit(box) ?? Number.POSITIVE_INFINITY);
	if (parts.length === 0 || parts.some((part) => part.length > limit)) return refused("too-long");
	// Without sending, one box holds one message.
	if (parts.length > 1 && !submit) return refused("too-long");

	// It came late, while the user read that it had not.
	if (submit && before.some((cut) => cut.every((part) => ports.seenAt(part) > 0))) return { outcome: "sent" };

	let out = 0;
	let last: number | null = null;
	let partly: PartFate | null = null;
	for (const [index, part] of parts.entries()) {
		// A repeat after the background was killed, or after a failure: what is in the chat is not sent twice.
		if (submit && ports.seenAt(part) > 0) {
			out++;
			continue;
		}
		const there = submit ? ports.begun(part, 0) : null;
		if (there !== null) {
			if (there.sure) return refused("cut", out, { part: index, cutAt: there.chars });
			out++;
			partly ??= { part: index, cutAt: there.chars };
			continue;
		}
		if (last !== null) await pause(Math.min(paceMs, mostPaceMs));
		if (index > 0) await ports.borrowFocus();
		const failure = await insertOne(part, place, ports);
		if (failure !== null) return refused(failure, out);
		if (!submit) return { outcome: "inserted" };
		const since = performance.now();
		const { giveFocusBack } = ports;
		const above = seenAbove(box, part);
		const seen = () => ports.seenAt(part) >= since || above();
		const outcome = await sendFrom({ find, seen, onTaken: giveFocusBack }, part);
		last = index;
		if (outcome === "no-send")
			return leftInBox(part, { alone: parts.length === 1, unasked: unasked === true, out }, ports);
		const begun = outcome === "sent" ? null : ports.begun(part, since);
		if (begun?.sure) return refused("cut", out, { part: index, cutAt: begun.chars });
		if (outcome === "not-seen" && begun === null) return refused("not-seen", out, { part: index, cutAt: null });
		if (begun !== null) partly ??= { part: index, cutAt: begun.chars };
		out++;
	}
	return partly === null ? { outcome: "sent" } : refused("partly", out, partly);
}

/**
 * No way to send was found: a lone armor stays for the site's own button; one of several does not, the user could not go on. What nobody
 * pressed for goes too, but for a box in which somebody has written meanwhile.
 */
async function leftInBox(
	part: string,
	{ alone, unasked, out }: { readonly alone: boolean; readonly unasked: boolean; readonly out: number },
	{ find, allow }: DeliverPorts,
): Promise<InsertVerdict> {
	const untouched = (alone || unasked) && (await holdsOnly(find, part));
	if (alone && !unasked && untouched) return { outcome: "inserted" };
	if (!unasked || untouched) await clearBox(find, allow);
	return refused("no-send", out);
}

async function insertOne(
	part: string,
	place: Place,
	{ find, allow, place: now, mayReplace }: DeliverPorts,
): Promise<InsertRefusal | null> {
	const box = find();
	if (box === null) return "box-gone";
	if (!samePlace(place, now())) return "place-changed";
	const ours = putInto(box);
	const free = (await isBlank(find)) && !holdsMedia(box);
	// An editor that draws its text itself has to be asked.
	const isOurs = !free && ours !== undefined && (await holdsOnly(find, ours));
	const gives = !isOurs && mayReplace?.(box) === true;
	if (gives ? !(await clearBox(find, allow)) : !free && !isOurs) return "box-not-empty";
	notePut(find() ?? box, part);
	const ok = await insertText(find, part, allow);
	const after = find();
	if (after === null) return "box-gone";
	if (!ok) return "not-exact";
	notePut(after, part);
	if (samePlace(place, now())) return null;
	await clearBox(find, allow);
	return "place-changed";
}

function refused(reason: InsertRefusal, out = 0, fate: PartFate | null = null): Refused {
	return { outcome: "refused", reason, ...(out === 0 ? {} : { out }), ...(fate === null ? {} : { fate }) };
}
