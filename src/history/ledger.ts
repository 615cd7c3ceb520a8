/**
 * What the tamper checks remember of one conversation: which numbers arrived from whom, and the latest messages that were
 * opened here. Nothing in it opens anything. Pure: ledger in, new ledger out.
 */
import {
	count,
	damaged,
	decodeJson,
	encodeJson,
	hex,
	listOf,
	packedHex,
	packHex,
	type Reader,
	record,
	tuple,
} from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

/** What is known of a message once it opened. Our own are noted as well. */
export interface MessageFacts {
	/** Beginning of its digest D, hex of 8 bytes: what armor and seen-ids call it. */
	readonly id: string;
	/** Account fingerprint, hex of 32 bytes. */
	readonly author: string;
	/** Device key and signing key, hex of 64 bytes; of our own device for our own messages. */
	readonly device: string;
	/** Hash of its recipients, hex of 8 bytes. */
	readonly recipientSet: string;
	readonly counter: number;
	readonly sentAt: number;
	readonly firstSeen: number;
}

/** First and last of a run of counters that all arrived. */
export type Range = readonly [first: number, last: number];

/** One device writing to one set of people: its messages carry one row of counters. */
export interface Stream {
	readonly device: string;
	readonly recipientSet: string;
	/** Ascending, with gaps in between. */
	readonly received: readonly Range[];
}

export interface Ledger {
	/** The one that was noted last comes last. */
	readonly streams: readonly Stream[];
	/** Oldest note first. */
	readonly messages: readonly MessageFacts[];
}

export const emptyLedger: Ledger = { streams: [], messages: [] };

/** About 50 bytes each, rewritten with every message; a page shows some tens at a time. */
export const maxMessages = 512;
/** Of one stream. Over it the two oldest become one: the gap between them was told when it was met, and is not told again. */
export const maxRanges = 64;
/** Devices times sets of people. Over it the one that was silent longest goes; its next message counts all before it as missing. */
export const maxStreams = 1024;

/** The same ledger when the message was noted before. */
export function noteMessage(ledger: Ledger, message: MessageFacts): Ledger {
	if (ledger.messages.some(({ id }) => id === message.id)) return ledger;
	const { id, author, device, recipientSet, counter, sentAt, firstSeen } = message;
	const before = streamOf(ledger, message);
	const received = withCounter(before?.received ?? [], counter);
	const streams = [...ledger.streams.filter((one) => one !== before), { device, recipientSet, received }];
	const noted: MessageFacts = { id, author, device, recipientSet, counter, sentAt, firstSeen };
	return { streams: streams.slice(-maxStreams), messages: [...ledger.messages, noted].slice(-maxMessages) };
}

export function streamOf(ledger: Ledger, of: Pick<Stream, "device" | "recipientSet">): Stream | null {
	return ledger.streams.find((one) => one.device === of.device && one.recipientSet === of.recipientSet) ?? null;
}

function withCounter(ranges: readonly Range[], counter: number): readonly Range[] {
	const joined: Range[] = [];
	let [first, last] = [counter, counter];
	for (const range of ranges) {
		if (range[1] + 1 < first || range[0] > last + 1) joined.push(range);
		else [first, last] = [Math.min(first, range[0]), Math.max(last, range[1])];
	}
	joined.push([first, last]);
	joined.sort((a, b) => a[0] - b[0]);
	const [oldest, second] = joined;
	return joined.length > maxRanges && oldest && second ? [[oldest[0], second[1]], ...joined.slice(2)] : joined;
}

/** How many counters below this one, down to the next that arrived, have not. */
export function missingBefore(
	ledger: Ledger,
	message: Pick<MessageFacts, "device" | "recipientSet" | "counter">,
): number {
	const { counter } = message;
	const below = streamOf(ledger, message)?.received.findLast(([first]) => first < counter);
	return below ? Math.max(0, counter - 1 - below[1]) : counter;
}

/** Whether this message, not noted yet, makes one that was noted before it miss fewer. */
export function closesGap(ledger: Ledger, message: MessageFacts): boolean {
	if (ledger.messages.some(({ id }) => id === message.id)) return false;
	const { counter } = message;
	const received = streamOf(ledger, message)?.received ?? [];
	return (
		!received.some(([first, last]) => first <= counter && counter <= last) && (received.at(-1)?.[0] ?? 0) > counter
	);
}

/** Seen-ids for a message of ours: of what is on the screen the latest of each other author, newest first. */
export function seenIds(ledger: Ledger, onScreen: Iterable<string>, self: string, most = 4): readonly string[] {
	const shown = new Set(onScreen);
	const latest = new Map<string, MessageFacts>();
	for (const message of ledger.messages) {
		if (!shown.has(message.id) || message.author === self) continue;
		const before = latest.get(message.author);
		if (before === undefined || before.sentAt <= message.sentAt) latest.set(message.author, message);
	}
	const newestFirst = [...latest.values()].sort((a, b) => b.sentAt - a.sentAt);
	return newestFirst.slice(0, most).map(({ id }) => id);
}

// In the record devices and sets of people stand once each; streams and messages name them by number.

interface Stored {
	readonly devices: readonly string[];
	readonly authors: readonly string[];
	readonly sets: readonly string[];
	/** device, set, received */
	readonly streams: readonly (readonly [number, number, readonly Range[]])[];
	/** id, author, device, set, counter, sent, seen first */
	readonly messages: readonly (readonly [string, number, number, number, number, number, number])[];
}

const most = maxStreams + maxMessages;
const read = record<Stored>({
	devices: listOf(packedHex(64), most),
	authors: listOf(packedHex(32), maxMessages),
	sets: listOf(hex(8), most),
	streams: listOf(tuple(count, count, listOf(tuple<Range>(count, count), maxRanges)), maxStreams),
	messages: listOf(tuple(packedHex(8), count, count, count, count, count, count), maxMessages),
});

const readLedger: Reader<Ledger> = (value) => {
	const { devices, authors, sets, streams, messages } = read(value);
	return {
		streams: streams.map(([device, set, received]) => ({
			device: devices[device] ?? damaged(),
			recipientSet: sets[set] ?? damaged(),
			received,
		})),
		messages: messages.map(([id, author, device, set, counter, sentAt, firstSeen]) => ({
			id,
			author: authors[author] ?? damaged(),
			device: devices[device] ?? damaged(),
			recipientSet: sets[set] ?? damaged(),
			counter,
			sentAt,
			firstSeen,
		})),
	};
};

/** `conversation`: our own id of it. */
export async function readLedgerOf(vault: Pick<Vault, "get">, conversation: string): Promise<Ledger> {
	const value = await vault.get("ledger", conversation);
	return value === null ? emptyLedger : decodeJson(value, readLedger);
}

export function ledgerChange(conversation: string, ledger: Ledger): Change {
	const [devices, authors, sets] = [numbering(), numbering(), numbering()];
	const streams = ledger.streams.map((one) => [devices.of(one.device), sets.of(one.recipientSet), one.received]);
	const messages = ledger.messages.map((one) => [
		packHex(one.id),
		authors.of(one.author),
		devices.of(one.device),
		sets.of(one.recipientSet),
		one.counter,
		one.sentAt,
		one.firstSeen,
	]);
	const value = encodeJson({
		devices: devices.names().map(packHex),
		authors: authors.names().map(packHex),
		sets: sets.names(),
		streams,
		messages,
	});
	return { table: "ledger", id: conversation, value };
}

/** Numbers names in the order they come. */
function numbering() {
	const known = new Map<string, number>();
	return {
		of(name: string): number {
			const at = known.get(name) ?? known.size;
			known.set(name, at);
			return at;
		},
		names: () => [...known.keys()],
	};
}
