/** Sending to one device and to a hundred, in sessions that are confirmed, each message with the state of the one before. */
import { createSessionIndex } from "../../../src/protocol/index.ts";
import { inTurn } from "../pages/timing.ts";
import type { Megolm } from "../peers/megolm.ts";
import { createOpenpgpPerson, openpgpOpen, openpgpSeal } from "../peers/openpgp.ts";
import { createSodium } from "../peers/sodium.ts";
import { acquaint, createPerson, open, seal, suite, text } from "./people.ts";

const rounds = 31;

export interface SendTimes {
	readonly one: { ours: number; openpgp: number; megolm: number };
	readonly hundred: { ours: number; sodium: number };
}

export async function measureSending(megolm: Megolm): Promise<SendTimes> {
	const ours = await sender(1);
	const [ann, ben] = [await createOpenpgpPerson(), await createOpenpgpPerson()];
	const openpgp = () => openpgpSeal(ann, [ben], text);
	if ((await openpgpOpen(ben, ann, await openpgp())) !== text) throw new Error("openpgp: wrong text");
	if ((await megolm.open(await megolm.seal(text))) !== text) throw new Error("Megolm: wrong text");
	const one = await inTurn(rounds, { ours, openpgp, megolm: () => megolm.seal(text) }, 20);

	const sodium = await createSodium(100);
	if ((await sodium.open(await sodium.seal(text))) !== text) throw new Error("libsodium: wrong text");
	const hundred = await inTurn(rounds, { ours: await sender(100), sodium: () => sodium.seal(text) });
	return { one, hundred };
}

/** @returns a function that sends the next message; one of its messages has been read. */
async function sender(devices: number): Promise<() => Promise<unknown>> {
	const ann = await createPerson();
	const pairs = [];
	for (let count = 0; count < devices; count += 1) {
		const reader = await createPerson();
		pairs.push({ reader, ...(await acquaint(ann, reader)) });
	}
	let sessions = pairs.map(({ from }) => from);
	const send = async () => {
		const { envelope, continued } = await seal(ann, sessions);
		sessions = [...continued];
		return envelope;
	};
	const envelope = await send();
	for (const { reader, to } of pairs) await open(reader, createSessionIndex(suite, [to]), envelope);
	return send;
}
