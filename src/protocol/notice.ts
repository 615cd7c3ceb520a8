/**
 * A statement on its way: with the card of the new account, when it is about a move. It stands in armor of its own, or behind the text of a
 * message of kind 4.
 *
 *   notice   length(2) statement [ card ]
 *   body     text length(4) text notice
 *
 * Neither part is opened here.
 */
import { type Bytes, concat, decodeText, encodeText, integer } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { MAX_CARD, MAX_STATEMENT } from "./limits.ts";
import { type Payload, payloadKind } from "./payload.ts";
import { createReader, type Reader } from "./reader.ts";

export interface Notice {
	readonly statement: Bytes;
	readonly card: Bytes | null;
}

export function encodeNotice({ statement, card }: Notice): Bytes {
	if (statement.length > MAX_STATEMENT) throw new ProtocolError("too-large", { limit: MAX_STATEMENT });
	return concat(integer(statement.length, 2), statement, ...(card ? [card] : []));
}

/** Throws `malformed`, `too-large`. */
export function decodeNotice(bytes: Bytes): Notice {
	return readNotice(createReader(bytes));
}

export function encodeNoticeBody(text: string, notice: Notice): Bytes {
	const utf8 = encodeText(text);
	return concat(integer(utf8.length, 4), utf8, encodeNotice(notice));
}

/** Throws `malformed`, `too-large`, and `unsupported-version` for a body of another kind. */
export function decodeNoticeBody(payload: Pick<Payload, "kind" | "body">): Notice & { readonly text: string } {
	if (payload.kind !== payloadKind.notice) throw new ProtocolError("unsupported-version", { found: payload.kind });
	const reader = createReader(payload.body);
	const text = decodeText(reader.bytes(reader.integer(4)));
	return { text, ...readNotice(reader) };
}

function readNotice(reader: Reader): Notice {
	const length = reader.integer(2);
	if (length < 1) throw new ProtocolError("malformed");
	if (length > MAX_STATEMENT) throw new ProtocolError("too-large", { limit: MAX_STATEMENT });
	const statement = reader.bytes(length);
	const card = reader.rest();
	if (card.length > MAX_CARD) throw new ProtocolError("too-large", { limit: MAX_CARD });
	return { statement, card: card.length === 0 ? null : card };
}
