/** How long messages stay readable: the user's choice for one conversation or for all, for what is there and what comes. */
import { type Conversation, conversationChange, isOf } from "../contacts/conversation.ts";
import type { Retention } from "../history/retention.ts";
import type { KeptRow } from "../history/rows.ts";
import type { Change } from "../vault/store.ts";
import { type Core, exclusively, peopleChanged } from "./core.ts";
import { Fault } from "./fault.ts";
import { preferencesChange, readPreferences } from "./preferences.ts";

const isIn = (row: KeptRow, conversation: Conversation): boolean =>
	isOf(conversation, row.conversation, row.way === "own" ? null : row.author);

/** `keep` null: as in the settings. `tab`: where the conversation is on the screen. */
export async function setKeep(
	core: Core,
	conversation: string,
	keep: Retention | null,
	tab: number | null,
): Promise<void> {
	await exclusively(core, async () => {
		const here = (await core.book.conversations()).find(({ id }) => id === conversation);
		if (here === undefined) throw new Fault("not-confirmed");
		const own = keep ?? (await readPreferences(core.vault)).keep;
		const rows = await core.history.rekey((row) => isIn(row, here), own, { conversation, tab });
		await core.vault.commit([conversationChange({ ...here, keep }), ...rows]);
	});
	peopleChanged(core);
}

/** For every conversation without a choice of its own, and for messages of none. */
export async function setKeepForAll(core: Core, keep: Retention): Promise<void> {
	await exclusively(core, async () => {
		const preferences = await readPreferences(core.vault);
		const chosen = (await core.book.conversations()).filter((one) => one.keep !== null);
		const concerned = (row: KeptRow) => !chosen.some((one) => isIn(row, one));
		const changes: readonly Change[] = await core.history.rekey(concerned, keep, {
			conversation: "settings",
			tab: null,
		});
		await core.vault.commit([preferencesChange({ ...preferences, keep }), ...changes]);
	});
	peopleChanged(core);
}
