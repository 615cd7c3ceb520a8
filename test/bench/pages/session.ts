/** Sessions, ours and the peers' in turn: the protocol's core alone, and reading into the storage. */
import { createMegolm } from "../peers/megolm.ts";
import { measureNotForUs } from "../session/not-for-us.ts";
import { measureReceiving, type ReceiveTimes, writeMessages } from "../session/receive.ts";
import { measureSending, type SendTimes } from "../session/send.ts";
import { measureStored, type StoredTimes } from "../session/store.ts";

/** Of the parts that were asked for. */
export interface SessionTimes {
	readonly send?: SendTimes;
	readonly receive?: ReceiveTimes;
	readonly stored?: StoredTimes;
	readonly notForUs?: number;
}

const parts = new Set(location.search.slice(1).split(","));
const megolm = await createMegolm();
const waiting = parts.has("receive") || parts.has("stored") ? await writeMessages(megolm) : null;
(globalThis as { benchResult?: unknown }).benchResult = {
	...(parts.has("send") ? { send: await measureSending(megolm) } : {}),
	...(waiting && parts.has("receive") ? { receive: await measureReceiving(megolm, waiting) } : {}),
	...(waiting && parts.has("stored") ? { stored: await measureStored(waiting) } : {}),
	...(parts.has("not-for-us") ? { notForUs: await measureNotForUs() } : {}),
} satisfies SessionTimes;
