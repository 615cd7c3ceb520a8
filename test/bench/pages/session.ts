/** Sessions, ours and the peers' in turn: the protocol's core alone, and reading into the storage. */
import { createMegolm } from "../peers/megolm.ts";
import { measureNotForUs } from "../session/not-for-us.ts";
import { measureReceiving, type ReceiveTimes, writeMessages } from "../session/receive.ts";
import { measureSending, type SendTimes } from "../session/send.ts";
import { measureStored, type StoredTimes } from "../session/store.ts";

export interface SessionTimes {
	readonly send: SendTimes;
	readonly receive: ReceiveTimes;
	readonly stored: StoredTimes;
	readonly notForUs: number;
}

const megolm = await createMegolm();
const send = await measureSending(megolm);
const waiting = await writeMessages(megolm);
const receive = await measureReceiving(megolm, waiting);
const stored = await measureStored(waiting);
const notForUs = await measureNotForUs();
(globalThis as { benchResult?: unknown }).benchResult = { send, receive, stored, notForUs } satisfies SessionTimes;
