/** A device of the model: what its browser profile would hold, with the extension's own rule for which session to write with. */
import * as protocol from "../../../src/protocol/index.ts";
import { hear } from "../../../src/sessions/hearing.ts";
import { acceptNewStart, chooseSession, supersededBy } from "../../../src/sessions/session-choice.ts";
import type { SessionRecord } from "../../../src/sessions/session-record.ts";
import { hex, now, textPayload } from "../fixed.ts";
import type { DeviceIdentity } from "./people.ts";

/** How a message goes to one device. */
export interface Address {
	readonly session: string;
	readonly initial: boolean;
}

export interface Message {
	readonly envelope: protocol.Bytes;
	readonly digest: string;
	readonly author: ModelDevice;
	readonly text: string;
	readonly chat: number;
	/** By the name of the device. */
	readonly to: ReadonlyMap<string, Address>;
}

export class ModelDevice {
	readonly identity: DeviceIdentity;
	readonly name: string;
	readonly suite: protocol.Suite;
	readonly random: protocol.Random;
	sessions: protocol.SessionIndex;
	readonly records = new Map<string, SessionRecord>();
	readonly tombstones = new Set<string>();
	/** Starts by a device whose session was confirmed, before the user said yes. */
	readonly unanswered = new Set<string>();
	/** When a device was forgotten, by its key. */
	private readonly removed = new Map<string, number>();
	/** Content keys of the messages it read, by D. */
	readonly read = new Map<string, protocol.Bytes>();

	/** Milliseconds; `clock` is that of everybody in the world. */
	readonly clock: () => number;

	constructor(
		identity: DeviceIdentity,
		suite: protocol.Suite,
		random: protocol.Random,
		clock: () => number = () => now,
	) {
		this.clock = clock;
		this.identity = identity;
		this.name = identity.name;
		this.suite = suite;
		this.random = random;
		this.sessions = protocol.createSessionIndex(suite);
	}

	/** Every session with that device. */
	sessionsWith(other: DeviceIdentity): readonly SessionRecord[] {
		const key = hex(other.recipient.devicePublicKey);
		return [...this.records.values()].filter(({ session }) => hex(session.peer.devicePublicKey) === key);
	}

	choiceFor(other: DeviceIdentity, chat: number): SessionRecord | null {
		return chooseSession(this.sessionsWith(other), conversationOf(chat));
	}

	async write(text: string, chat: number, others: readonly DeviceIdentity[]): Promise<Message> {
		const chosen = others.map((other) => ({ other, record: this.choiceFor(other, chat) }));
		const known = chosen.flatMap(({ record }) => (record ? [record] : []));
		if (known.some(({ session }) => this.unanswered.has(hex(session.id)))) throw new Error("used without a yes");
		const fresh = chosen.flatMap(({ other, record }) => (record ? [] : [other]));
		const { author } = this;
		const sealed = await protocol.sealEnvelope(
			this.suite,
			{
				author,
				start: fresh.map(({ recipient }) => recipient),
				sessions: known.map(({ session }) => session),
				payload: textPayload(text, { conversation: new Uint8Array(16).fill(chat), sentAt: this.clock() }),
			},
			this.random,
		);
		const to = new Map<string, Address>();
		for (const [index, { session }] of known.entries()) {
			const after = sealed.continued[index];
			const other = chosen.find(({ record }) => record === known[index])?.other;
			if (!after || !other) throw new Error("a session for each that was given");
			to.set(other.name, { session: hex(session.id), initial: protocol.nextCarriesStart(session) });
			this.keep(after);
			const record = this.records.get(hex(session.id));
			for (const changed of record ? supersededBy(record, this.sessionsWith(other)) : []) this.put(changed);
		}
		for (const [index, other] of fresh.entries()) {
			const session = sealed.started[index];
			if (!session) throw new Error("a session for each that was started");
			to.set(other.name, { session: hex(session.id), initial: true });
			this.keep(session, { standing: "active", conversation: conversationOf(chat) });
		}
		return { envelope: sealed.envelope, digest: hex(sealed.digest), author: this, text, chat, to };
	}

	get author(): protocol.Author {
		return { accountPublicKey: this.identity.account.accountKey.publicKey, device: this.identity.keys };
	}

	/** What `openEnvelope` is given. */
	reader(): protocol.EnvelopeReader {
		const { account, keys, prekey } = this.identity;
		return {
			own: { accountFingerprint: account.fingerprint, device: keys },
			sessions: this.sessions,
			prekeys: [prekey],
			endedPrekeys: [],
			isTombstone: (origin) => this.tombstones.has(hex(origin)),
			random: this.random,
			now,
		};
	}

	async open(envelope: protocol.Bytes): Promise<protocol.OpenedEnvelope> {
		return protocol.openEnvelope(this.suite, envelope, this.reader());
	}

	/** Stores what an opened message changed. */
	commit(opened: protocol.OpenedEnvelope): void {
		const others = [...this.records.values()].filter(
			({ session }) => hex(session.peer.devicePublicKey) === hex(opened.author.devicePublicKey),
		);
		if (opened.started && others.some(({ session }) => session.confirmed)) this.unanswered.add(hex(opened.session.id));
		const id = hex(opened.session.id);
		const session = protocol.decodeSession(protocol.encodeSession(opened.session));
		const { changed } = hear(
			{ ...opened, session },
			{
				before: this.records.get(id) ?? null,
				others: others.filter((one) => hex(one.session.id) !== id),
				invitation: null,
				removedAt: this.removed.get(hex(opened.author.devicePublicKey)) ?? null,
				now: this.clock(),
			},
		);
		for (const one of changed) {
			if (one.standing === "pending") this.unanswered.add(hex(one.session.id));
			this.put(one);
		}
		this.sessions.set(session);
		this.read.set(hex(opened.digest), opened.contentKey);
	}

	accept(id: string): void {
		const start = this.records.get(id);
		if (!start) return;
		this.unanswered.delete(id);
		const all = [...this.records.values()].filter(
			({ session }) => hex(session.peer.devicePublicKey) === hex(start.session.peer.devicePublicKey),
		);
		for (const changed of acceptNewStart(start, all)) this.put(changed);
	}

	/** Loses all sessions with that device, as when its owner is removed from the contacts. */
	forget(other: DeviceIdentity): void {
		const at = this.clock();
		if (this.sessionsWith(other).length > 0) this.removed.set(hex(other.recipient.devicePublicKey), at);
		for (const { session } of this.sessionsWith(other)) {
			const id = hex(session.id);
			this.records.delete(id);
			this.sessions.delete(session.id);
			this.tombstones.add(id);
		}
	}

	/** The whole state of all sessions, to compare. */
	snapshot(): string {
		return this.sessions
			.all()
			.map((session) => hex(protocol.encodeSession(session)))
			.sort()
			.join();
	}

	private keep(session: protocol.Session, fresh?: Pick<SessionRecord, "standing" | "conversation">): void {
		const before = this.records.get(hex(session.id));
		const stored = protocol.decodeSession(protocol.encodeSession(session));
		if (before) this.put({ ...before, session: stored });
		else if (fresh)
			this.put({
				...fresh,
				session: stored,
				invitation: null,
				used: [],
				createdAt: now,
				heardUntil: 0,
				heardFrom: null,
				startedOver: false,
			});
		this.sessions.set(stored);
	}

	private put(record: SessionRecord): void {
		this.records.set(hex(record.session.id), record);
	}
}

export const conversationOf = (chat: number): string => hex(new Uint8Array(16).fill(chat));
