/** Drafts on their way from the composer in the page to the safe window. Sealed, like everything a person types. */
import { count, decodeJson, encodeJson, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

interface Draft {
	readonly text: string;
	readonly at: number;
}

const keptMs = 24 * 60 * 60 * 1000;
const read = record<Draft>({ text, at: count });

export const draftChange = (id: string, draft: Draft | null): Change => ({
	table: "drafts",
	id,
	value: draft === null ? null : encodeJson(draft),
});

/** "" if it is gone. */
export async function readDraft(vault: Pick<Vault, "get">, id: string): Promise<string> {
	const value = await vault.get("drafts", id);
	return value === null ? "" : decodeJson(value, read).text;
}

export async function staleDrafts(vault: Pick<Vault, "list">, now: number): Promise<readonly Change[]> {
	return (await vault.list("drafts"))
		.filter(({ value }) => now - decodeJson(value, read).at > keptMs)
		.map(({ id }) => draftChange(id, null));
}
