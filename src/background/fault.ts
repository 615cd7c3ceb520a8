/** How a handler fails: with a code a surface has words for. Everything else that is thrown is a mistake of ours: `internal`. */

import type { ErrorCode } from "../messaging/channels.ts";
import { ProtocolError } from "../protocol/index.ts";
import { VaultError } from "../vault/vault.ts";

export class Fault extends Error {
	override readonly name = "Fault";
	readonly code: ErrorCode;

	constructor(code: ErrorCode) {
		super(code);
		this.code = code;
	}
}

/** The code a surface hears. No message, no stack and no cause goes with it. */
export function codeOf(error: unknown): ErrorCode {
	if (error instanceof Fault || error instanceof VaultError) return error.code;
	if (error instanceof ProtocolError) return error.code;
	return "internal";
}
