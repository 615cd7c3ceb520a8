/** Two devices that never meet a carrier: states to try, without envelopes where thousands of numbers are needed. */
import * as protocol from "../../../src/protocol/index.ts";
import { sendingKeys } from "../../../src/protocol/ratchet.ts";
import { codeOf, fixedRandom, type Person, readerOf, textPayload } from "../fixed.ts";
import { quick } from "./people.ts";

export interface PairOptions {
	readonly suite?: protocol.Suite;
	readonly random?: protocol.Random;
}

export class Talker {
	readonly who: Person;
	session: protocol.Session | null = null;
	readonly suite: protocol.Suite;
	readonly random: protocol.Random;

	constructor(who: Person, { suite = quick, random = fixedRandom("pair") }: PairOptions = {}) {
		this.who = who;
		this.suite = suite;
		this.random = random;
	}

	/** As from another profile with the same state. */
	copy(): Talker {
		const copied = new Talker(this.who, { suite: this.suite, random: this.random });
		copied.session = this.session && protocol.decodeSession(protocol.encodeSession(this.session));
		return copied;
	}

	async begin(text: string, to: protocol.RecipientDevice): Promise<protocol.Bytes> {
		return this.send(text, [to], []);
	}

	async say(text: string): Promise<protocol.Bytes> {
		if (!this.session) throw new Error("no session");
		return this.send(text, [], [this.session]);
	}

	/** The text. */
	async hear(envelope: protocol.Bytes, more: Partial<protocol.EnvelopeReader> = {}): Promise<string> {
		const opened = await this.open(envelope, more);
		this.session = protocol.decodeSession(protocol.encodeSession(opened.session));
		return protocol.decodeBody(opened.payload).text;
	}

	open(envelope: protocol.Bytes, more: Partial<protocol.EnvelopeReader> = {}): Promise<protocol.OpenedEnvelope> {
		const sessions = protocol.createSessionIndex(this.suite, this.session ? [this.session] : []);
		return protocol.openEnvelope(this.suite, envelope, readerOf(this.who, { sessions, random: this.random, ...more }));
	}

	/** The code of the refusal, or "opened". */
	refusal(envelope: protocol.Bytes, more: Partial<protocol.EnvelopeReader> = {}): Promise<string> {
		return codeOf(() => this.hear(envelope, more));
	}

	/** Messages that were written and never left. */
	loseMessages(count: number): void {
		if (!this.session) throw new Error("no session");
		let { ratchet } = this.session;
		for (let lost = 0; lost < count; lost++) ratchet = sendingKeys(this.suite, ratchet).ratchet;
		this.session = { ...this.session, ratchet };
	}

	private async send(
		text: string,
		start: readonly protocol.RecipientDevice[],
		sessions: readonly protocol.Session[],
	): Promise<protocol.Bytes> {
		const input = { author: this.who.author, start, sessions, payload: textPayload(text) };
		const sealed = await protocol.sealEnvelope(this.suite, input, this.random);
		this.session = sealed.started[0] ?? sealed.continued[0] ?? this.session;
		return sealed.envelope;
	}
}

/** Both have confirmed; nothing waits. */
export async function confirmedPair(
	[a, b]: readonly [Person, Person],
	to: protocol.RecipientDevice,
	options: PairOptions = {},
): Promise<{ a: Talker; b: Talker }> {
	const pair = { a: new Talker(a, options), b: new Talker(b, options) };
	await pair.b.hear(await pair.a.begin("begin", to));
	await pair.a.hear(await pair.b.say("answer"));
	await pair.b.hear(await pair.a.say("confirmed"));
	return pair;
}
