/**
 * How much one message of a site may hold, from what is known of the site, the box it is written in and what was learned there; and
 * how a message is cut to that. Knows nothing of what is in it.
 */
import {
	type ArmorKind,
	armorMessageId,
	armorParts,
	decodeArmorParts,
	encodeArmor,
	findArmor,
	hasArmor,
	ProtocolError,
} from "../protocol/index.ts";
import type { Counting } from "../sites/index.ts";

export interface Room {
	/** Counted as `counts` says; null: no limit is known. */
	readonly limit: number | null;
	readonly counts: Counting;
	/** Characters that the box takes, null: any number. */
	readonly box: number | null;
	readonly dense: boolean;
	/** Milliseconds between two parts. */
	readonly paceMs: number;
	/** A field has one value. */
	readonly onePart?: true;
}

/** Where nothing is known: texts to be copied. */
export const anyRoom: Room = { limit: null, counts: "characters", box: null, dense: false, paceMs: 0 };

/** Characters of one part where the site's limit is not known. A reader takes 131,072 (messaging/schemas.ts). */
const mostPartChars = 100_000;

/** Characters of a frame, always letters and digits (docs/protocol.md, Armor). */
const frameChars = 39;

/** What an ideograph of a dense body counts. */
const denseCost: Readonly<Record<Counting, number>> = { characters: 1, bytes: 3, weighted: 2 };

export interface Cut {
	/** What stands before the first part. */
	readonly lead: string;
	readonly maxChars: number;
	readonly dense: boolean;
	readonly count: number;
}

/**
 * The fewest parts, in letters and digits if they are as few: those come through every page unharmed.
 *
 * @throws ProtocolError `too-large`
 */
export function cutFor(length: number, line: string | null, room: Room): Cut {
	const lead = line === null || hasArmor(line) ? "" : oneLine(line);
	const cuts = (room.dense ? [false, true] : [false]).map((dense) => cutWith(length, lead, room, dense));
	const [best] = cuts.filter((cut) => cut !== null).sort((a, b) => a.count - b.count);
	if (best === undefined || (room.onePart && best.count > 1))
		throw new ProtocolError("too-large", { limit: room.limit ?? room.box ?? mostPartChars });
	return best;
}

function cutWith(length: number, lead: string, room: Room, dense: boolean): Cut | null {
	const alone = charsOf(room, "", dense);
	const beside = charsOf(room, lead, dense);
	// Where the line would take half of the room, the armor goes alone.
	const fits = lead !== "" && beside > alone / 2;
	const maxChars = fits ? beside : alone;
	try {
		return { lead: fits ? lead : "", maxChars, dense, count: armorParts(length, { maxChars, dense }) };
	} catch (error) {
		if (error instanceof ProtocolError) return null;
		throw error;
	}
}

/** Characters that are left for an armor beside `lead`. */
function charsOf({ limit, counts, box }: Room, lead: string, dense: boolean): number {
	const most = [mostPartChars];
	if (box !== null) most.push(box - lead.length);
	if (limit !== null) {
		const left = limit - countOf(lead, counts);
		most.push(dense ? frameChars + Math.floor((left - frameChars) / denseCost[counts]) : left);
	}
	return Math.min(...most);
}

export interface Armored {
	readonly kind: ArmorKind;
	readonly bytes: Uint8Array;
	readonly messageId: Uint8Array;
}

/** The messages of the site, `line` before the first. @throws ProtocolError `too-large` */
export function armored(armor: Armored, line: string | null, room: Room): readonly string[] {
	const { lead, maxChars, dense } = cutFor(armor.bytes.length, line, room);
	const parts = encodeArmor({ ...armor, maxChars, dense });
	return parts.map((part, index) => (index === 0 ? lead + part : part));
}

/**
 * The same message for another room, in more parts than before: pieces of two ways to cut, with one number of parts, would be taken for one
 * message. The parts as they are where that is not possible.
 */
export function cutAnew(parts: readonly string[], room: Room): readonly string[] {
	const apart = messagesOf(parts);
	if (apart.length > 1) {
		// Two in one post: each comes out by itself, and none is lost.
		const each = apart.flatMap((one) => (fits(one, room) ? one : cutAnew(one, room)));
		return each.length > parts.length ? each : parts;
	}
	try {
		const [first] = findArmor(parts[0] ?? "");
		const messageId = armorMessageId(first?.message ?? "");
		if (first === undefined || messageId === null) return parts;
		const armor = { ...decodeArmorParts(parts), messageId };
		const lead = (parts[0] ?? "").slice(0, first.start);
		for (let now = room; ; ) {
			const made = armored(armor, lead, now);
			if (made.length > parts.length) return made;
			// So that there is one part more.
			const share = Math.ceil(((armor.bytes.length / (parts.length + 1)) * 43) / 32) + frameChars + lead.length;
			now = { ...now, dense: false, box: Math.min(share, (now.box ?? share + 1) - 1) };
		}
	} catch (error) {
		if (error instanceof ProtocolError) return parts;
		throw error;
	}
}

/** The parts of each message that is in them, with what stands before it. */
function messagesOf(parts: readonly string[]): readonly (readonly string[])[] {
	const messages = new Map<string, string[]>();
	for (const part of parts) {
		let from = 0;
		for (const { message, end } of findArmor(part)) {
			messages.set(message, [...(messages.get(message) ?? []), part.slice(from, end).trimStart()]);
			from = end;
		}
	}
	return [...messages.values()];
}

/** Whether a site with this room takes them as they are. */
export function fits(parts: readonly string[], { limit, counts, box, dense }: Room): boolean {
	return parts.every((part) => {
		if ((box !== null && part.length > box) || (!dense && isDense(part))) return false;
		return limit === null || countOf(part, counts) <= limit;
	});
}

/** The room when this many bytes of `part` came out. `least`: no less than that is believed. */
export function roomFor(room: Room, part: string, bytes: number, least: number): Room {
	return {
		...room,
		limit: Math.min(room.limit ?? Number.POSITIVE_INFINITY, Math.max(least, bytes)),
		counts: room.limit === null ? "bytes" : room.counts,
		dense: room.dense && !isDense(part),
	};
}

export const isDense = (part: string): boolean => /[\u4e00-\u8dff]{20}/.test(part);

export function countOf(text: string, counts: Counting): number {
	if (counts === "bytes") return new TextEncoder().encode(text).length;
	if (counts === "characters") return text.length;
	return [...text].reduce((sum, character) => sum + (isLight(character.codePointAt(0) ?? 0) ? 1 : 2), 0);
}

function isLight(code: number): boolean {
	if (code <= 0x10ff) return true;
	return (code >= 0x2000 && code <= 0x200d) || (code >= 0x2010 && code <= 0x201f) || (code >= 0x2032 && code <= 0x2037);
}

/** A line break would end the message in many chats. */
function oneLine(line: string): string {
	const text = line.replace(/\s+/gu, " ").trim();
	return text === "" ? "" : `${text} `;
}
