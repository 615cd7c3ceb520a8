/**
 * A long message comes as several armors, each in a chat message of its own, in any order and perhaps never all on screen at
 * once. All parts met so far are remembered here by the id they share; bounded, oldest message out first.
 */
import type { ArmorSpan } from "../../protocol/armor-scan.ts";

/** Messages whose parts are remembered. One reader is at most on 20 of them at a time. */
const maxMessages = 300;

/** Parts of one message, docs/protocol.md. */
const maxParts = 64;

/** Characters of one message over all its parts; the background refuses more. */
const maxChars = 1_000_000;

export interface MessageParts {
	/** True if this armor was not known. */
	readonly add: (span: ArmorSpan) => boolean;
	/** Armor to open this one with: all known parts of its message in order, or just itself. */
	readonly armorFor: (span: ArmorSpan) => readonly string[];
	/** Whether the message is shown where this part stands. The first part that was met shows it; the others are put away. */
	readonly leads: (span: ArmorSpan) => boolean;
	/** The leading part left the page: this one shows the message from now on. */
	readonly lead: (span: ArmorSpan) => void;
}

interface Message {
	readonly parts: Map<number, string>;
	leader: number;
	chars: number;
}

export function isPart(span: ArmorSpan): boolean {
	return span.count > 1 && span.state === "whole";
}

/** Two messages with one id but another number of parts are two messages. */
export function messageKey(span: ArmorSpan): string {
	return isPart(span) ? `${span.kind}.${span.count}.${span.message}` : span.text;
}

export function collectParts(): MessageParts {
	const messages = new Map<string, Message>();

	function find(span: ArmorSpan): Message | undefined {
		return isPart(span) ? messages.get(messageKey(span)) : undefined;
	}

	return {
		add: (span) => {
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
			return true;
		},
		armorFor: (span) => {
			const message = find(span);
			if (message === undefined || message.parts.get(span.part) !== span.text) return [span.text];
			return [...message.parts].sort(([a], [b]) => a - b).map(([, text]) => text);
		},
		leads: (span) => {
			const message = find(span);
			return message === undefined || message.leader === span.part || message.parts.get(span.part) !== span.text;
		},
		lead: (span) => {
			const message = find(span);
			if (message !== undefined) message.leader = span.part;
		},
	};
}
