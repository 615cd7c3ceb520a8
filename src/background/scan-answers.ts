/**
 * Our answers to codes that we scanned: each waits, sealed, for the next message to who showed the code. There it stands as an armor of its
 * own behind that message, so that one post lets both be sure.
 */
import type { ContactId } from "../messaging/channels.ts";
import { ProtocolError } from "../protocol/index.ts";
import { bytes, count, decodeJson, encodeJson, hex, orNull, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import { type Core, exclusively } from "./core.ts";
import { Fault } from "./fault.ts";
import type { Self } from "./identity.ts";
import { conversationByHand } from "./people.ts";
import { anyRoom, countOf, type Room } from "./room.ts";
import { type Message, partsOf, type Sealed, sealMessage, sealOnce } from "./sealing.ts";

interface Waiting {
	readonly proof: Uint8Array;
	/** With its code, by our clock. */
	readonly endsAt: number;
	/** The send id of the post it went along with; null: none yet. */
	readonly with: string | null;
}

const read = record<Waiting>({ proof: bytes(32), endsAt: count, with: orNull(hex(16)) });
const nameOf = (contact: ContactId): string => `scan-answer ${contact}`;

export const answerChange = (contact: ContactId, waiting: Waiting | null): Change => ({
	table: "settings",
	id: nameOf(contact),
	value: waiting && encodeJson(waiting),
});

async function waitingFor(core: Core, contact: ContactId): Promise<Waiting | null> {
	const value = await core.vault.get("settings", nameOf(contact));
	const waiting = value === null ? null : decodeJson(value, read);
	return waiting !== null && waiting.endsAt > core.ports.now() ? waiting : null;
}

/** The message, and behind it our answer if one waits for who it is for and there is room for both. For `sealOnce`. */
export async function sealWithAnswer(core: Core, self: Self, message: Message, sendId: string): Promise<Sealed> {
	const sealed = await sealMessage(core, self, message);
	const [contact, ...others] = message.recipients;
	const [part = "", ...more] = sealed.parts;
	if (contact === undefined || others.length > 0 || more.length > 0 || message.room.onePart) return sealed;
	const waiting = await waitingFor(core, contact);
	if (waiting === null) return sealed;
	// Its counters and sessions go on from those of the message.
	await core.vault.commit(sealed.changes);
	const answer = answerIn(message, waiting.proof, roomBehind(part, message.room));
	if (!(await isRoomFor(core, self, answer))) return { parts: sealed.parts, changes: [] };
	const behind = await sealMessage(core, self, answer);
	return {
		parts: [`${part} ${behind.parts.join("")}`],
		changes: [...behind.changes, answerChange(contact, { ...waiting, with: sendId })],
	};
}

/** It came into the chat. */
export async function answerDelivered(core: Core, sendId: string, recipients: readonly ContactId[]): Promise<void> {
	const [contact] = recipients;
	if (contact === undefined) return;
	await exclusively(core, async () => {
		if ((await waitingFor(core, contact))?.with === sendId) await core.vault.commit([answerChange(contact, null)]);
	});
}

/** @throws Fault `nothing-found` */
export async function answerByHand(core: Core, sendId: string, contact: ContactId): Promise<readonly string[]> {
	const row = await sealOnce(core, sendId, ["scan answer", contact], async (self) => {
		const waiting = await waitingFor(core, contact);
		if (waiting === null) throw new Fault("nothing-found");
		const { conversation, changes } = await conversationByHand(core, [contact]);
		const options = { signed: false, disappears: null } as const;
		const plain = { text: "", conversation, recipients: [contact], options, introduce: false, tab: null };
		const sealed = await sealMessage(core, self, answerIn({ ...plain, room: anyRoom }, waiting.proof, anyRoom));
		return { parts: sealed.parts, changes: [...changes, ...sealed.changes, answerChange(contact, null)] };
	});
	return row.parts;
}

const answerIn = (message: Message, proof: Uint8Array, room: Room): Message => ({
	...message,
	text: "",
	options: { signed: false, disappears: message.options.disappears },
	introduce: false,
	room,
	scanned: proof,
});

/** Behind `part` and a space. */
function roomBehind(part: string, room: Room): Room {
	const left = (limit: number | null, taken: number) => (limit === null ? null : Math.max(0, limit - taken - 1));
	return {
		...room,
		limit: left(room.limit, countOf(part, room.counts)),
		box: left(room.box, part.length),
		dense: false,
		onePart: true,
	};
}

async function isRoomFor(core: Core, self: Self, answer: Message): Promise<boolean> {
	try {
		return (await partsOf(core, self, answer)) === 1;
	} catch (error) {
		if (error instanceof ProtocolError && error.code === "too-large") return false;
		throw error;
	}
}
