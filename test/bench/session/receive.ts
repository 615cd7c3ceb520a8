/** 1,000 messages of one sender in the order they were sent; sessions and keys in memory, nothing stored. */
import { createSessionIndex } from "../../../src/protocol/index.ts";
import { inTurn } from "../pages/timing.ts";
import type { Megolm } from "../peers/megolm.ts";
import { createOpenpgpPerson, openpgpOpen, openpgpSeal } from "../peers/openpgp.ts";
import { acquaint, createPerson, open, seal, suite, text } from "./people.ts";

const messages = 1000;
const rounds = 5;

/** Milliseconds for all of them. */
export interface ReceiveTimes {
	readonly ours: number;
	readonly openpgp: number;
	readonly megolm: number;
}

export async function measureReceiving(megolm: Megolm): Promise<ReceiveTimes> {
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
	const ours = async () => {
		const sessions = createSessionIndex(suite, [pair.to]);
		for (const envelope of envelopes) await open(ben, sessions, envelope);
	};
	const openpgp = async () => {
		for (const message of pgpMessages)
			if ((await openpgpOpen(pgpBen, pgpAnn, message)) !== text) throw new Error("openpgp: wrong text");
	};
	const theirs = async () => {
		for (const event of events) if ((await megolm.open(event)) !== text) throw new Error("Megolm: wrong text");
	};
	return inTurn(rounds, { ours, openpgp, megolm: theirs }, 1, 1);
}
