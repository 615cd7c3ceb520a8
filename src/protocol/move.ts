/**
 * A person's move to a new account.
 *
 *   head(3) from(32) to(32) recovery key(32) signers(1) signature of to(64) [ of from(64) ] [ of the recovery key(64) ]
 *
 * `signers` bit 0: the old account, bit 1: the recovery key; without bit 1 the recovery key is 0^32. Each signs
 * "Sotto/1 move" || head || from || to || recovery key. The new account signs too: nobody is moved to an account that is somebody else's.
 * A move counts only with both others, and only if the recovery key is the one whose hash stood in the old account's card.
 */
import { type Bytes, concat, equalBytes, integer } from "./bytes.ts";
import { accountFingerprint } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import type { Reader } from "./reader.ts";
import { checkStatement, statementHead, statementType } from "./statement-head.ts";
import type { KeyPair, Suite } from "./suite.ts";

export interface Move {
	readonly kind: "move";
	readonly from: Bytes;
	/** AF of the old account. */
	readonly fromFingerprint: Bytes;
	readonly to: Bytes;
	readonly toFingerprint: Bytes;
	readonly signedByOld: boolean;
	/** The recovery key that signed; `null`: none. Whether it is the account's, `isRecoveryKey` says. */
	readonly recoveryKey: Bytes | null;
}

const BY_OLD = 1;
const BY_RECOVERY = 2;
const none = new Uint8Array(32);

/** With what the person still has: at least one of `old` and `recovery`. */
export async function moveAccount(
	suite: Suite,
	input: {
		readonly from: Bytes;
		readonly to: KeyPair;
		readonly old: KeyPair | null;
		readonly recovery: KeyPair | null;
	},
): Promise<Bytes> {
	const { from, to, old, recovery } = input;
	if (old !== null && !equalBytes(old.publicKey, from)) throw new RangeError("another account's key");
	if (old === null && recovery === null) throw new RangeError("nobody signs");
	const keys = concat(from, to.publicKey, recovery?.publicKey ?? none);
	if (!areDistinct(from, to.publicKey, recovery?.publicKey ?? none)) throw new RangeError("one key in two places");
	const covered = coveredBytes(suite, keys);
	const signers = (old ? BY_OLD : 0) | (recovery ? BY_RECOVERY : 0);
	const signatures: Bytes[] = [];
	for (const one of [to, old, recovery]) {
		if (one !== null) signatures.push(await suite.sign(one.secretKey, covered));
	}
	return concat(statementHead(suite, statementType.move), keys, integer(signers, 1), ...signatures);
}

/** What follows the head. Throws `malformed`, `altered`. */
export async function readMove(suite: Suite, reader: Reader): Promise<Move> {
	const [from, to, recovery] = [reader.bytes(32), reader.bytes(32), reader.bytes(32)];
	const signers = reader.integer(1);
	if (signers < 1 || signers > (BY_OLD | BY_RECOVERY)) throw new ProtocolError("malformed");
	const byRecovery = (signers & BY_RECOVERY) !== 0;
	if (byRecovery === equalBytes(recovery, none)) throw new ProtocolError("malformed");
	if (!areDistinct(from, to, recovery)) throw new ProtocolError("malformed");
	const covered = coveredBytes(suite, concat(from, to, recovery));
	const signed = [to, ...(signers & BY_OLD ? [from] : []), ...(byRecovery ? [recovery] : [])];
	const signatures = signed.map((signer) => ({ signer, signature: reader.bytes(64) }));
	reader.end();
	for (const { signer, signature } of signatures) await checkStatement(suite, signer, signature, covered);
	return {
		kind: "move",
		from,
		fromFingerprint: accountFingerprint(suite, from),
		to,
		toFingerprint: accountFingerprint(suite, to),
		signedByOld: (signers & BY_OLD) !== 0,
		recoveryKey: byRecovery ? recovery : null,
	};
}

/** Two signatures of one key would be one person's word counted twice. */
function areDistinct(from: Bytes, to: Bytes, recovery: Bytes): boolean {
	return !equalBytes(from, to) && !equalBytes(recovery, from) && !equalBytes(recovery, to);
}

function coveredBytes(suite: Suite, keys: Bytes): Bytes {
	return concat(label.move, statementHead(suite, statementType.move), keys);
}
