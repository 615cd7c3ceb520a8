/** When it is time to offer making sure of somebody, and when the user said "later". One sealed record in `settings`. */
import type { Contact } from "../contacts/contact.ts";
import type { ContactId } from "../messaging/channels.ts";
import { count, decodeJson, encodeJson, hex, listOf, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

/** Messages of theirs that were read: the two talk by then, and a question at the first message would be pressed away. */
const enough = 5;
const laterMs = 7 * 24 * 60 * 60 * 1000;
/** Contacts that are remembered; the one that comes up again first goes. */
const most = 256;

interface Later {
	readonly contact: ContactId;
	/** Milliseconds since the epoch. */
	readonly until: number;
}

const name = "make-sure-later";
const read = record<{ readonly later: readonly Later[] }>({
	later: listOf(record<Later>({ contact: hex(32), until: count }), most),
});

async function listLater(vault: Pick<Vault, "get">): Promise<readonly Later[]> {
	const value = await vault.get("settings", name);
	return value === null ? [] : decodeJson(value, read).later;
}

function laterChange(later: readonly Later[]): Change {
	const kept = [...later].sort((a, b) => a.until - b.until).slice(-most);
	return { table: "settings", id: name, value: kept.length === 0 ? null : encodeJson({ later: kept }) };
}

/** The first of these people who was never verified, though the two talk. */
export async function dueAmong(
	vault: Pick<Vault, "get">,
	people: readonly Contact[],
	now: number,
): Promise<ContactId | null> {
	const due = people.filter(({ trust, timesMet }) => trust === "known" && timesMet >= enough);
	if (due.length === 0) return null;
	const later = await listLater(vault);
	const waits = (id: ContactId) => later.some(({ contact, until }) => contact === id && until > now);
	return due.find(({ id }) => !waits(id))?.id ?? null;
}

export async function remindedLater(vault: Pick<Vault, "get">, contact: ContactId, now: number): Promise<Change> {
	const others = (await listLater(vault)).filter((one) => one.contact !== contact && one.until > now);
	return laterChange([...others, { contact, until: now + laterMs }]);
}

/** Nothing of it stays with a contact that goes. */
export async function laterGone(vault: Pick<Vault, "get">, contact: ContactId): Promise<readonly Change[]> {
	const later = await listLater(vault);
	const others = later.filter((one) => one.contact !== contact);
	return others.length === later.length ? [] : [laterChange(others)];
}
