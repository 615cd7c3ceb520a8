/**
 * A long message comes as several armors, each in a chat message of its own, in any order and perhaps never all on screen at
 * once. All parts met so far are remembered here by the id they share; bounded, oldest message out first.
 *
 * A sender whose message came out cut sends the same one again, in more parts. What is left of the cut before is of no use to anybody
 * once all of a cut in more parts has been met: it is outdone. So is a piece that was cut off once the text it begins is there.
 * Anybody can write another message's id into an armor, so a cut in fewer parts, which no sender makes, outdoes nothing.
 */
import type { ArmorSpan } from "../../protocol/armor-scan.ts";

/** Messages whose parts are remembered. One reader is at most on 20 of them at a time. */
const maxMessages = 300;

/** Parts of one message, docs/protocol.md. */
const maxParts = 64;

/** Characters of one message over all its parts; the background refuses more. */
const maxChars = 1_000_000;

/** Texts of one part under one id: more than one is a forgery, and which one is for nobody to say here. */
const maxWholes = 4;

export interface MessageParts {
	/** True if this armor was not known. */
	readonly add: (span: ArmorSpan) => boolean;
	/** Armor to open this one with: all known parts of its message in order, or just itself. */
	readonly armorFor: (span: ArmorSpan) => readonly string[];
	/** Whether the message is shown where this part stands. The first part that was met shows it; the others are put away. */
	readonly leads: (span: ArmorSpan) => boolean;
	/** The leading part left the page: this one shows the message from now on. */
	readonly lead: (span: ArmorSpan) => void;
	/** All of the same message was met in more parts, but not of this cut of it; or this piece was cut off and its text is there. */
	readonly outdone: (span: ArmorSpan) => boolean;
}

/** What is there under one id, whatever the cut. */
interface Cuts {
	/** Numbers of parts: of these cuts all was met. */
	readonly complete: Set<number>;
	/** The text in one part. */
	readonly wholes: string[];
}

interface Message {
	readonly parts: Map<number, string>;
	leader: number;
	chars: number;
}

export function isPart(span: ArmorSpan): boolean {
	return span.count > 1 && span.state === "whole";
}

/** What all cuts of one message share; null where the page cut it off. */
export function cutsKey({ kind, message }: ArmorSpan): string | null {
	return message === "" ? null : `${kind}.${message}`;
}

const cutKey = ({ kind, count, message }: ArmorSpan): string => `${kind}.${count}.${message}`;

/** Two messages with one id but another number of parts are two messages. */
export function messageKey(span: ArmorSpan): string {
	return isPart(span) ? cutKey(span) : span.text;
}

export function collectParts(): MessageParts {
	const messages = new Map<string, Message>();
	/** By their `cutsKey`. */
	const met = new Map<string, Cuts>();

	function find(span: ArmorSpan): Message | undefined {
		return isPart(span) ? messages.get(messageKey(span)) : undefined;
	}

	function noteComplete(span: ArmorSpan): void {
		const key = cutsKey(span);
		if (key === null) return;
		const { complete, wholes } = met.get(key) ?? { complete: new Set(), wholes: [] };
		met.delete(key);
		met.set(key, { complete: complete.add(span.count), wholes });
		const oldest = met.keys().next();
		if (met.size > maxMessages && !oldest.done) met.delete(oldest.value);
		if (span.count > 1 || wholes.length >= maxWholes || span.text.length > maxChars) return;
		if (!wholes.includes(span.text)) wholes.push(span.text);
	}

	function outdone(span: ArmorSpan): boolean {
		const { complete, wholes } = met.get(cutsKey(span) ?? "") ?? { complete: new Set<number>(), wholes: [] };
		const inMore = [...complete].some((count) => count > span.count);
		if (span.state !== "truncated") return inMore && !complete.has(span.count);
		const there = [messages.get(cutKey(span))?.parts.get(span.part), ...wholes];
		return inMore || there.some((text) => text?.startsWith(span.text));
	}

	return {
		add: (span) => {
			if (span.state === "whole" && span.count === 1) noteComplete(span);
			if (!isPart(span) || span.part < 1 || span.part > maxParts) return false;
			const key = messageKey(span);
			const message = messages.get(key) ?? { parts: new Map(), leader: span.part, chars: 0 };
			// Met again: it is the last to be forgotten.
			messages.delete(key);
			messages.set(key, message);
			if (messages.size > maxMessages) {
				const oldest = messages.keys().next();
				if (!oldest.done) messages.delete(oldest.value);
			}
			// The first one met under a number stays: a later forgery must not take its place.
			if (message.parts.has(span.part) || message.chars + span.text.length > maxChars) return false;
			message.parts.set(span.part, span.text);
			message.chars += span.text.length;
			if (message.parts.size === span.count) noteComplete(span);
			return true;
		},
		armorFor: (span) => {
			const message = find(span);
			if (message === undefined || message.parts.get(span.part) !== span.text) return [span.text];
			return [...message.parts].sort(([a], [b]) => a - b).map(([, text]) => text);
		},
		leads: (span) => {
			const message = find(span);
			if (outdone(span)) return false;
			return message === undefined || message.leader === span.part || message.parts.get(span.part) !== span.text;
		},
		lead: (span) => {
			const message = find(span);
			if (message !== undefined) message.leader = span.part;
		},
		outdone,
	};
}
