/** What all statements begin with, and how their signatures are checked. */
import { type Bytes, integer } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import type { Suite } from "./suite.ts";

export const STATEMENT_VERSION = 1;

export const statementType = { revocation: 1, namedRevocation: 2, move: 3, appointment: 4 } as const;

export function statementHead(suite: Suite, type: number): Bytes {
	return Uint8Array.from([...integer(STATEMENT_VERSION, 1), ...integer(suite.id, 1), ...integer(type, 1)]);
}

/** Throws `altered` unless this key signed it. */
export async function checkStatement(suite: Suite, signer: Bytes, signature: Bytes, covered: Bytes): Promise<void> {
	if (!(await suite.verify(signer, signature, covered))) throw new ProtocolError("altered");
}
