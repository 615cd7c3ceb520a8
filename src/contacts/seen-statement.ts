/** A statement that opened, as trust decisions take it. */
import { isRecoveryKey, type Move, type Revocation, type Suite } from "../protocol/index.ts";
import type { Seen } from "./trust-decision.ts";

/** `recoveryHash`: the one that stood in the first card of the old account that had one; null: none had. `at`: now. */
export function seenStatement(
	suite: Suite,
	statement: Revocation | Move,
	recoveryHash: Uint8Array | null,
	at: number,
): Seen {
	if (statement.kind === "revocation") {
		return { kind: "revocation", accountPublicKey: statement.accountPublicKey };
	}
	const { from, to, signedByOld, recoveryKey } = statement;
	const byRecovery = recoveryKey !== null && recoveryHash !== null && isRecoveryKey(suite, recoveryKey, recoveryHash);
	return { kind: "move", from, to, byOld: signedByOld, byRecovery, at };
}
