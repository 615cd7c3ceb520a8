/** A device of the second implementation: whole envelopes, sealed and opened, over forge.ts and forge-session.ts alone. */
import { gcm } from "@noble/ciphers/aes.js";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encodePayload } from "../../src/protocol/payload.ts";
import { fixedRandom, hex, type Person, recipients, textPayload } from "./fixed.ts";
import { ascii, digestOf, forgeCore, forgeEnvelope, forgePadded, join, zeros } from "./forge.ts";
import {
	acceptStart,
	type ForgedRatchet,
	forgeStart,
	type MessageLies,
	START,
	type StartLies,
} from "./forge-session.ts";
import type { Read, Said, Talker } from "./party.ts";

type Bytes = Uint8Array;
const INITIAL = 1409;
const RATCHET = 112;
const HEAD = 38;
/** 8 more for each step: 1, 2, 3, 4, 6, 8, 12, 16. */
const padded = [0, 1, 2, 3, 4, 6, 6, 8, 8, 12, 12, 12, 12, 16, 16, 16, 16];

export interface ForgedSession {
	readonly peer: Person;
	ratchet: ForgedRatchet;
	start: Bytes | null;
	readonly origin: string;
	/** We began it. */
	readonly own: boolean;
}

export interface EnvelopeLies {
	message?: MessageLies;
	start?: Partial<StartLies>;
	/** Already padded. */
	padded?: Bytes;
	contentKey?: Bytes;
	/** The core of another envelope. */
	core?: Pick<ReturnType<typeof forgeCore>, "head" | "commitment" | "payload" | "digest">;
	/** An initial slot at every number. */
	alwaysStart?: boolean;
	/** Slots that are made up, and what is done to the honest ones. */
	slots?: (initial: readonly Bytes[], ratchet: readonly Bytes[]) => readonly [readonly Bytes[], readonly Bytes[]];
}

export class ForgedParty implements Talker {
	readonly who: Person;
	readonly sessions: ForgedSession[] = [];
	private readonly people: readonly Person[];
	private readonly random: (length: number) => Bytes;

	/** `people`: whoever may write to us, by their real keys. */
	constructor(who: Person, people: readonly Person[], randomness: string) {
		this.who = who;
		this.people = people;
		this.random = fixedRandom(randomness);
	}

	with(one: Person): ForgedSession {
		const session = this.sessions.findLast(({ peer }) => peer === one);
		if (!session) throw new Error("no session");
		return session;
	}

	async say(
		text: string,
		{ start = [], to = [] }: { start?: readonly Person[]; to?: readonly Person[] },
		lies: EnvelopeLies = {},
	): Promise<Said> {
		const contentKey = lies.contentKey ?? this.random(32);
		const plain = lies.padded ?? forgePadded(encodePayload(textPayload(text)));
		const core = lies.core ?? forgeCore({ contentKey, author: this.who.fingerprint, padded: plain });
		const begun = await this.begin(core.head, start, lies.start ?? {});
		const initial: Bytes[] = [];
		const ratchet: Bytes[] = [];
		for (const session of [...begun, ...to.map((one) => this.with(one))]) {
			const number = lies.message?.number ?? session.ratchet.Ns;
			const slot = session.ratchet.encrypt(core, contentKey, lies.message);
			const long = session.start && (lies.alwaysStart || number < 3 || number % 8 === 0);
			if (long) initial.push(join(session.start as Bytes, slot.slice(8)));
			else ratchet.push(slot);
		}
		const dummies = (padded[ratchet.length] ?? 0) - ratchet.length;
		for (let i = 0; i < dummies; i++) ratchet.push(this.random(RATCHET));
		const shuffled = [this.shuffle(initial), this.shuffle(ratchet)] as const;
		const [first, second] = lies.slots?.(...shuffled) ?? shuffled;
		return { envelope: forgeEnvelope(core, first, second), digest: core.digest, contentKey };
	}

	/** `seed`: of the new ratchet key, when the message turns the ratchet. */
	async read(envelope: Bytes, seed: () => Bytes = () => this.random(32)): Promise<Read> {
		const view = Buffer.from(envelope);
		const counts = [view.readUInt8(35), view.readUInt16BE(36)] as const;
		const [head, commitment] = [envelope.slice(0, 3), envelope.slice(3, 35)];
		const slots = envelope.slice(HEAD);
		const payload = slots.slice(counts[0] * INITIAL + counts[1] * RATCHET);
		const digest = digestOf(head, commitment, payload);
		const binding = { commitment, digest };
		const opened = (session: ForgedSession, contentKey: Bytes): Read => {
			const prekey = !session.own && session.ratchet.fromFirstChain;
			// What a responder has on its first turn says nothing yet; what an initiator gets comes from the other end.
			if (session.own) session.start = null;
			const author = session.peer.fingerprint;
			const both = expand(sha256, contentKey, join(ascii("Sotto/1 envelope"), head, author), 64);
			if (hex(both.slice(32)) !== hex(commitment)) throw new Error("altered");
			const plain = gcm(both.slice(0, 32), zeros(12), join(head, commitment)).decrypt(payload);
			return { author, plaintext: plain.slice(0, plain.lastIndexOf(0x80)), contentKey, prekey };
		};

		for (let i = 0; i < counts[1]; i++) {
			const slot = slots.slice(counts[0] * INITIAL + i * RATCHET).slice(0, RATCHET);
			for (const session of this.sessions) {
				if (!session.ratchet.knows(commitment, slot.slice(0, 8))) continue;
				const contentKey = session.ratchet.decrypt(binding, slot.slice(8, 64), slot.slice(64), seed);
				if (contentKey) return opened(session, contentKey);
			}
		}
		for (let i = 0; i < counts[0]; i++) {
			const slot = slots.slice(i * INITIAL, (i + 1) * INITIAL);
			const session = this.sessions.find(({ origin }) => origin === originOf(slot)) ?? this.accept(head, slot);
			if (!session || session.own) continue;
			const contentKey = session.ratchet.decrypt(binding, slot.slice(START, START + 56), slot.slice(START + 56), seed);
			if (!contentKey) throw new Error("altered");
			if (!this.sessions.includes(session)) this.sessions.push(session);
			return opened(session, contentKey);
		}
		throw new Error("not for us");
	}

	private async begin(head: Bytes, people: readonly Person[], lies: Partial<StartLies>): Promise<ForgedSession[]> {
		if (people.length === 0) return [];
		const to = await recipients(people);
		const e = this.random(32);
		const seeds = to.map(() => ({ ratchet: this.random(32), kem: this.random(32) }));
		const { device, fingerprint } = this.who;
		const { publicKey: d, secretKey: dSecret } = device.deviceKey;
		const author = { fingerprint, d, dSecret, certificate: device.certificate };
		const begun = to.map((one, index): ForgedSession => {
			const { ratchet, kem } = seeds[index] as { ratchet: Bytes; kem: Bytes };
			const made = forgeStart(head, { e, ratchet, kem, to: one, author, ...lies });
			return { peer: people[index] as Person, own: true, origin: originOf(made.start), ...made };
		});
		this.sessions.push(...begun);
		return begun;
	}

	private accept(head: Bytes, slot: Bytes): ForgedSession | null {
		const { device, fingerprint, prekey } = this.who;
		const { id, suites, spk, pqpk } = prekey;
		const own = {
			fingerprint,
			d: device.deviceKey.publicKey,
			dSecret: device.deviceKey.secretKey,
			spkSecret: spk.secretKey,
			pqpkSeed: pqpk.secretKey,
			prekey: { id, suites, spk: spk.publicKey, pqpk: pqpk.publicKey },
		};
		const accepted = acceptStart(head, own, slot.slice(0, START));
		const peer = this.people.find((one) => accepted && hex(one.fingerprint) === hex(accepted.author));
		if (!accepted || !peer) return null;
		return { peer, ratchet: accepted.ratchet, start: null, origin: originOf(slot), own: false };
	}

	private shuffle(items: readonly Bytes[]): Bytes[] {
		const shuffled = [...items];
		for (let last = shuffled.length - 1; last > 0; last--) {
			const places = last + 1;
			let drawn: number;
			do drawn = Buffer.from(this.random(4)).readUInt32BE();
			while (drawn >= 2 ** 32 - (2 ** 32 % places));
			const other = drawn % places;
			[shuffled[last], shuffled[other]] = [shuffled[other] as Bytes, shuffled[last] as Bytes];
		}
		return shuffled;
	}
}

function originOf(slot: Bytes): string {
	return hex(sha256(join(slot.slice(0, 32), slot.slice(36, 1124))).slice(0, 16));
}
