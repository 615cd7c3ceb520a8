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
	| "root";
