/** What the user chose for all conversations. One sealed record in `settings`. */
import type { Conversation } from "../contacts/conversation.ts";
import { type Retention, retentions } from "../history/retention-class.ts";
import { decodeJson, encodeJson, flag, oneOf, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

export interface Preferences {
	/** How long messages stay readable where a conversation has no choice of its own. */
	readonly keep: Retention;
	/** Whether messages tell which ones their author had on the screen. */
	readonly tellsSeen: boolean;
}

const standard: Preferences = { keep: "forever", tellsSeen: true };
const recordId = "preferences";
const read = record<Preferences>({ keep: oneOf(...retentions), tellsSeen: flag });

export async function readPreferences(vault: Pick<Vault, "get">): Promise<Preferences> {
	const value = await vault.get("settings", recordId);
	return value === null ? standard : decodeJson(value, read);
}

export const preferencesChange = (preferences: Preferences): Change => ({
	table: "settings",
	id: recordId,
	value: encodeJson(preferences),
});

/** How long messages of this conversation stay readable; null: of none. */
export async function keepOf(
	vault: Pick<Vault, "get">,
	conversation: Pick<Conversation, "keep"> | null,
): Promise<Retention> {
	return conversation?.keep ?? (await readPreferences(vault)).keep;
}
