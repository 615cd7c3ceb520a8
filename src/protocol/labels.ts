/**
 * Every domain-separation label, in one table. ASCII, unique, and none is the beginning of another, so that two inputs that
 * begin with different labels are different inputs whatever follows (test/protocol/labels.test.ts).
 */
import { type Bytes, encodeText } from "./bytes.ts";

const ascii = (name: string): Bytes => encodeText(`Sotto/1 ${name}`);

export const label: Readonly<Record<LabelName, Bytes>> = {
	/** Account fingerprint. */
	account: ascii("account"),
	/** Signed by the account: one device's certificate, and the list of all. */
	device: ascii("device"),
	list: ascii("list"),
	/** Signed by the device signing key. */
	prekey: ascii("prekey"),
	card: ascii("card"),
	/** Signed by the device signing key: a message its author cannot deny. */
	signed: ascii("signed"),
	recipients: ascii("recipients"),
	safetyNumber: ascii("safety number"),
	envelope: ascii("envelope"),
	core: ascii("core"),
	/** Handshake, in the order of use. */
	initial: ascii("initial"),
	hint: ascii("hint"),
	identity: ascii("identity"),
	session: ascii("session"),
	root: ascii("root"),
	/** Signed by the account, or by a key that it named: the account is over. */
	revocation: ascii("revocation"),
	/** Signed by the account: who may revoke it besides. */
	revoker: ascii("revoker"),
	/** What a card carries of the recovery key. */
	recovery: ascii("recovery"),
	/** Check of the recovery key as a person keeps it. */
	recoveryCode: ascii("kept key"),
	/** Signed by the new account, the old one and the recovery key. */
	move: ascii("move"),
	/** Comparing a code by voice. */
	sasContext: ascii("sas context"),
	sasCommit: ascii("sas commit"),
	sasCode: ascii("sas code"),
	/** The answer to a contact code that was scanned. */
	scanned: ascii("scanned"),
};

export type LabelName =
	| "account"
	| "device"
	| "list"
	| "prekey"
	| "card"
	| "signed"
	| "recipients"
	| "safetyNumber"
	| "envelope"
	| "core"
	| "initial"
	| "hint"
	| "identity"
	| "session"
	| "root"
	| "revocation"
	| "revoker"
	| "recovery"
	| "recoveryCode"
	| "move"
	| "sasContext"
	| "sasCommit"
	| "sasCode"
	| "scanned";
