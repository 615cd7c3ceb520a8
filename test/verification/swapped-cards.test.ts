/**
 * A transport that swaps cards, with real sessions: Ann and Ben each took Mallory's card for the other's, and she passes on what they say,
 * opening and sealing it anew. Each way of making sure finds her; without her each says that all is well.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import {
	createContactCode,
	decodeVerification,
	encodeVerification,
	openContactCode,
	type Session,
	safetyNumber,
	scanProof,
	sealEnvelope,
} from "../../src/protocol/index.ts";
import { nothingYet, type SessionEnds, type Verification } from "../../src/verification/attempt.ts";
import { scanned, show } from "../../src/verification/shown-codes.ts";
import { type Event, step } from "../../src/verification/step.ts";
import { viewOf } from "../../src/verification/view.ts";
import { fixedRandom, hex, js, now, type Person, person, textPayload } from "../protocol/fixed.ts";
import { Party } from "../protocol/party.ts";

const [ann, ben] = [await person("Ann"), await person("Ben")];
/** She calls herself as she likes. */
const [asBen, asAnn] = [await person("Mallory as Ben"), await person("Mallory as Ann")];

const endOf = (one: Person) => ({ fingerprint: one.fingerprint, devicePublicKey: one.device.deviceKey.publicKey });

/** One device that talks with one other, and compares. */
class Device {
	readonly party: Party;
	state: Verification = nothingYet;
	private readonly other: Person;
	private readonly random: (length: number) => Uint8Array;

	constructor(who: Person, other: Person, name: string) {
		this.party = new Party(who, `${name} talks`);
		this.other = other;
		this.random = fixedRandom(`${name} draws`);
	}

	get session(): Session {
		return this.party.with(this.other);
	}

	ends(): SessionEnds {
		const { id, transcript, confirmed, prekeyId, peer } = this.session;
		const begunThere = prekeyId !== null;
		return { id: bytesToHex(id), confirmed, begunThere, transcript, own: endOf(this.party.who), peer };
	}

	do(event: Event) {
		const after = step(this.state, event, { suite: js, random: this.random, now });
		this.state = after.state;
		return after.effects;
	}

	/** Seals what is to be sent. */
	async send(): Promise<Uint8Array> {
		const view = viewOf(this.state, js, now);
		if (view.kind !== "to-send") throw new Error(view.kind);
		const envelope = await this.seal(view.body);
		this.do({ kind: "sent", body: view.body });
		return envelope;
	}

	async seal(body: Uint8Array): Promise<Uint8Array> {
		const payload = { ...textPayload(""), kind: 3, body };
		const input = { author: this.party.who.author, start: [], sessions: [this.session], payload };
		const sealed = await sealEnvelope(js, input, this.random);
		for (const session of sealed.continued) this.party.sessions.set(session);
		return sealed.envelope;
	}

	async receive(envelope: Uint8Array) {
		const { payload } = await this.party.open(envelope);
		return this.do({
			kind: "received",
			message: decodeVerification(payload),
			session: this.ends(),
			sentAt: payload.sentAt,
		});
	}

	/** The same bytes, told on to somebody else. */
	async body(envelope: Uint8Array): Promise<Uint8Array> {
		return (await this.party.open(envelope)).payload.body;
	}

	code(): string {
		const view = viewOf(this.state, js, now);
		return view.kind === "compare" && view.code.method === "pictures" ? view.code.pictures.join(" ") : view.kind;
	}
}

/** With a confirmed session at both ends. */
async function talking(one: Person, other: Person, name: string): Promise<readonly [Device, Device]> {
	const [a, b] = [new Device(one, other, `${name} a`), new Device(other, one, `${name} b`)];
	await b.party.open((await a.party.say("Hello", { start: [other] })).envelope);
	await a.party.open((await b.party.say("Hello yourself", { to: [one] })).envelope);
	await b.party.open((await a.party.say("Well", { to: [other] })).envelope);
	return [a, b];
}

describe("nobody in between", () => {
	test("the codes are the same, in sessions as they are", async () => {
		const [a, b] = await talking(ann, ben, "honest");
		a.do({ kind: "begin", method: 1, session: a.ends() });
		await b.receive(await a.send());
		b.do({ kind: "agree" });
		await a.receive(await b.send());
		await b.receive(await a.send());
		await a.receive(await b.send());
		expect(a.code()).toMatch(/^\d+( \d+){6}$/);
		expect(b.code()).toBe(a.code());
	});

	test("one scan makes sure of both", async () => {
		const [a, b] = await talking(ann, ben, "scan");
		const made = createContactCode(
			js,
			{ fingerprint: ann.fingerprint, reader: b.party.who.fingerprint, card: null, endsAt: now + 1 },
			fixedRandom("shown"),
		);
		const code = await openContactCode(js, made.code, now);
		expect([hex(code.fingerprint), hex(code.reader ?? new Uint8Array())]).toEqual([
			hex(b.session.peer.fingerprint),
			hex(ben.fingerprint),
		]);
		const proof = scanProof(js, code.secret, { shower: code.fingerprint, scanner: ben.fingerprint });
		const heard = decodeVerification(
			(await a.party.open(await b.seal(encodeVerification({ kind: "scanned", proof, card: null })))).payload,
		);
		const shown = show([], { way: "screen", secret: made.secret, endsAt: now + 1, reader: hex(ben.fingerprint) }, now);
		const scan = { shower: ann.fingerprint, scanner: a.session.peer.fingerprint };
		expect(heard.kind === "scanned" && scanned(js, shown, scan, heard.proof, now).kind).toBe("verified");
	});
});

describe("Mallory's cards in place of theirs", () => {
	test("the codes differ, though she passes on every word", async () => {
		const [a, toAnn] = await talking(ann, asBen, "swapped Ann");
		const [b, toBen] = await talking(ben, asAnn, "swapped Ben");
		/** Opens what one of them wrote, and seals it for the other. */
		const passedOn = async (from: Device, envelope: Uint8Array, to: Device) => to.seal(await from.body(envelope));
		a.do({ kind: "begin", method: 1, session: a.ends() });
		await b.receive(await passedOn(toAnn, await a.send(), toBen));
		b.do({ kind: "agree" });
		await a.receive(await passedOn(toBen, await b.send(), toAnn));
		await b.receive(await passedOn(toAnn, await a.send(), toBen));
		// Ben's nonce fits the commitment of his session and of no other.
		expect(await a.receive(await passedOn(toBen, await b.send(), toAnn))).toEqual([
			{ kind: "failed", why: "swapped", counts: true },
		]);
		expect(b.code()).toMatch(/^\d+( \d+){6}$/);
		expect(a.code()).toBe("idle");
	});

	test("the code on the screen is another account's", async () => {
		const [b] = await talking(ben, asAnn, "swapped scan");
		const made = createContactCode(
			js,
			{ fingerprint: ann.fingerprint, reader: asBen.fingerprint, card: null, endsAt: now + 1 },
			fixedRandom("shown"),
		);
		const code = await openContactCode(js, made.code, now);
		// Neither is who Ben talks with, nor who Ben is.
		expect(hex(code.fingerprint)).not.toBe(hex(b.session.peer.fingerprint));
		expect(hex(code.reader ?? new Uint8Array())).not.toBe(hex(ben.fingerprint));
	});

	test("the numbers differ", () => {
		expect(safetyNumber(ann.account.publicKey, asBen.account.publicKey)).not.toBe(
			safetyNumber(ben.account.publicKey, asAnn.account.publicKey),
		);
	}, 30_000);
});
