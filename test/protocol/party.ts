/** A device of somebody, with its sessions in memory: what the background does around the protocol, without a vault. */
import * as protocol from "../../src/protocol/index.ts";
import { encodePayload } from "../../src/protocol/payload.ts";
import { fixedRandom, hex, js, type Person, readerOf, recipients, textPayload } from "./fixed.ts";

type Bytes = Uint8Array;

export interface Said {
	readonly envelope: Bytes;
	readonly digest: Bytes;
	readonly contentKey: Bytes;
}

export interface Read {
	readonly author: Bytes;
	readonly plaintext: Bytes;
	readonly contentKey: Bytes;
	/** Whoever has a prekey of the reader's could open it again. */
	readonly prekey: boolean;
}

/** What both implementations can do in a conversation. */
export interface Talker {
	/** `start`: begins a session with each; `to`: goes on with the newest session with each. */
	say(text: string, to: { readonly start?: readonly Person[]; readonly to?: readonly Person[] }): Promise<Said>;
	read(envelope: Bytes): Promise<Read>;
}

export class Party implements Talker {
	readonly who: Person;
	readonly suite: protocol.Suite;
	readonly sessions: protocol.SessionIndex;
	/** The newest session with each person, by fingerprint. */
	readonly newest = new Map<string, Bytes>();
	readonly tombstones = new Set<string>();
	private readonly random: protocol.Random;

	constructor(who: Person, randomness: string, suite: protocol.Suite = js) {
		this.who = who;
		this.suite = suite;
		this.sessions = protocol.createSessionIndex(suite);
		this.random = fixedRandom(randomness);
	}

	with(one: Person): protocol.Session {
		const session = this.sessions.get(this.newest.get(hex(one.fingerprint)) ?? new Uint8Array());
		if (!session) throw new Error("no session");
		return session;
	}

	async say(text: string, { start = [], to = [] }: { start?: readonly Person[]; to?: readonly Person[] }) {
		const sealed = await protocol.sealEnvelope(
			this.suite,
			{
				author: this.who.author,
				start: await recipients(start, this.suite),
				sessions: to.map((one) => this.with(one)),
				payload: textPayload(text),
			},
			this.random,
		);
		for (const session of sealed.started) this.newest.set(hex(session.peer.fingerprint), session.id);
		for (const session of [...sealed.started, ...sealed.continued]) this.keep(session);
		return sealed;
	}

	async open(envelope: Bytes, more: Partial<protocol.EnvelopeReader> = {}): Promise<protocol.OpenedEnvelope> {
		const isTombstone = (origin: Bytes) => this.tombstones.has(hex(origin));
		const { sessions, random } = this;
		const reader = readerOf(this.who, { sessions, random, isTombstone, ...more });
		const opened = await protocol.openEnvelope(this.suite, envelope, reader);
		if (opened.started) this.newest.set(hex(opened.author.fingerprint), opened.session.id);
		this.keep(opened.session);
		return opened;
	}

	async read(envelope: Bytes): Promise<Read> {
		const { author, payload, contentKey, prekeyId } = await this.open(envelope);
		const prekey = prekeyId === this.who.prekey.id;
		return { author: author.fingerprint, plaintext: encodePayload(payload), contentKey, prekey };
	}

	async text(envelope: Bytes, more: Partial<protocol.EnvelopeReader> = {}): Promise<string> {
		return protocol.decodeBody((await this.open(envelope, more)).payload).text;
	}

	/** Deletes a session as the background does: its start must never work again. */
	forget(session: protocol.Session): void {
		this.sessions.delete(session.id);
		this.tombstones.add(hex(session.id));
	}

	/** Through its stored form: a field the codec loses would be missed here. */
	private keep(session: protocol.Session): void {
		this.sessions.set(protocol.decodeSession(protocol.encodeSession(session)));
	}
}
