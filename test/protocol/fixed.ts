/** Fixed randomness, a fixed clock and the people of every test. Two suites: JavaScript only, and Node's WebCrypto. */
import { createHash, webcrypto } from "node:crypto";
import * as protocol from "../../src/protocol/index.ts";

export const now = 1_800_000_000_000;
export const day = 24 * 60 * 60 * 1000;

/** SHA-256(name || counter) blocks, one after another: any implementation can draw the same bytes. */
export function fixedRandom(name: string): protocol.Random {
	let counter = 0;
	let pool = new Uint8Array(0);
	return (length) => {
		while (pool.length < length) {
			const block = createHash("sha256").update(`${name} ${counter++}`).digest();
			pool = Uint8Array.from([...pool, ...block]);
		}
		const drawn = pool.slice(0, length);
		pool = pool.slice(length);
		return drawn;
	};
}

export const js = protocol.createSuite1({ subtle: null });
export const native = protocol.createSuite1({ subtle: webcrypto.subtle as unknown as protocol.SubtleLike });
export const suites = [
	["JavaScript", js],
	["WebCrypto", native],
] as const;

export interface Person {
	readonly account: protocol.AccountKey;
	readonly device: protocol.DeviceKeys;
	readonly prekey: protocol.PrekeyPair;
	readonly card: protocol.Bytes;
	readonly fingerprint: protocol.Bytes;
	readonly author: protocol.Author;
}

export async function person(name: string, suite: protocol.Suite = js): Promise<Person> {
	const random = fixedRandom(name);
	const { account, device } = await protocol.createAccount(suite, random, now);
	const prekey = await protocol.createInvitation(suite, device, random, now);
	const card = await protocol.encodeCard(suite, { device, prekeys: [prekey], name, recoveryHash: null });
	const fingerprint = protocol.accountFingerprint(suite, account.publicKey);
	return { account, device, prekey, card, fingerprint, author: { accountPublicKey: account.publicKey, device } };
}

export async function recipients(people: readonly Person[], suite: protocol.Suite = js) {
	const cards = await Promise.all(people.map((one) => protocol.openCard(suite, one.card)));
	return cards.flatMap((card) => protocol.recipientsOf(card, now));
}

export function textPayload(text: string, more: Partial<protocol.Payload> = {}): protocol.Payload {
	return {
		kind: protocol.payloadKind.text,
		sentAt: now,
		conversation: new Uint8Array(16).fill(0xc0),
		counter: 1,
		recipientSetHash: new Uint8Array(8).fill(0x5e),
		listSequence: 1,
		keep: null,
		signed: null,
		seen: [new Uint8Array(8).fill(0x1d)],
		recipients: null,
		body: protocol.encodeTextBody(text, null),
		...more,
	};
}

export function readerOf(one: Person, more: Partial<protocol.EnvelopeReader> = {}): protocol.EnvelopeReader {
	const own = { accountFingerprint: one.fingerprint, device: one.device };
	return {
		own,
		sessions: protocol.createSessionIndex(js),
		prekeys: [one.prekey],
		endedPrekeys: [],
		isTombstone: () => false,
		random: fixedRandom(`reader ${hex(one.fingerprint)}`),
		now,
		...more,
	};
}

export async function codeOf(work: () => unknown): Promise<string> {
	try {
		await work();
		return "opened";
	} catch (error) {
		if (error instanceof protocol.ProtocolError) return error.code;
		throw error;
	}
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
export const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));
