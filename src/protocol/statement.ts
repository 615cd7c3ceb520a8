/**
 * What is said about an account for everybody to see: that it is over, or that its owner has moved to another one. Signed, never taken
 * back, true wherever it comes from: it needs no session, no date and no sender.
 *
 *   version(1) suite(1) type(1), then
 *   1  revocation by the account    account(32) signature(64)                                                      99 bytes
 *   2  revocation by a named key    account(32) revoker(32) appointment(64) signature(64)                         195 bytes
 *   3  move                         move.ts                                                                       164 to 292 bytes
 *   4  appointment                  account(32) revoker(32) appointment(64)                                      131 bytes
 *
 * What follows from one is for the trust decision.
 */
import { type Bytes, concat, equalBytes, integer } from "./bytes.ts";
import { accountFingerprint } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import { MAX_STATEMENT } from "./limits.ts";
import { type Move, readMove } from "./move.ts";
import { createReader, type Reader } from "./reader.ts";
import { checkStatement, STATEMENT_VERSION, statementHead, statementType } from "./statement-head.ts";
import type { KeyPair, Suite } from "./suite.ts";

export interface Revocation {
	readonly kind: "revocation";
	readonly accountPublicKey: Bytes;
	/** AF. */
	readonly fingerprint: Bytes;
	/** The key that the account had named for this; `null`: the account itself. */
	readonly revoker: Bytes | null;
}

/** On its way to whoever was named: it changes nothing about the account. */
export interface Naming extends Appointment {
	readonly kind: "appointment";
}

export type Statement = Revocation | Move | Naming;

/** The account's word that this key, too, may revoke it. Held by whoever has that key; nobody needs to have seen it before. */
export interface Appointment {
	readonly accountPublicKey: Bytes;
	readonly revoker: Bytes;
	readonly signature: Bytes;
}

/** Made with the account and kept apart: whoever has these bytes can end the account, and do nothing else. */
export async function revokeAccount(suite: Suite, account: KeyPair): Promise<Bytes> {
	const unsigned = concat(statementHead(suite, statementType.revocation), account.publicKey);
	return concat(unsigned, await suite.sign(account.secretKey, concat(label.revocation, unsigned)));
}

export async function appointRevoker(suite: Suite, account: KeyPair, revoker: Bytes): Promise<Appointment> {
	if (equalBytes(account.publicKey, revoker)) throw new RangeError("an account revokes itself without being named");
	const signature = await suite.sign(account.secretKey, appointed(suite, account.publicKey, revoker));
	return { accountPublicKey: account.publicKey, revoker, signature };
}

/** As it goes to whoever was named. */
export function encodeAppointment(suite: Suite, { accountPublicKey, revoker, signature }: Appointment): Bytes {
	return concat(statementHead(suite, statementType.appointment), accountPublicKey, revoker, signature);
}

export async function revokeAsNamed(suite: Suite, revoker: KeyPair, appointment: Appointment): Promise<Bytes> {
	if (!equalBytes(revoker.publicKey, appointment.revoker)) throw new RangeError("another key was named");
	const unsigned = concat(
		statementHead(suite, statementType.namedRevocation),
		appointment.accountPublicKey,
		appointment.revoker,
		appointment.signature,
	);
	return concat(unsigned, await suite.sign(revoker.secretKey, concat(label.revocation, unsigned)));
}

/**
 * Throws `altered` when a signature in it does not hold, `malformed` and `too-large` for what no encoder writes, `unsupported-version` and
 * `unsupported-suite` for what a later one may.
 */
export async function openStatement(suite: Suite, bytes: Bytes): Promise<Statement> {
	if (bytes.length > MAX_STATEMENT) throw new ProtocolError("too-large", { limit: MAX_STATEMENT });
	const reader = createReader(bytes);
	const version = reader.integer(1);
	if (version !== STATEMENT_VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const suiteId = reader.integer(1);
	if (suiteId !== suite.id) throw new ProtocolError("unsupported-suite", { found: suiteId });
	const type = reader.integer(1);
	switch (type) {
		case statementType.revocation:
			return readRevocation(suite, reader);
		case statementType.namedRevocation:
			return readNamedRevocation(suite, reader);
		case statementType.move:
			return readMove(suite, reader);
		case statementType.appointment:
			return readAppointment(suite, reader);
		default:
			throw new ProtocolError("unsupported-version", { found: type });
	}
}

async function readRevocation(suite: Suite, reader: Reader): Promise<Revocation> {
	const accountPublicKey = reader.bytes(32);
	const unsigned = reader.before();
	const signature = reader.bytes(64);
	reader.end();
	await checkStatement(suite, accountPublicKey, signature, concat(label.revocation, unsigned));
	return revocation(suite, accountPublicKey, null);
}

async function readNamedRevocation(suite: Suite, reader: Reader): Promise<Revocation> {
	const accountPublicKey = reader.bytes(32);
	const revoker = reader.bytes(32);
	const appointment = reader.bytes(64);
	const unsigned = reader.before();
	const signature = reader.bytes(64);
	reader.end();
	if (equalBytes(accountPublicKey, revoker)) throw new ProtocolError("malformed");
	await checkStatement(suite, accountPublicKey, appointment, appointed(suite, accountPublicKey, revoker));
	await checkStatement(suite, revoker, signature, concat(label.revocation, unsigned));
	return revocation(suite, accountPublicKey, revoker);
}

async function readAppointment(suite: Suite, reader: Reader): Promise<Naming> {
	const accountPublicKey = reader.bytes(32);
	const revoker = reader.bytes(32);
	const signature = reader.bytes(64);
	reader.end();
	if (equalBytes(accountPublicKey, revoker)) throw new ProtocolError("malformed");
	await checkStatement(suite, accountPublicKey, signature, appointed(suite, accountPublicKey, revoker));
	return { kind: "appointment", accountPublicKey, revoker, signature };
}

function revocation(suite: Suite, accountPublicKey: Bytes, revoker: Bytes | null): Revocation {
	const fingerprint = accountFingerprint(suite, accountPublicKey);
	return { kind: "revocation", accountPublicKey, fingerprint, revoker };
}

function appointed(suite: Suite, accountPublicKey: Bytes, revoker: Bytes): Bytes {
	return concat(label.revoker, integer(suite.id, 1), accountPublicKey, revoker);
}
