/**
 * A card, a notice or a contact code outside a chat: as a QR code, a link or a file. One way to write each; anything else is refused.
 *
 *   QR     "SOTTO"(5) kind(1) bytes, in byte mode
 *   link   "web+sotto:" armor       file   armor LF         armor of one part, in base62
 */
import { armorKind, decodeArmorParts, encodeArmor } from "./armor.ts";
import { type Bytes, concat, encodeText, equalBytes, integer } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { MAX_CARD, MAX_CARRIED_TEXT, MAX_CODE, MAX_STATEMENT } from "./limits.ts";
import { createReader } from "./reader.ts";
import { sha256 } from "./sha256.ts";

export type CarriedKind = 2 | 4 | 5;

export interface Carried {
	/** armorKind: card, notice or code. */
	readonly kind: CarriedKind;
	readonly bytes: Bytes;
}

const qrMagic = encodeText("SOTTO");
const scheme = "web+sotto:";
const mostBytes: Readonly<Record<CarriedKind, number>> = {
	[armorKind.card]: MAX_CARD,
	[armorKind.notice]: 2 + MAX_STATEMENT + MAX_CARD,
	[armorKind.code]: MAX_CODE,
};

export function encodeQr({ kind, bytes }: Carried): Bytes {
	return concat(qrMagic, integer(kind, 1), sized({ kind, bytes }).bytes);
}

/** Throws `malformed` for a QR code that is not ours, `unsupported-version` for a kind of a later version, `too-large`. */
export function decodeQr(payload: Bytes): Carried {
	const reader = createReader(payload);
	if (!equalBytes(reader.bytes(qrMagic.length), qrMagic)) throw new ProtocolError("malformed");
	return sized({ kind: toKind(reader.integer(1)), bytes: reader.rest() });
}

export function encodeLink(carried: Carried): string {
	return scheme + armored(carried);
}

export function encodeFile(carried: Carried): string {
	return `${armored(carried)}\n`;
}

/**
 * A link or the text of a file, with or without white space around it. Throws `malformed` for a text that is anything besides, `truncated`,
 * `damaged`, `too-large`, `unsupported-version`.
 */
export function decodeLinkOrFile(text: string): Carried {
	if (text.length > MAX_CARRIED_TEXT) throw new ProtocolError("too-large", { limit: MAX_CARRIED_TEXT });
	const trimmed = text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
	const armor = trimmed.startsWith(scheme) ? trimmed.slice(scheme.length) : trimmed;
	const { kind, bytes } = decodeArmorParts([armor]);
	const carried = sized({ kind: toKind(kind), bytes });
	// Nothing before, behind or inside it, and no second way to write the same.
	if (armored(carried) !== armor) throw new ProtocolError("malformed");
	return carried;
}

function armored({ kind, bytes }: Carried): string {
	const messageId = sha256(sized({ kind, bytes }).bytes);
	return encodeArmor({ kind, bytes, messageId, maxChars: null }).join("");
}

function toKind(kind: number): CarriedKind {
	if (kind === armorKind.card || kind === armorKind.notice || kind === armorKind.code) return kind;
	// A message or a proof is read where it stands.
	throw new ProtocolError(kind < armorKind.card || kind === armorKind.proof ? "malformed" : "unsupported-version", {
		found: kind,
	});
}

function sized(carried: Carried): Carried {
	const limit = mostBytes[carried.kind];
	if (carried.bytes.length === 0) throw new ProtocolError("malformed");
	if (carried.bytes.length > limit) throw new ProtocolError("too-large", { limit });
	return carried;
}
