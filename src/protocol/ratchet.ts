/**
 * The Double Ratchet with header encryption (Signal's specification, section 4), state in and state out: nothing here is
 * changed in place, so that whatever fails later leaves the old state standing.
 *
 *   RK || CK || NHK = HKDF(salt = RK, ikm = DH, "Sotto/1 root", 96)
 *   mk = HMAC(ck, 0x01)     ck' = HMAC(ck, 0x02)
 *
 * How a session begins is session.ts's concern; which slot is for which chain is session-index.ts's.
 */
import { type Bytes, equalBytes, type Random } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import { MAX_GIVEN_UP, MAX_SKIPPED_OF_CHAIN, MAX_SKIPPED_OF_SESSION } from "./limits.ts";
import type { Header } from "./ratchet-slot.ts";
import {
	addSkipped,
	countSkipped,
	dropSkippedBefore,
	type SkippedChain,
	type SkippedKey,
	type SkippedKeys,
	takeSkipped,
} from "./skipped-keys.ts";
import type { KeyPair, Suite } from "./suite.ts";

const MESSAGE_KEY = Uint8Array.of(1);
const NEXT_CHAIN_KEY = Uint8Array.of(2);

export interface Chain {
	readonly chainKey: Bytes;
	readonly headerKey: Bytes;
	/** Of the next message. */
	readonly number: number;
	/** Its root came from a prekey of ours and not from a ratchet key: it can be derived again while that prekey lives. */
	readonly viaPrekey: boolean;
}

export interface Ratchet {
	readonly rootKey: Bytes;
	/** X25519: our ratchet key. A responder's first is the prekey. */
	readonly ownKey: KeyPair;
	/** Their ratchet key; `null` before their first message. */
	readonly peerKey: Bytes | null;
	/** `null` for a responder before the first message. */
	readonly sending: Chain | null;
	readonly receiving: Chain | null;
	readonly nextSendingHeaderKey: Bytes;
	readonly nextReceivingHeaderKey: Bytes;
	/** PN: messages in our sending chain before the current one. */
	readonly previousCount: number;
	readonly skipped: SkippedKeys;
}

/** The three keys that a handshake gives. */
export interface HandshakeKeys {
	readonly rootKey: Bytes;
	/** HK_A: of the initiator's first chain. */
	readonly headerKey: Bytes;
	/** NHK_B: of the responder's first chain. */
	readonly nextHeaderKey: Bytes;
}

/** RatchetInitAliceHE. `shared`: DH(own ratchet key, the prekey they gave out). */
export function initiateRatchet(
	suite: Suite,
	keys: HandshakeKeys,
	ownKey: KeyPair,
	prekey: Bytes,
	shared: Bytes,
): Ratchet {
	const step = rootStep(suite, keys.rootKey, shared);
	return {
		rootKey: step.rootKey,
		ownKey,
		peerKey: prekey,
		sending: { chainKey: step.chainKey, headerKey: keys.headerKey, number: 0, viaPrekey: false },
		receiving: null,
		nextSendingHeaderKey: step.nextHeaderKey,
		nextReceivingHeaderKey: keys.nextHeaderKey,
		previousCount: 0,
		skipped: [],
	};
}

/** RatchetInitBobHE: the prekey is the first ratchet key. */
export function respondRatchet(keys: HandshakeKeys, prekey: KeyPair): Ratchet {
	return {
		rootKey: keys.rootKey,
		ownKey: prekey,
		peerKey: null,
		sending: null,
		receiving: null,
		nextSendingHeaderKey: keys.nextHeaderKey,
		nextReceivingHeaderKey: keys.headerKey,
		previousCount: 0,
		skipped: [],
	};
}

export interface SendingKeys {
	readonly ratchet: Ratchet;
	readonly header: Header;
	readonly headerKey: Bytes;
	readonly messageKey: Bytes;
}

/** Keys for the next message. Throws RangeError for a responder that has received nothing: there is no chain yet. */
export function sendingKeys(suite: Suite, ratchet: Ratchet): SendingKeys {
	const { sending, ownKey, previousCount } = ratchet;
	if (!sending) throw new RangeError("no sending chain");
	const { messageKey, chain } = chainStep(suite, sending);
	return {
		ratchet: { ...ratchet, sending: chain },
		header: { ratchetKey: ownKey.publicKey, previousCount, number: sending.number },
		headerKey: sending.headerKey,
		messageKey,
	};
}

/** Whose header key opened the header. */
export type HeaderKeyRole = "current" | "next" | SkippedChain;

/** Every header key that may open a message now. */
export function headerKeys(ratchet: Ratchet): readonly { readonly headerKey: Bytes; readonly role: HeaderKeyRole }[] {
	const { receiving, nextReceivingHeaderKey, skipped } = ratchet;
	return [
		...(receiving ? [{ headerKey: receiving.headerKey, role: "current" as const }] : []),
		{ headerKey: nextReceivingHeaderKey, role: "next" as const },
		...skipped
			.filter(({ headerKey }) => !receiving || !equalBytes(headerKey, receiving.headerKey))
			.map((chain) => ({ headerKey: chain.headerKey, role: chain })),
	];
}

export interface ReceivingOptions {
	readonly random: Random;
	readonly now: number;
	/** Open a message that is too far ahead and give up those in between that have no room. */
	readonly giveUpOlder: boolean;
}

export interface ReceivedKeys {
	readonly ratchet: Ratchet;
	readonly messageKey: Bytes;
	readonly viaPrekey: boolean;
}

/**
 * The key for the message with this header, and the state after it. A header key opens the header, so it is from the peer: what
 * does not fit the state is `altered`. `key-deleted`: the key was used, expired or given up. `too-many-skipped`, with
 * `details.skipped` when `giveUpOlder` would help.
 */
export async function receivingKeys(
	suite: Suite,
	ratchet: Ratchet,
	role: HeaderKeyRole,
	header: Header,
	options: ReceivingOptions,
): Promise<ReceivedKeys> {
	if (typeof role === "object") return fromSkipped(ratchet, role, header.number);
	const after = role === "next" ? await turn(suite, ratchet, header, options) : ratchet;
	const { receiving } = after;
	if (!receiving || !after.peerKey || !equalBytes(after.peerKey, header.ratchetKey)) throw new ProtocolError("altered");
	if (header.number < receiving.number) {
		const waiting = after.skipped.find(({ headerKey }) => equalBytes(headerKey, receiving.headerKey));
		if (!waiting) throw new ProtocolError("key-deleted");
		return fromSkipped(after, waiting, header.number);
	}
	// After a turn there is room: it has looked at both gaps.
	requireRoom(after.skipped, [{ chain: receiving, to: header.number }], options);
	const there = skipTo(suite, after, receiving, header.number, options);
	const { messageKey, chain } = chainStep(suite, there.chain);
	return {
		ratchet: { ...after, receiving: chain, skipped: there.skipped },
		messageKey,
		viaPrekey: chain.viaPrekey,
	};
}

/** Without the skipped keys that have waited since before `time`. */
export function expireSkipped(ratchet: Ratchet, time: number): Ratchet {
	const skipped = dropSkippedBefore(ratchet.skipped, time);
	return skipped === ratchet.skipped ? ratchet : { ...ratchet, skipped };
}

function fromSkipped(ratchet: Ratchet, chain: SkippedChain, number: number): ReceivedKeys {
	const taken = takeSkipped(ratchet.skipped, chain, number);
	if (!taken) throw new ProtocolError("key-deleted");
	return { ratchet: { ...ratchet, skipped: taken.rest }, messageKey: taken.key, viaPrekey: chain.viaPrekey };
}

/** DHRatchetHE: they have a new ratchet key, so the old receiving chain ends at PN and both sides get new chains. */
async function turn(suite: Suite, ratchet: Ratchet, header: Header, options: ReceivingOptions): Promise<Ratchet> {
	const { receiving, sending, ownKey, peerKey } = ratchet;
	if (peerKey && equalBytes(peerKey, header.ratchetKey)) throw new ProtocolError("altered");
	if (header.previousCount < (receiving?.number ?? 0)) throw new ProtocolError("altered");
	// A chain that we never had a key of cannot have had messages.
	if (!receiving && header.previousCount !== 0) throw new ProtocolError("altered");
	const rest = receiving ? [{ chain: receiving, to: header.previousCount }] : [];
	requireRoom(ratchet.skipped, [...rest, { chain: null, to: header.number }], options);
	const ended = receiving && skipTo(suite, ratchet, receiving, header.previousCount, options);

	const received = rootStep(suite, ratchet.rootKey, await agree(suite, ownKey, header.ratchetKey));
	const newKey = await suite.createAgreementKey(options.random);
	const sent = rootStep(suite, received.rootKey, await agree(suite, newKey, header.ratchetKey));
	return {
		rootKey: sent.rootKey,
		ownKey: newKey,
		peerKey: header.ratchetKey,
		receiving: {
			chainKey: received.chainKey,
			headerKey: ratchet.nextReceivingHeaderKey,
			number: 0,
			// A responder's first key is the prekey.
			viaPrekey: peerKey === null,
		},
		sending: { chainKey: sent.chainKey, headerKey: ratchet.nextSendingHeaderKey, number: 0, viaPrekey: false },
		nextReceivingHeaderKey: received.nextHeaderKey,
		nextSendingHeaderKey: sent.nextHeaderKey,
		previousCount: sending?.number ?? 0,
		skipped: ended ? ended.skipped : ratchet.skipped,
	};
}

async function agree(suite: Suite, own: KeyPair, theirs: Bytes): Promise<Bytes> {
	return suite.agree(own.secretKey, theirs).catch(() => {
		throw new ProtocolError("altered");
	});
}

/** Numbers of one chain that a message skips, up to `to`. Null: a chain that begins with the message. */
interface Gap {
	readonly chain: Chain | null;
	readonly to: number;
}

/**
 * All gaps of one message, before the first step: a person is told what opening it costs in all, and a message that never opens costs no
 * steps.
 */
function requireRoom(skipped: SkippedKeys, gaps: readonly Gap[], { giveUpOlder }: ReceivingOptions): void {
	const lengthOf = ({ chain, to }: Gap): number => to - (chain?.number ?? 0);
	if (gaps.some((gap) => lengthOf(gap) > MAX_GIVEN_UP)) throw new ProtocolError("too-many-skipped");
	let lost = 0;
	let kept = 0;
	for (const gap of gaps) {
		const [length, room] = [lengthOf(gap), roomFor(skipped, gap.chain, kept)];
		const over = length > room ? length - room : 0;
		lost += over;
		kept += length - over;
	}
	if (lost > 0 && !giveUpOlder) throw new ProtocolError("too-many-skipped", { skipped: lost });
}

/** `chain` moved on to `number`; the keys in between wait, of the newest as many as there is room for. */
function skipTo(
	suite: Suite,
	{ skipped }: Ratchet,
	chain: Chain,
	number: number,
	{ now }: ReceivingOptions,
): { chain: Chain; skipped: SkippedKeys } {
	const gap = number - chain.number;
	// Negative: there is room for more.
	const lost = gap - roomFor(skipped, chain);
	let at = chain;
	const waiting: SkippedKey[] = [];
	for (let step = 0; step < gap; step++) {
		const { messageKey, chain: next } = chainStep(suite, at);
		if (step >= lost) waiting.push({ number: at.number, key: messageKey, at: now });
		at = next;
	}
	return { chain: at, skipped: addSkipped(skipped, chain, waiting) };
}

/** How many more keys of this chain may wait, beside so many more of others. */
function roomFor(skipped: SkippedKeys, chain: Chain | null, more = 0): number {
	const waiting = skipped.find(({ headerKey }) => chain !== null && equalBytes(headerKey, chain.headerKey))?.count ?? 0;
	const ofChain = MAX_SKIPPED_OF_CHAIN - waiting;
	const ofSession = MAX_SKIPPED_OF_SESSION - countSkipped(skipped) - more;
	if (ofChain < ofSession) return ofChain;
	return ofSession;
}

function chainStep(suite: Suite, chain: Chain): { messageKey: Bytes; chain: Chain } {
	const mac = suite.prepareMac(chain.chainKey);
	return { messageKey: mac(MESSAGE_KEY), chain: { ...chain, chainKey: mac(NEXT_CHAIN_KEY), number: chain.number + 1 } };
}

function rootStep(
	suite: Suite,
	rootKey: Bytes,
	shared: Bytes,
): { rootKey: Bytes; chainKey: Bytes; nextHeaderKey: Bytes } {
	const step = suite.hkdf(rootKey, shared, label.root, 96);
	return { rootKey: step.slice(0, 32), chainKey: step.slice(32, 64), nextHeaderKey: step.slice(64) };
}
