/**
 * The history as the background uses it: rows with their content keys, epoch keys, and what goes when its time is over. Rules and formats
 * are src/history's; this file holds the keys in memory while the vault is open, and makes the changes that are committed together.
 */
import { closedEpoch, createClosingKeys } from "../history/closing-keys.ts";
import {
	type Epochs,
	epochKey,
	epochsChange,
	expired,
	formerStates,
	freshState,
	readEpochs,
	stateEpoch,
	unused,
	unwrap,
	withoutKeys,
	wrap,
} from "../history/epochs.ts";
import { closedRows, dueRows, nextDue, openRow, type Retention, rekey } from "../history/retention.ts";
import {
	type DeletedRow,
	findRow,
	type KeptRow,
	type KeyedRow,
	listRows,
	rowChange,
	tombstone,
} from "../history/rows.ts";
import type { StateKeys } from "../sessions/session-store.ts";
import type { InMemory } from "../vault/batch.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Ports } from "./ports.ts";

/** A row before its content key is wrapped. */
export type MessageFacts = Omit<KeptRow, "kind" | "epoch" | "wrapped">;

export type Found =
	| { readonly kind: "kept"; readonly facts: MessageFacts; readonly contentKey: Uint8Array }
	| { readonly kind: "deleted"; readonly row: DeletedRow; readonly at: number };

/** What is to last until tabs close: all of these. None: it is deleted at once. */
export interface ShownIn {
	readonly conversation: string;
	readonly tabs: readonly number[];
}

/** Where a message is shown: our conversation, or the id inside the message where it belongs to none, and the tab. */
export interface ShownAt {
	readonly conversation: string;
	/** Null: by hand. */
	readonly tab: number | null;
}

export interface HistoryStore extends InMemory {
	find(key: string): Promise<Found | null>;
	/** What has to be committed for a message that is now read or sent. */
	keep(key: string, facts: MessageFacts, contentKey: Uint8Array, at: ShownAt): Promise<readonly Change[]>;
	/** One more tab shows a message that is kept until its tab closes. */
	shown(facts: MessageFacts, at: ShownAt): Promise<void>;
	tabClosed(tab: number): Promise<void>;
	/** Tabs may have gone while nobody listened. */
	keepTabs(tabs: readonly number[]): Promise<void>;
	/** The time of something is over, or may be: `sweep` has work. */
	isDue(): Promise<boolean>;
	/** Tombstones for all whose time is over, and the epoch keys that go with them. */
	sweep(): Promise<readonly Change[]>;
	/** The rows of `which` under another setting. */
	rekey(which: (row: KeptRow) => boolean, own: Retention, at: ShownIn): Promise<readonly Change[]>;
	readonly stateKeys: StateKeys;
	/** From now on states are sealed under a new key. Together with `SessionStore.renewSeals`. */
	freshState(): Promise<void>;
	/** State keys before this one go; every session lies under it or a newer one. */
	dropFormerStates(current: string): Promise<void>;
}

/** Stands for "by hand" among tabs: until the browser closes. */
const noTab = -1;

export function createHistoryStore(vault: Vault, ports: Pick<Ports, "memory" | "random" | "now">): HistoryStore {
	const { memory, random, now } = ports;
	const closing = createClosingKeys({ memory, seal: vault.sealForMemory, open: vault.openFromMemory, random });
	let held: Epochs | null = null;
	/** How often what was held was let go. */
	let forgotten = 0;
	/** Keys were made or thrown away since they were written. */
	let changed = false;
	let version = 0;
	/** When the next row is due; undefined: not known to this worker. */
	let due: number | null | undefined;

	async function epochs(): Promise<Epochs> {
		// What was read late never takes the place of keys that were made meanwhile.
		while (held === null) {
			const before = forgotten;
			const read = await readEpochs(vault);
			if (before === forgotten) held ??= read;
		}
		return held;
	}

	function take(after: Epochs): void {
		if (after === held) return;
		held = after;
		changed = true;
		version++;
	}

	/** Keys of these rows, looked up beforehand: the rules are synchronous. */
	async function keysOf(rows: readonly KeyedRow[]): Promise<(epoch: string) => Uint8Array | null> {
		const all = new Map(await epochs());
		for (const { row } of rows) {
			if (row.kind !== "kept" || all.has(row.epoch) || !closedEpoch(row.epoch)) continue;
			const key = await closing.keyOf(row.epoch);
			if (key !== null) all.set(row.epoch, key);
		}
		return (name) => all.get(name) ?? null;
	}

	async function heldBy(conversation: string, tabs: readonly number[]) {
		let key = null;
		for (const tab of tabs) key = await closing.keyFor(conversation, tab);
		return key;
	}

	/** The row changes, and without the keys that nothing needs after them. */
	function replaced(rows: readonly KeyedRow[], dead: readonly KeyedRow[], keys: Epochs): readonly Change[] {
		const after = new Map([...rows, ...dead].map(({ key, row }) => [key, row]));
		const inUse = [...after.values()].flatMap((row) => (row.kind === "kept" ? [row.epoch] : []));
		const gone = [...expired(keys, now()), ...unused(keys, inUse)];
		due = nextDue([...after].map(([key, row]) => ({ key, row })));
		take(gone.length === 0 ? keys : withoutKeys(keys, gone));
		return dead.map(({ key, row }) => rowChange(key, row));
	}

	return {
		async find(key) {
			const row = await findRow(vault, key);
			if (row === null) return null;
			if (row.kind === "deleted") return { kind: "deleted", row, at: row.at };
			const contentKey = openRow({ key, row }, await keysOf([{ key, row }]), now());
			const { kind, epoch, wrapped, ...facts } = row;
			return contentKey === null
				? { kind: "deleted", row: tombstone(row, now()), at: now() }
				: { kind: "kept", facts, contentKey };
		},

		async keep(key, facts, contentKey, { conversation, tab }) {
			if (facts.keep === "closed") {
				const { name, key: under } = await closing.keyFor(conversation, tab ?? noTab);
				return [
					rowChange(key, { ...facts, kind: "kept", epoch: name, wrapped: wrap(name, under, key, contentKey, random) }),
				];
			}
			const target = epochKey(await epochs(), facts.keep, facts.firstSeen, random);
			const wrapped = wrap(target.name, target.key, key, contentKey, random);
			const row: KeptRow = { ...facts, kind: "kept", epoch: target.name, wrapped };
			const until = nextDue([{ key, row }]);
			if (due !== undefined && until !== null) due = due === null ? until : Math.min(due, until);
			take(target.epochs);
			return [rowChange(key, row)];
		},

		async shown({ keep }, { conversation, tab }) {
			if (keep === "closed") await closing.keyFor(conversation, tab ?? noTab);
		},

		async tabClosed(tab) {
			if (await closing.tabClosed(tab)) due = undefined;
		},

		async keepTabs(tabs) {
			if (await closing.keepOnly(new Set([...tabs, noTab]))) due = undefined;
		},

		async isDue() {
			return due === undefined || (due !== null && due <= now());
		},

		async sweep() {
			// One that was damaged opens no more, and must not keep the others from going.
			const rows = await listRows(vault, "intact");
			const dead = [...dueRows(rows, now()), ...closedRows(rows, await closing.living(), now())];
			return replaced(rows, dead, await epochs());
		},

		async rekey(which, own, { conversation, tabs }) {
			const rows = await listRows(vault);
			const concerned = rows.filter(({ row }) => row.kind === "kept" && which(row));
			const after = rekey({
				rows: concerned,
				own,
				epochs: await epochs(),
				keyOf: await keysOf(concerned),
				closing: own === "closed" ? await heldBy(conversation, tabs) : null,
				now: now(),
				random,
			});
			return replaced(rows, after.rows, after.epochs);
		},

		stateKeys: {
			async sealing() {
				const { epochs: after, name, key } = stateEpoch(await epochs(), now(), random);
				take(after);
				return { epoch: name, seal: (state, id) => wrap(name, key, id, state, random) };
			},
			async opening() {
				const keys = await epochs();
				return (name, sealed, id) => unwrap(name, keys.get(name) ?? null, id, sealed);
			},
		},

		async freshState() {
			take(freshState(await epochs(), now(), random).epochs);
		},

		async dropFormerStates(current) {
			const keys = await epochs();
			const former = formerStates(keys, current);
			if (former.length > 0) take(withoutKeys(keys, former));
		},

		version: () => version,
		changes: async () => (changed && held !== null ? [epochsChange(held)] : []),
		written() {
			changed = false;
		},
		forget() {
			held = null;
			forgotten++;
			changed = false;
			due = undefined;
		},
	};
}
