/**
 * Drafts of composers as they are kept. A draft is text, and a message may be meant to leave none: so it is sealed under a key that ends
 * with the browser (session-secret.ts), and what the database's files keep of it opens with nothing. docs/history.md, Drafts.
 */
import { classLengthMs, unwrap, wrap } from "../history/epochs.ts";
import { isShorter, type Retention, retentions } from "../history/retention-class.ts";
import type { ContactId, MessageOptions } from "../messaging/channels.ts";
import { bytes, count, decodeJson, encodeJson, flag, hex, listOf, oneOf, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import { VaultError } from "../vault/vault.ts";
import type { Core } from "./core.ts";
import { findSessionSecret, sessionSecret } from "./session-secret.ts";

export interface Draft {
	readonly text: string;
	readonly options: MessageOptions;
	/** `placeKey` of where it was begun; null: for a field, which holds its own text, and so comes back nowhere. */
	readonly place: string | null;
	/** Whom it was written to; nobody: it was begun before people were chosen. */
	readonly people: readonly ContactId[];
}

/** How long a draft may wait for its writer. */
export interface DraftLife {
	/** Of the conversation it is for. */
	readonly keep: Retention;
	/** Where it is written. */
	readonly tab: number | null;
}

interface Sealed {
	readonly sealed: Uint8Array;
	readonly at: number;
	readonly until: number;
	/** It ends with this tab; null: with the browser at the latest. */
	readonly tab: number | null;
}

const longestMs = classLengthMs["7d"];
const keyName = "draft";
const readSealed = record<Sealed>({ sealed: bytes(), at: count, until: count, tab: orNull(count) });
const [, ...bounded] = retentions;
const readDraftText = record<Draft>({
	text,
	options: record<MessageOptions>({ signed: flag, disappears: orNull(oneOf(...bounded)) }),
	place: orNull(text),
	people: listOf(hex(32), 64),
});

type Holder = Pick<Core, "vault" | "ports">;

/** Call it in `exclusively`. @throws VaultError `locked` */
export async function draftChange(core: Holder, id: string, draft: Draft, { keep, tab }: DraftLife): Promise<Change> {
	const { random, now } = core.ports;
	const { disappears } = draft.options;
	const least = disappears !== null && isShorter(disappears, keep) ? disappears : keep;
	const life = least === "closed" ? longestMs : Math.min(longestMs, classLengthMs[least]);
	const kept: Sealed = {
		sealed: wrap(keyName, await sessionSecret(core), id, encodeJson(draft), random),
		at: now(),
		until: now() + life,
		tab: least === "closed" ? tab : null,
	};
	return { table: "drafts", id, value: encodeJson(kept) };
}

export const draftGone = (id: string): Change => ({ table: "drafts", id, value: null });

/** Null if it is gone or its time is over. @throws VaultError `locked` */
export async function readDraft(core: Holder, id: string): Promise<Draft | null> {
	const value = await core.vault.get("drafts", id);
	return value === null ? null : open(id, unsealed(value), await findSessionSecret(core), core.ports.now());
}

/** Those that may come back in this tab, the latest first. @throws VaultError `locked` */
export async function draftsFor(
	core: Holder,
	tab: number | null,
): Promise<readonly { readonly id: string; readonly draft: Draft }[]> {
	const key = await findSessionSecret(core);
	const now = core.ports.now();
	return (await core.vault.list("drafts"))
		.map(({ id, value }) => ({ id, sealed: unsealed(value) }))
		.filter(({ sealed }) => sealed !== null && (sealed.tab === null || sealed.tab === tab))
		.sort((one, other) => (other.sealed?.at ?? 0) - (one.sealed?.at ?? 0))
		.flatMap(({ id, sealed }) => {
			const draft = open(id, sealed, key, now);
			return draft === null ? [] : [{ id, draft }];
		});
}

/** Those that open no more among them: their key went with the browser, or their tab is closed. */
export async function staleDrafts(core: Holder): Promise<readonly Change[]> {
	const key = await findSessionSecret(core);
	const now = core.ports.now();
	const tabs = new Set((await core.ports.tabs.known()).map(({ id }) => id));
	return (await core.vault.list("drafts"))
		.filter(({ id, value }) => {
			const sealed = unsealed(value);
			const closed = sealed !== null && sealed.tab !== null && !tabs.has(sealed.tab);
			return closed || open(id, sealed, key, now) === null;
		})
		.map(({ id }) => draftGone(id));
}

/** Those that were to end with this tab. @throws VaultError `locked` */
export async function draftsOfTab({ vault }: Pick<Core, "vault">, tab: number): Promise<readonly Change[]> {
	return (await vault.list("drafts"))
		.filter(({ value }) => unsealed(value)?.tab === tab)
		.map(({ id }) => draftGone(id));
}

function open(id: string, sealed: Sealed | null, key: Uint8Array | null, now: number): Draft | null {
	if (sealed === null || sealed.until <= now) return null;
	const opened = unwrap(keyName, key, id, sealed.sealed);
	return opened === null ? null : decodeJson(opened, readDraftText);
}

/** Null for what an earlier version wrote: its key is gone too. */
function unsealed(value: Uint8Array): Sealed | null {
	try {
		return decodeJson(value, readSealed);
	} catch (error) {
		if (error instanceof VaultError) return null;
		throw error;
	}
}
