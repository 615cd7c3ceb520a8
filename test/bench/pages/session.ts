/** The protocol's core in sessions, ours and the peers' in turn. */
import { createMegolm } from "../peers/megolm.ts";
import { measureNotForUs } from "../session/not-for-us.ts";
import { measureReceiving, type ReceiveTimes } from "../session/receive.ts";
import { measureSending, type SendTimes } from "../session/send.ts";

export interface SessionTimes {
	readonly send: SendTimes;
	readonly receive: ReceiveTimes;
	readonly notForUs: number;
}

const megolm = await createMegolm();
const send = await measureSending(megolm);
const receive = await measureReceiving(megolm);
const notForUs = await measureNotForUs();
(globalThis as { benchResult?: unknown }).benchResult = { send, receive, notForUs } satisfies SessionTimes;
