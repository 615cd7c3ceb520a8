/** How long messages stay readable: the user's choice for one conversation or for all, for what is there and what comes. */
import { type Conversation, conversationChange, isOf } from "../contacts/conversation.ts";
import type { Retention } from "../history/retention.ts";
import type { KeptRow } from "../history/rows.ts";
import type { Change } from "../vault/store.ts";
import { type Core, exclusively, peopleChanged } from "./core.ts";
import { Fault } from "./fault.ts";
import { endOldStates } from "./housekeeping.ts";
import { preferencesChange, readPreferences } from "./preferences.ts";
import { webOrigin } from "./sender.ts";
import { isOn } from "./sites.ts";

const isIn = (row: KeptRow, conversation: Conversation): boolean =>
	isOf(conversation, row.conversation, row.way === "own" ? null : row.author);

/** `keep` null: as in the settings. `tab`: where the conversation is on the screen; null: nowhere. */
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
		const tabs = tab === null ? [] : [tab];
		const rows = await core.history.rekey((row) => isIn(row, here), own, { conversation, tabs });
		if (rows.length > 0) await endOldStates(core);
		await core.vault.commit([conversationChange({ ...here, keep }), ...rows]);
	});
	peopleChanged(core);
}

/**
 * For every conversation without a choice of its own, and for messages of none. Nobody knows which tab shows which of them: "until the tab
 * closes" holds them until every tab that is open now on a site that is on has closed.
 */
export async function setKeepForAll(core: Core, keep: Retention): Promise<void> {
	const tabs = await tabsOfSites(core);
	await exclusively(core, async () => {
		const preferences = await readPreferences(core.vault);
		const chosen = (await core.book.conversations()).filter((one) => one.keep !== null);
		const concerned = (row: KeptRow) => !chosen.some((one) => isIn(row, one));
		const changes: readonly Change[] = await core.history.rekey(concerned, keep, {
			conversation: "settings",
			tabs,
		});
		if (changes.length > 0) await endOldStates(core);
		await core.vault.commit([preferencesChange({ ...preferences, keep }), ...changes]);
	});
	peopleChanged(core);
}

async function tabsOfSites(core: Core): Promise<readonly number[]> {
	const tabs: number[] = [];
	for (const { id, url } of await core.ports.tabs.known()) {
		const site = webOrigin(url);
		if (site !== null && (await isOn(core, site))) tabs.push(id);
	}
	return tabs;
}
