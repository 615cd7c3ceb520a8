/** What the reader says about how a message is protected and how long it stays. */
import { readableUntil } from "../history/retention.ts";
import type { Protection } from "../messaging/channels.ts";
import type { Core } from "./core.ts";
import type { MessageFacts } from "./history-store.ts";
import { listPrekeys, privateHalfUntil } from "./prekeys.ts";

export async function protectionOf(core: Core, facts: MessageFacts): Promise<Protection> {
	const prekey =
		facts.prekeyId === null
			? undefined
			: (await listPrekeys(core.vault)).find(({ pair }) => pair.id === facts.prekeyId);
	return {
		way: facts.way,
		until: prekey === undefined ? null : privateHalfUntil(prekey),
		readableUntil: readableUntil(facts),
		closesWithTab: facts.keep === "closed",
		shortenedByAuthor: facts.shortened,
		signed: facts.signed,
	};
}
