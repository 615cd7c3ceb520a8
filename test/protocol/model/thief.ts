/**
 * Somebody with a dump of a device and a recording of everything that was ever posted. Tries what the code would do with it, and
 * then every key of the dump in every part: header key, message key, chain key, root key, with every secret there is.
 */
import { decodeCertificate } from "../../../src/protocol/device-list.ts";
import * as protocol from "../../../src/protocol/index.ts";
import { label } from "../../../src/protocol/labels.ts";
import { openHeader } from "../../../src/protocol/ratchet-slot.ts";
import { codeOf, hex, readerOf } from "../fixed.ts";
import { takeApart } from "./layout.ts";
import type { Talker } from "./pair.ts";
import { quick } from "./people.ts";

export interface Dump {
	/** Encoded, as they lie in the vault. */
	readonly sessions: readonly protocol.Bytes[];
	readonly prekeys: readonly protocol.Bytes[];
	readonly device: protocol.Bytes;
}

export function dumpOf({ who, session }: Talker, { prekey = true } = {}): Dump {
	return {
		sessions: session ? [protocol.encodeSession(session)] : [],
		prekeys: prekey ? [protocol.encodePrekeyPair(who.prekey)] : [],
		device: protocol.encodeDeviceKeys(who.device),
	};
}

/** Opens it as the device would. The code, or "opened". */
export function openWith(dump: Dump, victim: Talker, envelope: protocol.Bytes): Promise<string> {
	return codeOf(() => protocol.openEnvelope(quick, envelope, readerFrom(dump, victim)));
}

export function readerFrom(dump: Dump, victim: Talker): protocol.EnvelopeReader {
	const device = protocol.decodeDeviceKeys(dump.device);
	return readerOf(victim.who, {
		own: { accountFingerprint: victim.who.fingerprint, device },
		sessions: protocol.createSessionIndex(quick, dump.sessions.map(protocol.decodeSession)),
		prekeys: dump.prekeys.map(protocol.decodePrekeyPair),
	});
}

/**
 * The victim's sending chain, turned round: what the thief reads of the victim's own next messages. The public halves that stand in
 * for the author are the victim's.
 */
export function turnedRound(session: protocol.Session, victim: Talker): protocol.Session {
	const { accountPublicKey, devicePublicKey, signingPublicKey } = decodeCertificate(victim.who.device.certificate);
	const { ratchet } = session;
	return {
		...session,
		peer: {
			accountPublicKey,
			devicePublicKey,
			signingPublicKey,
			fingerprint: victim.who.fingerprint,
			listSequence: 1,
		},
		ratchet: { ...ratchet, receiving: ratchet.sending, peerKey: ratchet.ownKey.publicKey, skipped: [] },
	};
}

/** Steps a chain key is walked: longer than any chain of these histories. */
const WALK = 7;

/** How the message opened, or `null`. */
export async function bruteForce(dump: Dump, envelope: protocol.Bytes, seenKeys: readonly protocol.Bytes[]) {
	const digest = protocol.envelopeDigest(quick, envelope);
	const parts = takeApart(envelope);
	const slots = [
		...parts.ratchet.map((slot) => ({ header: slot.slice(8, 64), wrapped: slot.slice(64) })),
		...parts.initial.map((slot) => ({ header: slot.slice(1305, 1361), wrapped: slot.slice(1361) })),
	];
	const keys = await keysOf(dump, seenKeys);
	for (const { header, wrapped } of slots) {
		const headerKey = keys.some((key) => openHeader(quick, quick.prepareMac(key), digest, header) !== null);
		for (const key of keys) {
			if (unwraps(key, digest, header, wrapped)) return { by: "message key", headerKey };
			for (let chain = key, step = 0; step < WALK; step++) {
				const mac = quick.prepareMac(chain);
				if (unwraps(mac(Uint8Array.of(1)), digest, header, wrapped)) return { by: "chain key", headerKey };
				chain = mac(Uint8Array.of(2));
			}
		}
	}
	return null;
}

const kept = new WeakMap<Dump, { readonly seen: number; readonly keys: readonly protocol.Bytes[] }>();

async function keysOf(dump: Dump, seen: readonly protocol.Bytes[]): Promise<readonly protocol.Bytes[]> {
	const before = kept.get(dump);
	if (before?.seen === seen.length) return before.keys;
	const own = everyKey(dump);
	const keys = [...own, ...(await rootSteps(dump, own, seen))];
	kept.set(dump, { seen: seen.length, keys });
	return keys;
}

function unwraps(
	key: protocol.Bytes,
	digest: protocol.Bytes,
	header: protocol.Bytes,
	wrapped: protocol.Bytes,
): boolean {
	const additional = Uint8Array.from([...digest, ...header]);
	return quick.openSlot(key, digest.subarray(0, 12), additional, wrapped) !== null;
}

/** Whatever is secret in the dump, 32 bytes each. */
function everyKey(dump: Dump): protocol.Bytes[] {
	const found = new Map<string, protocol.Bytes>();
	const take = (key: protocol.Bytes | undefined) => key && found.set(hex(key), key);
	for (const { ratchet, transcript, start } of dump.sessions.map(protocol.decodeSession)) {
		for (const key of [ratchet.rootKey, ratchet.nextSendingHeaderKey, ratchet.nextReceivingHeaderKey, transcript]) {
			take(key);
		}
		take(ratchet.ownKey.secretKey);
		for (const chain of [ratchet.sending, ratchet.receiving]) {
			take(chain?.chainKey);
			take(chain?.headerKey);
		}
		for (const { headerKey, blocks } of ratchet.skipped) {
			take(headerKey);
			for (const block of blocks.values()) for (const { key } of block.values()) take(key);
		}
		take(start?.slice(0, 32));
	}
	for (const { spk, pqpk } of dump.prekeys.map(protocol.decodePrekeyPair)) {
		for (const key of [spk.secretKey, pqpk.secretKey.slice(0, 32), pqpk.secretKey.slice(32)]) take(key);
	}
	const { deviceKey, signingKey } = protocol.decodeDeviceKeys(dump.device);
	for (const { secretKey } of [deviceKey, signingKey]) take(secretKey);
	return [...found.values()];
}

/** The dump's X25519 secrets. */
function privateKeys(dump: Dump): protocol.Bytes[] {
	return [
		protocol.decodeDeviceKeys(dump.device).deviceKey.secretKey,
		...dump.prekeys.map((prekey) => protocol.decodePrekeyPair(prekey).spk.secretKey),
		...dump.sessions.map((session) => protocol.decodeSession(session).ratchet.ownKey.secretKey),
	];
}

/** What each key as a root key gives with each secret and each public key that was ever seen: chain and header keys. */
async function rootSteps(dump: Dump, keys: readonly protocol.Bytes[], seen: readonly protocol.Bytes[]) {
	const shared = await Promise.all(
		privateKeys(dump).flatMap((secret) => seen.map((key) => quick.agree(secret, key).catch(() => null))),
	);
	return shared.flatMap((one) =>
		one === null
			? []
			: keys.flatMap((root) => {
					const step = quick.hkdf(root, one, label.root, 96);
					return [step.slice(32, 64), step.slice(64)];
				}),
	);
}
