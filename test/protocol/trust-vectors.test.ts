/** The frozen vectors of comparing, statements and contact codes: made alike by two implementations, and refused by the named check. */
import { readFileSync } from "node:fs";
import { sha512 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import trust from "../vectors/trust.json";
import { base64, codeOf, fixedRandom, fromBase64, fromHex, hex, js, now, person, suites } from "./fixed.ts";
import {
	forgeAppointment,
	forgeCode,
	forgeCommitment,
	forgeContactCode,
	forgeContext,
	forgeDigits,
	forgeMove,
	forgeNamedRevocation,
	forgeNumbers,
	forgePictures,
	forgeRecoveryCode,
	forgeRecoveryHash,
	forgeRevocation,
	forgeScanProof,
} from "./forge-trust.ts";

const [ann, ben] = [await person("Ann"), await person("Ben")];
const people = { Ann: ann, Ben: ben };
const end = (one: typeof ann): protocol.SasEnd => ({
	fingerprint: one.fingerprint,
	devicePublicKey: one.device.deviceKey.publicKey,
});
const keyPair = (secret: string, publicKey: string) => ({ secretKey: fromHex(secret), publicKey: fromHex(publicKey) });
const { keys } = trust;
const recovery = keyPair(keys.recovery, keys.recoveryPublic);
const next = keyPair(keys.nextAccount, keys.nextAccountPublic);
const revoker = keyPair(keys.revoker, keys.revokerPublic);

describe.each(trust.sas)("comparing, method $method", (frozen) => {
	const [initiatorNonce, responderNonce] = frozen.nonces.map(fromHex) as [Uint8Array, Uint8Array];
	const [initiator, responder] = [people.Ann, people.Ben].map(end) as [protocol.SasEnd, protocol.SasEnd];
	const input = { transcript: fromHex(frozen.transcript), id: fromHex(frozen.id) };

	it.each(suites)("%s makes the frozen code", (_, suite) => {
		const method = frozen.method as protocol.SasMethod;
		const context = protocol.sasContext(suite, { initiator, responder, ...input, method });
		expect(hex(context)).toBe(frozen.context);
		expect(hex(protocol.sasCommitment(suite, context, responderNonce))).toBe(frozen.commitment);
		const code = protocol.sasCode(suite, context, initiatorNonce, responderNonce);
		expect(hex(code)).toBe(frozen.code);
		expect(protocol.sasPictures(code)).toEqual(frozen.pictures);
		expect(protocol.sasNumbers(code)).toEqual(frozen.numbers);
	});

	it("the second implementation makes the same", () => {
		const context = forgeContext({
			af: [initiator.fingerprint, responder.fingerprint],
			d: [initiator.devicePublicKey, responder.devicePublicKey],
			h2: input.transcript,
			id: input.id,
			method: frozen.method,
		});
		expect(hex(context)).toBe(frozen.context);
		expect(hex(forgeCommitment(context, responderNonce))).toBe(frozen.commitment);
		const code = forgeCode(context, initiatorNonce, responderNonce);
		expect(code.toString(16).padStart(12, "0")).toBe(frozen.code);
		expect(forgePictures(code)).toEqual(frozen.pictures);
		expect(forgeNumbers(code)).toEqual(frozen.numbers);
	});

	it("its messages have the frozen bodies, and come back from them", () => {
		const kinds = ["start", "commit", "reveal", "reveal", "result", "result", "result"];
		const messages = frozen.bodies.map((body) => protocol.decodeVerification({ kind: 3, body: fromHex(body) }));
		expect(messages.map(({ kind }) => kind)).toEqual(kinds);
		expect(messages.map((message) => hex(protocol.encodeVerification(message)))).toEqual(frozen.bodies);
		for (const body of frozen.bodies) {
			expect(() => protocol.decodeVerification({ kind: 1, body: fromHex(body) })).toThrow("unsupported-version");
		}
		const id = frozen.id;
		const method = frozen.method.toString(16).padStart(2, "0");
		expect(frozen.bodies).toEqual([
			`01${id}${method}`,
			`02${id}${frozen.commitment}`,
			`03${id}${frozen.nonces[0]}`,
			`03${id}${frozen.nonces[1]}`,
			`04${id}01`,
			`04${id}02`,
			`04${id}03`,
		]);
	});
});

it("the document has these bytes, and a picture for each number", () => {
	const text = readFileSync("docs/protocol.md", "utf8");
	const section = text.slice(text.indexOf("\n## Comparing a code\n"), text.indexOf("\n## Contact codes\n"));
	const [frozen] = trust.sas;
	if (!frozen) throw new Error("no vectors");
	const { transcript, id, nonces, context, commitment, code, pictures } = frozen;
	for (const number of [transcript, id, ...nonces, context, commitment, code]) expect(section).toContain(number);
	const names = new Map([...section.matchAll(/\| (\d+) ([a-z ]+?) (?=\|)/g)].map((one) => [Number(one[1]), one[2]]));
	expect([...names.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, index) => index));
	expect(new Set(names.values()).size).toBe(64);
	expect(section).toContain(`${pictures.join(" ")}: ${pictures.map((one) => names.get(one)).join(", ")}`);
});

describe.each(suites)("statements, %s", (_, suite) => {
	const appointment = { accountPublicKey: ann.account.publicKey, revoker: revoker.publicKey };

	it("are made as frozen", async () => {
		const named = await protocol.appointRevoker(suite, ann.account, revoker.publicKey);
		expect(named).toEqual({ ...appointment, signature: fromHex(keys.appointment) });
		const from = ann.account.publicKey;
		const move = (old: boolean, byRecovery: boolean) =>
			protocol.moveAccount(suite, {
				from,
				to: next,
				old: old ? ann.account : null,
				recovery: byRecovery ? recovery : null,
			});
		const made = [
			await protocol.revokeAccount(suite, ann.account),
			await protocol.revokeAsNamed(suite, revoker, named),
			await move(true, true),
			await move(true, false),
			await move(false, true),
			protocol.encodeAppointment(suite, named),
		];
		expect(made.map(hex)).toEqual(trust.statements.map(({ bytes }) => bytes));
	});

	it("open and say what they say", async () => {
		const opened = await Promise.all(
			trust.statements.map(({ bytes }) => protocol.openStatement(suite, fromHex(bytes))),
		);
		const { fingerprint } = ann;
		const accountPublicKey = ann.account.publicKey;
		const to = { to: next.publicKey, toFingerprint: protocol.accountFingerprint(suite, next.publicKey) };
		const move = { kind: "move", from: accountPublicKey, fromFingerprint: fingerprint, ...to };
		expect(opened).toEqual([
			{ kind: "revocation", accountPublicKey, fingerprint, revoker: null },
			{ kind: "revocation", accountPublicKey, fingerprint, revoker: revoker.publicKey },
			{ ...move, signedByOld: true, recoveryKey: recovery.publicKey },
			{ ...move, signedByOld: true, recoveryKey: null },
			{ ...move, signedByOld: false, recoveryKey: recovery.publicKey },
			{ kind: "appointment", ...appointment, signature: fromHex(keys.appointment) },
		]);
	});

	it("know their recovery key by its hash", () => {
		expect(hex(protocol.recoveryHash(suite, recovery.publicKey))).toBe(keys.recoveryHash);
		expect(hex(forgeRecoveryHash(recovery.publicKey))).toBe(keys.recoveryHash);
		expect(protocol.isRecoveryKey(suite, recovery.publicKey, fromHex(keys.recoveryHash))).toBe(true);
		expect(protocol.isRecoveryKey(suite, revoker.publicKey, fromHex(keys.recoveryHash))).toBe(false);
	});

	it("find the recovery key in a kit, however it was copied", async () => {
		const frozen = keys.recoveryCode;
		expect(protocol.encodeRecoveryCode(suite, recovery)).toBe(frozen);
		expect(forgeRecoveryCode(recovery.secretKey)).toBe(frozen);
		expect(frozen).toMatch(/^([0-9A-Z]{5} ){11}[0-9A-Z]{5}$/);
		const lines = frozen.replace(/(.{35}) /, "$1\r\n");
		const hand = frozen.toLowerCase().replaceAll(" ", "-").replaceAll("0", "o").replaceAll("1", "l");
		const kit = `Keep these words apart ${lines}\n\n${trust.carried[2]?.file}`;
		for (const text of [frozen, lines, hand, kit]) {
			expect(await protocol.findRecoveryKey(suite, text)).toEqual(recovery);
		}
		const wrong = [...frozen].map((one, at) =>
			one === " " ? "" : frozen.slice(0, at) + (one === "7" ? "8" : "7") + frozen.slice(at + 1),
		);
		for (const text of [...wrong.filter((one) => one !== ""), frozen.slice(6), frozen.replaceAll(" ", ""), ""]) {
			if (text === frozen) continue;
			expect(await protocol.findRecoveryKey(suite, text), text).toBeNull();
		}
	});
});

it("the second implementation makes the same statements", () => {
	const [from, to] = [ann.account.publicKey, next.publicKey];
	const forged = [
		forgeRevocation(ann.account.secretKey),
		forgeNamedRevocation(ann.account.secretKey, revoker.secretKey),
		forgeMove({
			from,
			to,
			recovery: recovery.publicKey,
			by: [next, ann.account, recovery].map((one) => one.secretKey),
		}),
		forgeMove({ from, to, signers: 1, by: [next.secretKey, ann.account.secretKey] }),
		forgeMove({ from, to, signers: 2, recovery: recovery.publicKey, by: [next.secretKey, recovery.secretKey] }),
		forgeAppointment(ann.account.secretKey, revoker.publicKey),
	];
	expect(forged.map(hex)).toEqual(trust.statements.map(({ bytes }) => bytes));
});

it("what cannot be meant is not signed", async () => {
	const named = await protocol.appointRevoker(js, ann.account, revoker.publicKey);
	await expect(protocol.appointRevoker(js, ann.account, ann.account.publicKey)).rejects.toThrow(RangeError);
	await expect(protocol.revokeAsNamed(js, recovery, named)).rejects.toThrow(RangeError);
	const move = { from: ann.account.publicKey, to: next, old: ann.account, recovery };
	await expect(protocol.moveAccount(js, { ...move, old: ben.account })).rejects.toThrow(RangeError);
	await expect(protocol.moveAccount(js, { ...move, old: null, recovery: null })).rejects.toThrow(RangeError);
	await expect(protocol.moveAccount(js, { ...move, to: ann.account })).rejects.toThrow(RangeError);
	await expect(protocol.moveAccount(js, { ...move, recovery: next })).rejects.toThrow(RangeError);
});

describe.each(trust.codes)("contact code: $random", (frozen) => {
	const scan = { shower: ann.fingerprint, scanner: ben.fingerprint };
	const reader = frozen.reader === null ? null : ben.fingerprint;

	it.each(suites)("%s makes and opens it", async (_, suite) => {
		const made = protocol.createContactCode(
			suite,
			{ fingerprint: ann.fingerprint, reader, card: frozen.card ? ann.card : null, endsAt: now + 600_000 },
			fixedRandom(frozen.random),
		);
		expect([base64(made.code), hex(made.secret)]).toEqual([frozen.code, frozen.secret]);
		const opened = await protocol.openContactCode(suite, fromBase64(frozen.code), now);
		expect({ ...opened, card: opened.card && base64(opened.card.bytes) }).toEqual({
			endsAt: now + 600_000,
			secret: fromHex(frozen.secret),
			fingerprint: ann.fingerprint,
			reader,
			card: frozen.card ? base64(ann.card) : null,
		});
		expect(opened.card?.opened.name).toBe(frozen.card ? "Ann" : undefined);
		expect(hex(protocol.scanProof(suite, made.secret, scan))).toBe(frozen.proof);
		expect(protocol.decodeVerification({ kind: 3, body: fromHex(frozen.body) })).toEqual({
			kind: "scanned",
			proof: fromHex(frozen.proof),
			card: null,
		});
		const withCard = protocol.encodeVerification({ kind: "scanned", proof: fromHex(frozen.proof), card: ben.card });
		expect(hex(withCard)).toBe(frozen.body + hex(ben.card));
		expect(protocol.decodeVerification({ kind: 3, body: withCard })).toMatchObject({ card: ben.card });
	});

	it("the second implementation makes the same", () => {
		const { fingerprint } = ann;
		const secret = fromHex(frozen.secret);
		const forged = forgeContactCode({
			ends: now + 600_000,
			secret,
			fingerprint,
			...(reader === null ? {} : { reader }),
			...(frozen.card ? { card: ann.card } : {}),
		});
		expect(base64(forged)).toBe(frozen.code);
		expect(hex(forgeScanProof(secret, fingerprint, ben.fingerprint))).toBe(frozen.proof);
		expect(frozen.body).toBe(`05${frozen.proof}`);
	});

	it("its proof is of this secret and these accounts, the right way round", () => {
		const secret = fromHex(frozen.secret);
		const proof = fromHex(frozen.proof);
		expect(protocol.isScanProof(js, secret, scan, proof)).toBe(true);
		const other = new Uint8Array(32).fill(9);
		const { shower, scanner } = scan;
		for (const [otherSecret, otherScan] of [
			[new Uint8Array(16), scan],
			[secret, { shower: scanner, scanner: shower }],
			[secret, { shower: other, scanner }],
			[secret, { shower, scanner: other }],
		] as const) {
			expect(protocol.isScanProof(js, otherSecret, otherScan, proof)).toBe(false);
		}
	});
});

describe.each(trust.carried)("carried: $what", (frozen) => {
	const carried = { kind: frozen.kind as protocol.CarriedKind, bytes: fromBase64(frozen.bytes) };

	it("has one QR code, one link and one file", () => {
		expect(base64(protocol.encodeQr(carried))).toBe(frozen.qr);
		expect(protocol.encodeLink(carried)).toBe(frozen.link);
		expect(protocol.encodeFile(carried)).toBe(frozen.file);
		expect(protocol.decodeQr(fromBase64(frozen.qr))).toEqual(carried);
		for (const text of [frozen.link, frozen.file, `\r\n\t ${frozen.link} \n`]) {
			expect(protocol.decodeLinkOrFile(text)).toEqual(carried);
		}
	});
});

it("the longest there can be goes into a link, and nothing longer", () => {
	for (const [kind, length] of [
		[2, 24_576],
		[4, 2 + 1_024 + 24_576],
		[5, 24_665],
	] as const) {
		const bytes = Uint8Array.from({ length }, (_, at) => 255 - (at % 251));
		for (const back of [
			protocol.decodeLinkOrFile(protocol.encodeLink({ kind, bytes })),
			protocol.decodeQr(protocol.encodeQr({ kind, bytes })),
		]) {
			expect([back.kind, base64(back.bytes)]).toEqual([kind, base64(bytes)]);
		}
		const longer = { kind, bytes: Uint8Array.from([...bytes, 0]) };
		for (const encode of [protocol.encodeLink, protocol.encodeFile, protocol.encodeQr]) {
			expect(() => encode(longer)).toThrow("too-large");
		}
	}
}, 30_000);

it("a notice comes back with its card, alone and behind a text", () => {
	const statement = fromHex(trust.statements[2]?.bytes ?? "");
	for (const card of [null, ben.card]) {
		expect(protocol.decodeNotice(protocol.encodeNotice({ statement, card }))).toEqual({ statement, card });
		const body = protocol.encodeNoticeBody("I have moved", { statement, card });
		expect(protocol.decodeNoticeBody({ kind: 4, body })).toEqual({ text: "I have moved", statement, card });
		expect(() => protocol.decodeNoticeBody({ kind: 2, body })).toThrow("unsupported-version");
	}
	expect(() => protocol.encodeNotice({ statement: new Uint8Array(1025), card: null })).toThrow("too-large");
});

describe("refused", () => {
	interface Case {
		readonly input: string;
		readonly name: string;
		readonly code: string;
		readonly bytes?: string;
		readonly append?: number;
		readonly text?: string;
	}
	const openers: Record<string, (bytes: Uint8Array, suite: protocol.Suite) => unknown> = {
		statement: (bytes, suite) => protocol.openStatement(suite, bytes),
		notice: (bytes) => protocol.decodeNotice(bytes),
		"notice body": (body) => protocol.decodeNoticeBody({ kind: 4, body }),
		verification: (body) => protocol.decodeVerification({ kind: 3, body }),
		code: (bytes, suite) => protocol.openContactCode(suite, bytes, now),
		qr: (bytes) => protocol.decodeQr(bytes),
	};
	const wordy = (text: string) => text.replace(/^a\*(\d+)$/, (_, count: string) => "a".repeat(Number(count)));

	const cases = (trust.refused as readonly Case[]).map((one) => [one.input, one.name, one] as const);
	it.each(cases)("%s: %s", async (_input, _name, one) => {
		for (const [, suite] of suites) {
			const bytes = Uint8Array.from([...fromHex(one.bytes ?? ""), ...new Uint8Array(one.append ?? 0)]);
			const open = () =>
				one.text === undefined ? openers[one.input]?.(bytes, suite) : protocol.decodeLinkOrFile(wordy(one.text));
			expect(await codeOf(open)).toBe(one.code);
		}
	});
});

describe("the safety number", () => {
	const key = (name: string) => fixedRandom(name)(32);

	it("is the same from both sides, for a pair of accounts, and as the second implementation has it", () => {
		for (const [a, b] of [
			[key("one"), key("two")],
			[ann.account.publicKey, ben.account.publicKey],
		] as const) {
			const number = protocol.safetyNumber(a, b);
			expect(number).toMatch(/^\d{60}$/);
			expect(protocol.safetyNumber(b, a)).toBe(number);
			expect(number).toBe([forgeDigits(a, sha512), forgeDigits(b, sha512)].toSorted().join(""));
		}
	}, 30_000);

	it("changes in its own half when one key changes in one bit", () => {
		const [a, b] = [key("one"), key("two")];
		const before = protocol.safetyNumber(a, b);
		const changed = b.slice();
		changed[31] = (changed[31] ?? 0) ^ 1;
		const halves = (number: string) => [number.slice(0, 30), number.slice(30)];
		const shared = halves(before).filter((half) => halves(protocol.safetyNumber(a, changed)).includes(half));
		expect(shared).toEqual([forgeDigits(a, sha512)]);
	}, 30_000);
});
