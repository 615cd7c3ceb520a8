/**
 * Drafts of composers. A draft is text, and a message may be meant to leave none: so it is sealed under a key that ends with the browser
 * (session-secret.ts), and what the database's files keep of it opens with nothing.
 */
import { unwrap, wrap } from "../history/epochs.ts";
import { bytes, count, decodeJson, encodeJson, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Core } from "./core.ts";
import { findSessionSecret, sessionSecret } from "./session-secret.ts";

interface Draft {
	readonly sealed: Uint8Array;
	readonly at: number;
}

const keptMs = 24 * 60 * 60 * 1000;
const read = record<Draft>({ sealed: bytes(), at: count });
const keyName = "draft";

/** Call it in `exclusively`. @throws VaultError `locked` */
export async function draftChange(core: Pick<Core, "vault" | "ports">, id: string, text: string): Promise<Change> {
	const { random, now } = core.ports;
	const sealed = wrap(keyName, await sessionSecret(core), id, new TextEncoder().encode(text), random);
	return { table: "drafts", id, value: encodeJson({ sealed, at: now() } satisfies Draft) };
}

export const draftGone = (id: string): Change => ({ table: "drafts", id, value: null });

/** "" if it is gone. @throws VaultError `locked` */
export async function readDraft(core: Pick<Core, "vault" | "ports">, id: string): Promise<string> {
	const value = await core.vault.get("drafts", id);
	if (value === null) return "";
	const opened = unwrap(keyName, await findSessionSecret(core), id, decodeJson(value, read).sealed);
	return opened === null ? "" : new TextDecoder().decode(opened);
}

/** Those that open no more among them: their key went with the browser. */
export async function staleDrafts({ vault, ports }: Pick<Core, "vault" | "ports">): Promise<readonly Change[]> {
	const key = await findSessionSecret({ vault, ports });
	const now = ports.now();
	return (await vault.list("drafts"))
		.filter(({ id, value }) => {
			const { sealed, at } = decodeJson(value, read);
			return now - at > keptMs || unwrap(keyName, key, id, sealed) === null;
		})
		.map(({ id }) => draftGone(id));
}
