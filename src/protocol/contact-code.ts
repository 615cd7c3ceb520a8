/**
 * What one person shows another who is there, as a QR code, or hands over by a way the two trust: who the shower is, and a secret by which
 * the other can show in turn that it was them who scanned. With the card in it, it is an invitation and a verification in one.
 *
 *   version(1) suite(1) flags(1) ends(6) secret(16) AF(32) [ AF of the reader(32) ] [ card ]                       57 bytes or more
 *
 * flags bit 0: whom the shower believes to be the reader; bit 1: the card. Nothing in it is signed: it is as true as the way it came.
 */
import { type Bytes, concat, equalBytes, integer, type Random } from "./bytes.ts";
import { type Card, openCard } from "./card.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import { CODE_LIFE, MAX_CARD, MAX_CODE } from "./limits.ts";
import { createReader } from "./reader.ts";
import type { Suite } from "./suite.ts";

const CODE_VERSION = 1;
const HAS_READER = 1;
const HAS_CARD = 2;

export interface ContactCode {
	/** Milliseconds since the epoch, by the shower's clock. */
	readonly endsAt: number;
	/** 16 bytes, for one scan. */
	readonly secret: Bytes;
	/** AF of the shower. */
	readonly fingerprint: Bytes;
	/** AF of whom the shower takes the reader for; `null`: anybody. */
	readonly reader: Bytes | null;
	/** As it came, and opened; `null`: the card is here already, or comes by the chat. */
	readonly card: { readonly bytes: Bytes; readonly opened: Card } | null;
}

/** The code and its secret, which the shower keeps until the code ends. */
export function createContactCode(
	suite: Suite,
	input: {
		readonly fingerprint: Bytes;
		readonly reader: Bytes | null;
		readonly card: Bytes | null;
		readonly endsAt: number;
	},
	random: Random,
): { readonly code: Bytes; readonly secret: Bytes } {
	const { fingerprint, reader, card, endsAt } = input;
	if (card !== null && (card.length === 0 || card.length > MAX_CARD)) {
		throw new ProtocolError("too-large", { limit: MAX_CARD });
	}
	const secret = random(16);
	const flags = (reader ? HAS_READER : 0) | (card ? HAS_CARD : 0);
	const head = [integer(CODE_VERSION, 1), integer(suite.id, 1), integer(flags, 1), integer(endsAt, 6)];
	return { code: concat(...head, secret, fingerprint, ...(reader ? [reader] : []), ...(card ? [card] : [])), secret };
}

/**
 * Throws `prekey-expired` for a code that has ended, `altered` for one whose card is another account's, `malformed`, `too-large`,
 * `unsupported-version`, `unsupported-suite`.
 */
export async function openContactCode(suite: Suite, bytes: Bytes, now: number): Promise<ContactCode> {
	if (bytes.length > MAX_CODE) throw new ProtocolError("too-large", { limit: MAX_CODE });
	const input = createReader(bytes);
	const version = input.integer(1);
	if (version !== CODE_VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const suiteId = input.integer(1);
	if (suiteId !== suite.id) throw new ProtocolError("unsupported-suite", { found: suiteId });
	const flags = input.integer(1);
	if ((flags & ~(HAS_READER | HAS_CARD)) !== 0) throw new ProtocolError("unsupported-version", { found: flags });
	const endsAt = input.integer(6);
	const secret = input.bytes(16);
	const fingerprint = input.bytes(32);
	const reader = flags & HAS_READER ? input.bytes(32) : null;
	const rest = input.rest();
	if (flags & HAS_CARD ? rest.length === 0 : rest.length > 0) throw new ProtocolError("malformed");
	// Also one that lies too far ahead: its shower's clock, or the reader's, is wrong, and nobody can say when it ends.
	if (endsAt <= now || endsAt > now + 2 * CODE_LIFE) throw new ProtocolError("prekey-expired");
	const opened = flags & HAS_CARD ? await openCard(suite, rest) : null;
	if (opened !== null && !equalBytes(opened.fingerprint, fingerprint)) throw new ProtocolError("altered");
	return { endsAt, secret, fingerprint, reader, card: opened && { bytes: rest, opened } };
}

/** The accounts of who showed a code and who scanned it: AF each. */
export interface Scan {
	readonly shower: Bytes;
	readonly scanner: Bytes;
}

/** 32 bytes that only who has the secret can make. The session it comes in says that it is the scanner's. */
export function scanProof(suite: Suite, secret: Bytes, { shower, scanner }: Scan): Bytes {
	return suite.mac(secret, label.scanned, shower, scanner);
}

export function isScanProof(suite: Suite, secret: Bytes, scan: Scan, proof: Bytes): boolean {
	return equalBytes(scanProof(suite, secret, scan), proof);
}
