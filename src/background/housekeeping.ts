/** What has outlived its purpose goes: with its time, at every unlock and once a day, or with the person it was about. */

import { clockAhead, rowsOf, withoutRow } from "../history/rows.ts";
import type { ContactId } from "../messaging/channels.ts";
import { expireSkipped, SKIPPED_KEY_LIFE } from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { fromHex } from "./bytes.ts";
import { type Core, exclusively, exclusivelyEach, peopleChanged } from "./core.ts";
import { draftsOfTab, staleDrafts } from "./drafts.ts";
import { originsUnder } from "./origins.ts";
import { staleOutbox } from "./outbox.ts";
import { expiredPrekeys, listPrekeys, type OwnPrekey, prekeyChange, prekeysGone } from "./prekeys.ts";
import { removedUnder, withRemoved } from "./removed-accounts.ts";

/**
 * Each by itself: a record that was damaged does not keep the others. Messages whose time is over, prekeys and their origins, skipped message keys, undelivered armor, old drafts. Session states go under
 * the key of today, or a newer one when messages were deleted; former ones go with the copies of states that lie under them.
 */
export async function tidy(core: Core): Promise<void> {
	const { vault, ports } = core;
	const done = await exclusivelyEach(core, [
		async () => vault.commit(await tidyPrekeys(core)),
		async () => vault.commit(await staleOutbox(vault, ports.now())),
		async () => vault.commit(await staleDrafts(core)),
		() => tidyHistory(core),
	]);
	for (const one of done) if (one.status === "rejected") throw one.reason;
}

async function tidyPrekeys(core: Core): Promise<readonly Change[]> {
	const { vault, ports } = core;
	const prekeys = await Promise.all((await listPrekeys(vault)).map((one) => withDone(core, one)));
	const all = prekeys.map(({ after }) => after);
	const gone = expiredPrekeys(all, ports.now());
	const left = all.filter((one) => !gone.includes(one));
	return [
		...prekeys.flatMap(({ before, after }) => (after === before || gone.includes(after) ? [] : [prekeyChange(after)])),
		...(await prekeysGone(vault, gone)),
		...(await originsUnder(vault, new Set(gone.map(({ pair }) => pair.id)))),
		...(await removedUnder(vault, new Set(left.map(({ pair }) => pair.id)))),
	];
}

async function tidyHistory(core: Core): Promise<void> {
	const { history, sessions, vault } = core;
	const swept = await history.sweep();
	await expireSkippedKeys(core);
	if (swept.length > 0) await history.freshState();
	await history.dropFormerStates(await sessions.renewSeals());
	await vault.commit(swept);
}

/**
 * A message that is deleted would still open with an older copy of its session, which the database's files may hold: every session is
 * sealed under a new key, and the former keys go. The caller commits.
 */
export async function endOldStates({ history, sessions }: Pick<Core, "history" | "sessions">): Promise<void> {
	await history.freshState();
	await history.dropFormerStates(await sessions.renewSeals());
}

/** An invitation is done once each device of each person of its conversation has a confirmed session. */
async function withDone(core: Core, before: OwnPrekey): Promise<{ before: OwnPrekey; after: OwnPrekey }> {
	const [, conversation] = /^conversation:(.*)$/.exec(before.madeFor) ?? [];
	const found = (await core.book.conversations()).find(({ id }) => id === conversation);
	if (found === undefined || before.usedBy.length === 0) return { before, after: before };
	const done = await allConfirmed(core, found.recipients);
	if (done === (before.doneAt !== null)) return { before, after: before };
	return { before, after: { ...before, doneAt: done ? core.ports.now() : null } };
}

async function allConfirmed(core: Core, people: readonly ContactId[]): Promise<boolean> {
	if (people.length === 0) return false;
	for (const id of people) {
		const contact = await core.book.find(id);
		if (contact === null || contact.devices.length === 0) return false;
		for (const device of contact.devices) {
			const all = await core.sessions.withDevice(fromHex(id), fromHex(device).subarray(0, 32));
			if (!all.some(({ session }) => session.confirmed)) return false;
		}
	}
	return true;
}

async function expireSkippedKeys({ sessions, ports }: Core): Promise<void> {
	const before = ports.now() - SKIPPED_KEY_LIFE;
	const expired = (await sessions.all()).flatMap((one) => {
		const ratchet = expireSkipped(one.session.ratchet, before);
		return ratchet === one.session.ratchet ? [] : [{ ...one, session: { ...one.session, ratchet } }];
	});
	await sessions.take(expired);
}

/** Called with every alarm, once a minute while unlocked: what was to be readable for a day is gone after a day and a minute. */
export async function sweepWhenDue(core: Core): Promise<void> {
	if ((await core.vault.state()) !== "unlocked" || !(await core.history.isDue())) return;
	if (await exclusively(core, () => sweep(core))) peopleChanged(core);
}

async function sweep(core: Core): Promise<boolean> {
	const changes = await core.history.sweep();
	if (changes.length === 0) return false;
	await endOldStates(core);
	await core.vault.commit(changes);
	return true;
}

/**
 * "Until the tab closes": what only this tab showed can be read no more. Once more after all that is under way: a message that was being
 * read for this tab would hold a key for it again.
 */
export async function tabClosed(core: Core, tab: number): Promise<void> {
	await core.history.tabClosed(tab);
	if ((await core.vault.state()) !== "unlocked") return;
	const swept = await exclusively(core, async () => {
		await core.history.tabClosed(tab);
		await core.vault.commit(await draftsOfTab(core, tab));
		return (await core.history.isDue()) && (await sweep(core));
	});
	if (swept) peopleChanged(core);
}

const dayMs = 24 * 60 * 60 * 1000;
/** Session memory: when it was last done, milliseconds. */
const tidiedKey = "tidiedAt";

/** A vault may stay open for weeks. Called with every alarm. */
export async function tidyDaily(core: Core): Promise<void> {
	const { memory, now } = core.ports;
	const last = await memory.get(tidiedKey);
	if (typeof last === "number" && Math.abs(now() - last) < dayMs) return;
	if ((await core.vault.state()) !== "unlocked") return;
	await tidy(core);
	await memory.set(tidiedKey, now());
}

/**
 * What a removed contact leaves: the keys of their messages, the sessions with them, and the prekeys made for them. Origins stay, so that the same
 * blobs are known as deleted and never open anew; so does when they were removed, for starts that come late.
 */
export async function leftBy(core: Core, contact: ContactId): Promise<readonly Change[]> {
	const { vault, sessions, ports } = core;
	// Nothing to remove: sessions with strangers stay.
	if ((await core.book.find(contact)) === null) return [];
	const fingerprint = fromHex(contact);
	const prekeys = await listPrekeys(vault);
	const personal = prekeys.filter(({ madeFor }) => madeFor === `contact:${contact}`);
	const left = prekeys.filter((one) => !personal.includes(one)).map(({ pair }) => pair.id);
	const ended = await sessions.everWithAccount(fingerprint);
	const rows = await rowsOf(vault, contact);
	const at = Math.max(ports.now(), ...ended.map(({ heardUntil }) => heardUntil)) + clockAhead(rows);
	const removed = ended.length > 0 ? await withRemoved(vault, { fingerprint, at, prekeys: left }) : [];
	await sessions.drop(ended);
	await endOldStates(core);
	return [...rows.map(withoutRow), ...(await prekeysGone(vault, personal)), ...removed];
}
