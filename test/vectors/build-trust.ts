/**
 * Writes trust.json: `npx tsx test/vectors/build-trust.ts`. Frozen with version 1 like the others: `git diff` must show additions alone.
 * What is refused is made by the second implementation (test/protocol/forge-trust.ts).
 */
import { writeFileSync } from "node:fs";
import { join as path } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import * as protocol from "../../src/protocol/index.ts";
import { base64, day, fixedRandom, hex, js, now, person } from "../protocol/fixed.ts";
import { ascii, join, uint, zeros } from "../protocol/forge.ts";
import {
	forgeAppointment,
	forgeContactCode,
	forgeMove,
	forgeNamedRevocation,
	forgeRevocation,
	type MoveLies,
} from "../protocol/forge-trust.ts";

const [ann, ben, cleo, mallory] = await Promise.all(["Ann", "Ben", "Cleo", "Mallory"].map((name) => person(name)));
if (!ann || !ben || !cleo || !mallory) throw new Error("no people");
const pair = (name: string) => {
	const secretKey = fixedRandom(name)(32);
	return { secretKey, publicKey: ed25519.getPublicKey(secretKey) };
};
const recovery = pair("Ann's recovery key");
const next = await person("Ann, next account");
const revoker = pair("Ann's revocation key");
const appointment = await protocol.appointRevoker(js, ann.account, revoker.publicKey);
const end = (one: typeof ann) => ({
	fingerprint: one.fingerprint,
	devicePublicKey: one.device.deviceKey.publicKey,
});

// ---- what must come out -------------------------------------------------------------------------------------------------

const sas = (["pictures", "numbers"] as const).map((method) => {
	const random = fixedRandom(`compare ${method}`);
	const [transcript, id, initiatorNonce, responderNonce] = [random(32), random(16), random(32), random(32)];
	const methodCode = protocol.sasMethod[method];
	const context = protocol.sasContext(js, {
		initiator: end(ann),
		responder: end(ben),
		transcript,
		id,
		method: methodCode,
	});
	const commitment = protocol.sasCommitment(js, context, responderNonce);
	const code = protocol.sasCode(js, context, initiatorNonce, responderNonce);
	const messages: protocol.VerificationMessage[] = [
		{ kind: "start", id, method: methodCode },
		{ kind: "commit", id, commitment },
		{ kind: "reveal", id, nonce: initiatorNonce },
		{ kind: "reveal", id, nonce: responderNonce },
		{ kind: "result", id, outcome: "match" },
		{ kind: "result", id, outcome: "differ" },
		{ kind: "result", id, outcome: "stopped" },
	];
	return {
		initiator: "Ann",
		responder: "Ben",
		method: methodCode,
		transcript: hex(transcript),
		id: hex(id),
		nonces: [hex(initiatorNonce), hex(responderNonce)],
		context: hex(context),
		commitment: hex(commitment),
		code: hex(code),
		pictures: protocol.sasPictures(code),
		numbers: protocol.sasNumbers(code),
		bodies: messages.map((message) => hex(protocol.encodeVerification(message))),
	};
});

const moved = (signers: { old: boolean; recovery: boolean }) =>
	protocol.moveAccount(js, {
		from: ann.account.publicKey,
		to: next.account,
		old: signers.old ? ann.account : null,
		recovery: signers.recovery ? recovery : null,
	});
const both = await moved({ old: true, recovery: true });
const statements = [
	{ what: "revocation", bytes: hex(await protocol.revokeAccount(js, ann.account)) },
	{ what: "revocation by a named key", bytes: hex(await protocol.revokeAsNamed(js, revoker, appointment)) },
	{ what: "move", signedByOld: true, recovery: true, bytes: hex(both) },
	{
		what: "move",
		signedByOld: true,
		recovery: false,
		bytes: hex(await moved({ old: true, recovery: false })),
	},
	{
		what: "move",
		signedByOld: false,
		recovery: true,
		bytes: hex(await moved({ old: false, recovery: true })),
	},
	{ what: "appointment", bytes: hex(protocol.encodeAppointment(js, appointment)) },
];

const codes = [
	{ random: "code for Ben", reader: "Ben", card: false },
	{ random: "code for anybody", reader: null, card: false },
	{ random: "code with card", reader: null, card: true },
].map((one) => {
	const { code, secret } = protocol.createContactCode(
		js,
		{
			fingerprint: ann.fingerprint,
			reader: one.reader ? ben.fingerprint : null,
			card: one.card ? ann.card : null,
			endsAt: now + 600_000,
		},
		fixedRandom(one.random),
	);
	const scan = { shower: ann.fingerprint, scanner: ben.fingerprint };
	const proof = protocol.scanProof(js, secret, scan);
	return {
		...one,
		secret: hex(secret),
		code: base64(code),
		proof: hex(proof),
		body: hex(protocol.encodeVerification({ kind: "scanned", proof, card: null })),
	};
});
const smallCode = Buffer.from(codes[0]?.code ?? "", "base64");

const carried = (
	[
		["card", 2, ann.card],
		["notice", 4, protocol.encodeNotice({ statement: both, card: next.card })],
		["notice without a card", 4, protocol.encodeNotice({ statement: both, card: null })],
		["code", 5, Uint8Array.from(smallCode)],
	] as const
).map(([what, kind, bytes]) => ({
	what,
	kind,
	bytes: base64(bytes),
	qr: base64(protocol.encodeQr({ kind, bytes })),
	link: protocol.encodeLink({ kind, bytes }),
	file: protocol.encodeFile({ kind, bytes }),
}));

// ---- what must be refused -----------------------------------------------------------------------------------------------

interface Case {
	readonly check: string;
	readonly name: string;
	readonly input: "statement" | "notice" | "notice body" | "verification" | "code" | "qr" | "text";
	readonly code: string;
	readonly bytes?: string;
	/** Zeros behind the bytes. */
	readonly append?: number;
	readonly text?: string;
}
const refused: Case[] = [];
const refuse = (input: Case["input"], check: string, name: string, code: string, bytes: Uint8Array) => {
	// Long runs of zeros at the end, made to be too long, are told by their number.
	const kept = bytes.length > 20_000 ? bytes.slice(0, 200) : bytes;
	const append = bytes.length - kept.length;
	refused.push({ input, check, name, code, bytes: hex(kept), ...(append > 0 ? { append } : {}) });
};
const changed = (bytes: Uint8Array, at: number) => {
	const copy = bytes.slice();
	const index = at < 0 ? bytes.length + at : at;
	copy[index] = (copy[index] ?? 0) ^ 1;
	return copy;
};

const secret = (one: typeof ann) => one.account.secretKey;
const revocation = forgeRevocation(secret(ann));
refuse(
	"statement",
	"statement version",
	"version 2",
	"unsupported-version",
	forgeRevocation(secret(ann), { version: 2 }),
);
refuse("statement", "statement suite", "suite 2", "unsupported-suite", forgeRevocation(secret(ann), { suite: 2 }));
refuse("statement", "statement type", "type 5", "unsupported-version", forgeRevocation(secret(ann), { type: 5 }));
refuse("statement", "statement size", "1,025 bytes", "too-large", join(revocation, zeros(1025 - revocation.length)));
refuse("statement", "lengths", "cut", "malformed", revocation.slice(0, -1));
refuse("statement", "statement end", "a byte behind a revocation", "malformed", join(revocation, uint(0, 1)));
refuse("statement", "revocation signature", "a changed signature", "altered", changed(revocation, -1));
refuse(
	"statement",
	"revocation signature",
	"Ann's account, signed by Mallory",
	"altered",
	forgeRevocation(secret(mallory), { account: ann.account.publicKey }),
);
refuse(
	"statement",
	"revocation signature",
	"signed under the label of a card",
	"altered",
	forgeRevocation(secret(ann), { label: "Sotto/1 card" }),
);

const named = forgeNamedRevocation(secret(ann), revoker.secretKey);
refuse(
	"statement",
	"revocation signature",
	"a named key's signature passed off as the account's",
	"altered",
	join(revocation.slice(0, 35), named.slice(-64)),
);
refuse(
	"statement",
	"appointment",
	"a revoker that nobody named",
	"altered",
	forgeNamedRevocation(secret(ann), secret(mallory), { appointer: secret(mallory) }),
);
refuse(
	"statement",
	"appointment",
	"another key was named",
	"altered",
	forgeNamedRevocation(secret(ann), secret(mallory), { named: revoker.publicKey }),
);
refuse(
	"statement",
	"appointment",
	"named by another account",
	"altered",
	forgeNamedRevocation(secret(ben), revoker.secretKey, { account: ann.account.publicKey }),
);
refuse(
	"statement",
	"named revocation signature",
	"named, and signed by somebody else",
	"altered",
	forgeNamedRevocation(secret(ann), secret(mallory), { revoker: revoker.publicKey }),
);
refuse(
	"statement",
	"named revocation signature",
	"a changed signature of the named key",
	"altered",
	changed(named, -1),
);
refuse(
	"statement",
	"revoker is another key",
	"an account that names itself",
	"malformed",
	forgeNamedRevocation(secret(ann), secret(ann)),
);
refuse("statement", "statement end", "a byte behind a named revocation", "malformed", join(named, uint(0, 1)));
const appointed = forgeAppointment(secret(ann), revoker.publicKey);
refuse(
	"statement",
	"appointment signature",
	"an appointment by somebody else",
	"altered",
	forgeAppointment(secret(mallory), revoker.publicKey, ann.account.publicKey),
);
refuse("statement", "appointment signature", "another revoker in it", "altered", changed(appointed, 40));
refuse(
	"statement",
	"revoker is another key",
	"an account that names itself",
	"malformed",
	forgeAppointment(secret(ann), ann.account.publicKey),
);
refuse("statement", "statement end", "a byte behind an appointment", "malformed", join(appointed, uint(0, 1)));
refuse("statement", "lengths", "a cut appointment", "malformed", appointed.slice(0, -1));

const honest: MoveLies = {
	from: ann.account.publicKey,
	to: next.account.publicKey,
	recovery: recovery.publicKey,
	by: [next.account.secretKey, secret(ann), recovery.secretKey],
};
const move = (check: string, name: string, code: string, lies: Partial<MoveLies>) =>
	refuse("statement", check, name, code, forgeMove({ ...honest, ...lies }));
move("move: new account", "not signed by the new account", "altered", {
	by: [secret(mallory), secret(ann), recovery.secretKey],
});
move("move: new account", "to Ben's account, without Ben", "altered", { to: ben.account.publicKey });
move("move: old account", "not signed by the old account", "altered", {
	by: [next.account.secretKey, secret(mallory), recovery.secretKey],
});
move("move: recovery key", "not signed by the recovery key", "altered", {
	by: [next.account.secretKey, secret(ann), secret(mallory)],
});
move("move: order", "signatures of old account and recovery key exchanged", "altered", {
	by: [next.account.secretKey, recovery.secretKey, secret(ann)],
});
move("move: signers", "signed by nobody but the new account", "malformed", {
	signers: 0,
	recovery: null,
	by: [next.account.secretKey],
});
move("move: signers", "a signer of a later version", "malformed", { signers: 7, by: [...honest.by, secret(ben)] });
move("move: recovery key there", "a recovery key that does not sign", "malformed", {
	signers: 1,
	by: [next.account.secretKey, secret(ann)],
});
move("move: recovery key there", "no recovery key, and its signature", "malformed", { recovery: null });
move("move: distinct keys", "to the same account", "malformed", {
	to: ann.account.publicKey,
	by: [secret(ann), secret(ann), recovery.secretKey],
});
move("move: distinct keys", "the old account as its own recovery key", "malformed", {
	recovery: ann.account.publicKey,
	by: [next.account.secretKey, secret(ann), secret(ann)],
});
move("move: distinct keys", "the new account as recovery key", "malformed", {
	recovery: next.account.publicKey,
	by: [next.account.secretKey, secret(ann), next.account.secretKey],
});
move("move: keys", "signed for another new account", "altered", {
	covered: join(ann.account.publicKey, mallory.account.publicKey, recovery.publicKey),
});
refuse(
	"statement",
	"lengths",
	"a move without its last signature",
	"malformed",
	forgeMove({ ...honest, by: honest.by.slice(0, 2) }),
);
refuse("statement", "statement end", "a byte behind a move", "malformed", join(forgeMove(honest), uint(0, 1)));

refuse("notice", "notice: statement", "without a statement", "malformed", uint(0, 2));
refuse("notice", "notice: statement size", "a statement of 1,025 bytes", "too-large", join(uint(1025, 2), zeros(1025)));
refuse("notice", "lengths", "ends inside the statement", "malformed", join(uint(99, 2), revocation.slice(0, 50)));
refuse(
	"notice",
	"notice: card size",
	"a card of 24,577 bytes",
	"too-large",
	join(uint(99, 2), revocation, zeros(24_577)),
);
refuse("notice body", "lengths", "a text length past the end", "malformed", join(uint(9, 4), ascii("a")));
refuse(
	"notice body",
	"text",
	"text that is not UTF-8",
	"malformed",
	join(uint(1, 4), uint(0xff, 1), uint(99, 2), revocation),
);

const id = fixedRandom("an id")(16);
refuse("verification", "verification number", "message 6", "unsupported-version", join(uint(6, 1), id, zeros(32)));
refuse("verification", "verification number", "message 0", "unsupported-version", join(uint(0, 1), id));
refuse("verification", "lengths", "nothing", "malformed", zeros(0));
refuse("verification", "method", "method 3", "unsupported-version", join(uint(1, 1), id, uint(3, 1)));
refuse("verification", "method", "method 0", "unsupported-version", join(uint(1, 1), id, uint(0, 1)));
refuse(
	"verification",
	"scanned: card size",
	"a card of 24,577 bytes",
	"too-large",
	join(uint(5, 1), zeros(32 + 24_577)),
);
refuse("verification", "lengths", "a proof of 31 bytes", "malformed", join(uint(5, 1), zeros(31)));
refuse("verification", "outcome", "outcome 0", "malformed", join(uint(4, 1), id, uint(0, 1)));
refuse("verification", "outcome", "outcome 4", "malformed", join(uint(4, 1), id, uint(4, 1)));
refuse("verification", "lengths", "a commitment of 31 bytes", "malformed", join(uint(2, 1), id, zeros(31)));
refuse("verification", "verification end", "a nonce of 33 bytes", "malformed", join(uint(3, 1), id, zeros(33)));
refuse(
	"verification",
	"verification end",
	"a byte behind the start",
	"malformed",
	join(uint(1, 1), id, uint(1, 1), uint(0, 1)),
);

const code = { ends: now + 600_000, secret: fixedRandom("a secret")(16), fingerprint: ann.fingerprint };
const contactCode = (check: string, name: string, error: string, bytes: Uint8Array) =>
	refuse("code", check, name, error, bytes);
contactCode("code version", "version 2", "unsupported-version", forgeContactCode({ ...code, version: 2 }));
contactCode("code suite", "suite 2", "unsupported-suite", forgeContactCode({ ...code, suite: 2 }));
contactCode("code flags", "a flag of a later version", "unsupported-version", forgeContactCode({ ...code, flags: 4 }));
contactCode("lengths", "cut", "malformed", forgeContactCode(code).slice(0, -1));
contactCode("code end", "a byte behind it", "malformed", join(forgeContactCode(code), uint(0, 1)));
contactCode(
	"code card",
	"a card that is announced and not there",
	"malformed",
	forgeContactCode({ ...code, flags: 2 }),
);
contactCode("code has ended", "ended just now", "prekey-expired", forgeContactCode({ ...code, ends: now }));
contactCode(
	"code has ended",
	"ends in 2 days and a moment",
	"prekey-expired",
	forgeContactCode({ ...code, ends: now + 2 * day + 1 }),
);
contactCode(
	"code: whose card",
	"Ann's code with Mallory's card",
	"altered",
	forgeContactCode({ ...code, card: mallory.card }),
);
contactCode(
	"code: card opens",
	"a card with a changed signature",
	"malformed",
	forgeContactCode({ ...code, card: changed(ann.card, -1) }),
);
contactCode("code size", "24,666 bytes", "too-large", join(forgeContactCode(code), zeros(24_666 - 57)));

const qr = (check: string, name: string, error: string, bytes: Uint8Array) => refuse("qr", check, name, error, bytes);
qr("QR magic", "something else's QR code", "malformed", ascii("https://chat.example/"));
qr("QR magic", "shorter than the magic", "malformed", ascii("SOT"));
qr("QR kind", "a message", "malformed", join(ascii("SOTTO"), uint(1, 1), zeros(99)));
qr("QR kind", "a proof", "malformed", join(ascii("SOTTO"), uint(3, 1), zeros(99)));
qr("QR kind", "a kind of a later version", "unsupported-version", join(ascii("SOTTO"), uint(6, 1), zeros(99)));
qr("carried: something", "nothing behind the kind", "malformed", join(ascii("SOTTO"), uint(2, 1)));
qr("carried: size", "a card of 24,577 bytes", "too-large", join(ascii("SOTTO"), uint(2, 1), zeros(24_577)));

const text = (check: string, name: string, error: string, value: string) =>
	refused.push({ input: "text", check, name, code: error, text: value });
const link = carried[3]?.link ?? "";
const armor = link.slice("web+sotto:".length);
text("text: nothing besides", "words in front", "malformed", `Scan this: ${link}`);
text("text: nothing besides", "words behind", "malformed", `${link} and hello`);
text("text: nothing besides", "a space inside", "malformed", `${link.slice(0, 60)} ${link.slice(60)}`);
text("text: nothing besides", "another scheme", "malformed", `https://chat.example/#${armor}`);
text("text: nothing besides", "an empty file", "malformed", "\n");
text("text: nothing besides", "two codes", "malformed", armor + armor);
text("text: nothing besides", "letters in front of the armor", "malformed", `abc${armor}`);
text("armor end", "cut", "truncated", armor.slice(0, -20));
text(
	"armor checksum",
	"another character",
	"damaged",
	armor.slice(0, 50) + (armor[50] === "a" ? "b" : "a") + armor.slice(51),
);
text(
	"text: kind",
	"a message",
	"malformed",
	protocol.encodeArmor({ kind: 1, bytes: zeros(99), messageId: js.hash(zeros(99)), maxChars: null }).join(""),
);
text(
	"text: message id",
	"an armor under another id",
	"malformed",
	protocol.encodeArmor({ kind: 5, bytes: smallCode, messageId: zeros(8), maxChars: null }).join(""),
);
text(
	"text: one part",
	"the first of two parts",
	"part-missing",
	protocol.encodeArmor({ kind: 5, bytes: smallCode, messageId: js.hash(smallCode), maxChars: 100 })[0] ?? "",
);
text("text size", "35,001 characters", "too-large", `a*${35_001}`);

writeFileSync(
	path(import.meta.dirname, "trust.json"),
	`${JSON.stringify(
		{
			about:
				"Sotto/1, docs/protocol.md: comparing codes, statements, contact codes. People as in positive.json. Bytes: hex, long ones base64.",
			now,
			keys: {
				recovery: hex(recovery.secretKey),
				recoveryCode: protocol.encodeRecoveryCode(js, recovery),
				recoveryPublic: hex(recovery.publicKey),
				recoveryHash: hex(protocol.recoveryHash(js, recovery.publicKey)),
				nextAccount: hex(next.account.secretKey),
				nextAccountPublic: hex(next.account.publicKey),
				revoker: hex(revoker.secretKey),
				revokerPublic: hex(revoker.publicKey),
				appointment: hex(appointment.signature),
			},
			sas,
			statements,
			codes,
			carried,
			refused,
		},
		null,
		"\t",
	)}\n`,
);
