/**
 * Whether clear text is asked about at a place before the site's own box sends it: where people of the user's were confirmed or accepted,
 * unless the user wants no question there. The title is not looked at, though confirming does: while it flashes with news the user must not
 * lose the question, and one too many does no harm.
 */
import { type Conversation, matchConversation } from "../contacts/conversation.ts";
import type { Place } from "../messaging/channels.ts";
import { decodeJson, encodeJson, flag, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import { type Core, exclusively } from "./core.ts";

/** In `settings`, for a conversation where the user changed it. */
const read = record<{ readonly asks: boolean }>({ asks: flag });
const recordId = (conversation: string): string => `clear-send:${conversation}`;

/** @throws VaultError `locked` */
export async function asksClearAt(core: Core, place: Place): Promise<boolean> {
	return asksClear(core, matchConversation(await core.book.conversations(), place));
}

/** Where nobody was accepted yet there is nobody to write to any other way. */
export async function asksClear({ vault }: Pick<Core, "vault">, conversation: Conversation | null): Promise<boolean> {
	if (conversation === null || conversation.recipients.length === 0) return false;
	const value = await vault.get("settings", recordId(conversation.id));
	return value === null || decodeJson(value, read).asks;
}

export async function setAsksClear(core: Core, conversation: Conversation, asks: boolean): Promise<void> {
	const change: Change = { table: "settings", id: recordId(conversation.id), value: encodeJson({ asks }) };
	await exclusively(core, () => core.vault.commit([change]));
}
