/** 1,000 messages of one sender in the order they were sent; sessions and keys in memory, nothing stored. */
import { createSessionIndex, type Session } from "../../../src/protocol/index.ts";
import { inTurn } from "../pages/timing.ts";
import type { Megolm } from "../peers/megolm.ts";
import { createOpenpgpPerson, type OpenpgpPerson, openpgpOpen, openpgpSeal } from "../peers/openpgp.ts";
import { acquaint, createPerson, open, type Person, seal, suite, text } from "./people.ts";

const messages = 1000;
const rounds = 5;

/** Milliseconds for all of them. */
export interface ReceiveTimes {
	readonly ours: number;
	readonly openpgp: number;
	readonly megolm: number;
}

/** What waits to be read. */
export interface Received {
	readonly reader: Person;
	/** The reader's, before the first of them. */
	readonly session: Session;
	readonly envelopes: readonly Uint8Array[];
	/** Megolm's. */
	readonly events: readonly string[];
	readonly openpgp: {
		readonly sender: OpenpgpPerson;
		readonly reader: OpenpgpPerson;
		readonly messages: readonly Uint8Array[];
	};
}

export async function writeMessages(megolm: Megolm): Promise<Received> {
	const [ann, ben] = [await createPerson(), await createPerson()];
	const pair = await acquaint(ann, ben);
	const [pgpAnn, pgpBen] = [await createOpenpgpPerson(), await createOpenpgpPerson()];
	const envelopes: Uint8Array[] = [];
	const events: string[] = [];
	const pgpMessages: Uint8Array[] = [];
	let session = pair.from;
	for (let count = 0; count < messages; count += 1) {
		const sealed = await seal(ann, [session]);
		session = sealed.continued[0] ?? session;
		envelopes.push(sealed.envelope);
		events.push(await megolm.seal(text));
		pgpMessages.push(await openpgpSeal(pgpAnn, [pgpBen], text));
	}
	const openpgp = { sender: pgpAnn, reader: pgpBen, messages: pgpMessages };
	return { reader: ben, session: pair.to, envelopes, events, openpgp };
}

export async function measureReceiving(megolm: Megolm, waiting: Received): Promise<ReceiveTimes> {
	const ours = async () => {
		const sessions = createSessionIndex(suite, [waiting.session]);
		for (const envelope of waiting.envelopes) await open(waiting.reader, sessions, envelope);
	};
	const openpgp = async () => {
		const { sender, reader, messages: sealed } = waiting.openpgp;
		for (const message of sealed)
			if ((await openpgpOpen(reader, sender, message)) !== text) throw new Error("openpgp: wrong text");
	};
	const theirs = async () => {
		for (const event of waiting.events) if ((await megolm.open(event)) !== text) throw new Error("Megolm: wrong text");
	};
	return inTurn(rounds, { ours, openpgp, megolm: theirs }, 1, 1);
}
