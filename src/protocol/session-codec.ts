/**
 * A session as stored, sealed by the vault. Our own format, not part of the wire.
 *
 *   version(1) flags(1) id(16) transcript(32)
 *   account(32) fingerprint(32) device(32) signing key(32) list sequence(4)
 *   [ prekey id(4) ] [ start(1305) ]
 *   root key(32) own ratchet key(public 32, secret 32) [ peer key(32) ] [ sending chain ] [ receiving chain ]
 *   next sending header key(32) next receiving header key(32) PN(4) skipped chains(2) chain*
 *
 *   chain          chain key(32) header key(32) number(4) via prekey(1)
 *   skipped chain  header key(32) via prekey(1) runs(2) { first number(4) count(2) skipped at(6) key(32)* }*
 */
import { type Bytes, concat, integer } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { START_LENGTH } from "./initial-slot.ts";
import { MAX_SKIPPED_OF_CHAIN, MAX_SKIPPED_OF_SESSION } from "./limits.ts";
import type { Chain, Ratchet } from "./ratchet.ts";
import { createReader, type Reader } from "./reader.ts";
import type { Session } from "./session.ts";
import { addSkipped, keysOf, type SkippedChain, type SkippedKey, type SkippedKeys } from "./skipped-keys.ts";

const VERSION = 1;
const flag = { confirmed: 1, start: 2, prekey: 4, peerKey: 8, sending: 16, receiving: 32 } as const;
const allFlags = 63;

export function encodeSession({ id, transcript, peer, ratchet, start, prekeyId, confirmed }: Session): Bytes {
	const flags =
		(confirmed ? flag.confirmed : 0) |
		(start ? flag.start : 0) |
		(prekeyId === null ? 0 : flag.prekey) |
		(ratchet.peerKey ? flag.peerKey : 0) |
		(ratchet.sending ? flag.sending : 0) |
		(ratchet.receiving ? flag.receiving : 0);
	return concat(
		Uint8Array.of(VERSION, flags),
		id,
		transcript,
		peer.accountPublicKey,
		peer.fingerprint,
		peer.devicePublicKey,
		peer.signingPublicKey,
		integer(peer.listSequence, 4),
		...(prekeyId === null ? [] : [integer(prekeyId, 4)]),
		...(start ? [start] : []),
		...encodeRatchet(ratchet),
	);
}

function encodeRatchet(ratchet: Ratchet): readonly Bytes[] {
	return [
		ratchet.rootKey,
		ratchet.ownKey.publicKey,
		ratchet.ownKey.secretKey,
		...(ratchet.peerKey ? [ratchet.peerKey] : []),
		...(ratchet.sending ? [encodeChain(ratchet.sending)] : []),
		...(ratchet.receiving ? [encodeChain(ratchet.receiving)] : []),
		ratchet.nextSendingHeaderKey,
		ratchet.nextReceivingHeaderKey,
		integer(ratchet.previousCount, 4),
		integer(ratchet.skipped.length, 2),
		...ratchet.skipped.flatMap(encodeSkipped),
	];
}

function encodeChain({ chainKey, headerKey, number, viaPrekey }: Chain): Bytes {
	return concat(chainKey, headerKey, integer(number, 4), integer(viaPrekey ? 1 : 0, 1));
}

function encodeSkipped(chain: SkippedChain): readonly Bytes[] {
	const runs = runsOf(keysOf(chain));
	return [
		chain.headerKey,
		integer(chain.viaPrekey ? 1 : 0, 1),
		integer(runs.length, 2),
		...runs.flatMap((run) => [
			integer(run[0]?.number ?? 0, 4),
			integer(run.length, 2),
			integer(run[0]?.at ?? 0, 6),
			...run.map(({ key }) => key),
		]),
	];
}

/** Neighbours that were skipped at one time. */
function runsOf(keys: readonly SkippedKey[]): readonly (readonly SkippedKey[])[] {
	const runs: SkippedKey[][] = [];
	for (const key of keys) {
		const run = runs.at(-1);
		const last = run?.at(-1);
		if (run && last && last.number + 1 === key.number && last.at === key.at) run.push(key);
		else runs.push([key]);
	}
	return runs;
}

/** Throws `malformed`; `unsupported-version` for a later format. Copies, so that the record may be overwritten afterwards. */
export function decodeSession(bytes: Bytes): Session {
	const reader = createReader(bytes.slice());
	const version = reader.integer(1);
	if (version !== VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const flags = reader.integer(1);
	if ((flags & ~allFlags) !== 0) throw new ProtocolError("malformed");
	const session = {
		id: reader.bytes(16),
		transcript: reader.bytes(32),
		peer: {
			accountPublicKey: reader.bytes(32),
			fingerprint: reader.bytes(32),
			devicePublicKey: reader.bytes(32),
			signingPublicKey: reader.bytes(32),
			listSequence: reader.integer(4),
		},
		prekeyId: flags & flag.prekey ? reader.integer(4) : null,
		start: flags & flag.start ? reader.bytes(START_LENGTH) : null,
		ratchet: decodeRatchet(reader, flags),
		confirmed: (flags & flag.confirmed) !== 0,
	};
	reader.end();
	return session;
}

function decodeRatchet(reader: Reader, flags: number): Ratchet {
	return {
		rootKey: reader.bytes(32),
		ownKey: { publicKey: reader.bytes(32), secretKey: reader.bytes(32) },
		peerKey: flags & flag.peerKey ? reader.bytes(32) : null,
		sending: flags & flag.sending ? decodeChain(reader) : null,
		receiving: flags & flag.receiving ? decodeChain(reader) : null,
		nextSendingHeaderKey: reader.bytes(32),
		nextReceivingHeaderKey: reader.bytes(32),
		previousCount: reader.integer(4),
		skipped: decodeSkipped(reader),
	};
}

function decodeChain(reader: Reader): Chain {
	return {
		chainKey: reader.bytes(32),
		headerKey: reader.bytes(32),
		number: reader.integer(4),
		viaPrekey: decodeBoolean(reader),
	};
}

/** Strict: a damaged byte must not turn a chain that a prekey opens into one that nothing opens. */
function decodeBoolean(reader: Reader): boolean {
	const value = reader.integer(1);
	if (value > 1) throw new ProtocolError("malformed");
	return value === 1;
}

function decodeSkipped(reader: Reader): SkippedKeys {
	let skipped: SkippedKeys = [];
	let total = 0;
	for (let chains = reader.integer(2); chains > 0; chains--) {
		const chain = { headerKey: reader.bytes(32), viaPrekey: decodeBoolean(reader) };
		const keys: SkippedKey[] = [];
		for (let runs = reader.integer(2); runs > 0; runs--) {
			const first = reader.integer(4);
			const count = reader.integer(2);
			const at = reader.integer(6);
			const before = keys.at(-1);
			const follows = !before || before.number + 1 < first || (before.number + 1 === first && before.at !== at);
			if (count < 1 || first + count > 2 ** 32 || !follows) throw new ProtocolError("malformed");
			for (let index = 0; index < count; index++) keys.push({ number: first + index, key: reader.bytes(32), at });
		}
		total += keys.length;
		if (keys.length < 1) throw new ProtocolError("malformed");
		if (keys.length > 2 * MAX_SKIPPED_OF_CHAIN || total > 2 * MAX_SKIPPED_OF_SESSION)
			throw new ProtocolError("malformed");
		skipped = addSkipped(skipped, chain, keys);
	}
	return skipped;
}
