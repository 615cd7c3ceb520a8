/** What has outlived its purpose goes: with its time, at every unlock and once a day, or with the person it was about. */
import type { ContactId } from "../messaging/channels.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { type Core, exclusively } from "./core.ts";
import { staleDrafts } from "./drafts.ts";
import { originsUnder, rowsOf } from "./history.ts";
import { staleOutbox } from "./outbox.ts";
import { expiredPrekeys, listPrekeys } from "./prekeys.ts";

/** Prekeys and their origins, undelivered armor, old drafts. */
export async function tidy({ vault, ports }: Core): Promise<void> {
	const now = ports.now();
	const gone = expiredPrekeys(await listPrekeys(vault), now).map(({ pair }) => pair.id);
	const changes: Change[] = [
		...gone.map(prekeyGone),
		...(await originsUnder(vault, new Set(gone))),
		...(await staleOutbox(vault, now)),
		...(await staleDrafts(vault, now)),
	];
	if (changes.length > 0) await vault.commit(changes);
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
	await exclusively(core, () => tidy(core));
	await memory.set(tidiedKey, now());
}

/**
 * What a removed contact leaves: the keys of their messages, and the prekeys made for them. Origins stay, so that the same
 * blobs are known as deleted and never open anew.
 */
export async function leftBy(vault: Pick<Vault, "list">, contact: ContactId): Promise<readonly Change[]> {
	const personal = (await listPrekeys(vault)).filter(({ madeFor }) => madeFor === `contact:${contact}`);
	return [...(await rowsOf(vault, contact)), ...personal.map(({ pair }) => prekeyGone(pair.id))];
}

const prekeyGone = (id: number): Change => ({ table: "prekeys", id: String(id), value: null });
