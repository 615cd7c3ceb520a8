/**
 * All sessions, in memory while the vault is open: finding the slot that is ours needs every header key. What is taken in here is
 * written with the next commit (vault/batch.ts), which the caller makes in the same turn.
 */
import { createSessionIndex, type SessionIndex, type Suite } from "../protocol/index.ts";
import type { InMemory } from "../vault/batch.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import {
	decodeSessionRecord,
	epochOfSession,
	type SessionRecord,
	type StateOpen,
	type StateSeal,
	sessionChange,
	sessionId,
	toHex,
} from "./session-record.ts";

/** The key under which states lie can be thrown away, which ends every older copy of them (docs/history.md). */
export interface StateKeys {
	/** @throws VaultError */
	sealing(): Promise<StateSeal>;
	/** @throws VaultError */
	opening(): Promise<StateOpen>;
}

export interface SessionStore extends InMemory {
	/** For `openEnvelope`. Not to be changed. */
	index(): Promise<SessionIndex>;
	all(): Promise<readonly SessionRecord[]>;
	find(id: Uint8Array): Promise<SessionRecord | null>;
	/**
	 * With the device of this account that has this key: anybody may list a device, and write to no session of its owner for that. Like
	 * `withAccount` without those of an account that we had before.
	 */
	withDevice(fingerprint: Uint8Array, devicePublicKey: Uint8Array): Promise<readonly SessionRecord[]>;
	/** With any device of this account. */
	withAccount(fingerprint: Uint8Array): Promise<readonly SessionRecord[]>;
	/** With any device of this account, also those of an account that we had before. */
	everWithAccount(fingerprint: Uint8Array): Promise<readonly SessionRecord[]>;
	/** New ones and new states. */
	take(records: readonly SessionRecord[]): Promise<void>;
	drop(records: readonly SessionRecord[]): Promise<void>;
	/** Marks every session that lies under another key than the current one to be written again. Returns the current one's name. */
	renewSeals(): Promise<string>;
}

interface Held {
	readonly records: Map<string, SessionRecord>;
	readonly index: SessionIndex;
}

export function createSessionStore(vault: Pick<Vault, "list">, suite: Suite, keys: StateKeys): SessionStore {
	let held: Held | null = null;
	/** How often what was held was let go. */
	let forgotten = 0;
	let changed = new Set<string>();
	let version = 0;

	async function load(): Promise<Held> {
		// Whoever asks first while another one reads has moved sessions on by now: what was read late is never put in their place.
		while (held === null) {
			const before = forgotten;
			const read = await fromDisk();
			if (before === forgotten) held ??= read;
		}
		return held;
	}

	async function fromDisk(): Promise<Held> {
		const open = await keys.opening();
		const records = new Map<string, SessionRecord>();
		for (const { id, value } of await vault.list("sessions")) {
			const one = decodeSessionRecord(id, value, open);
			if (one !== null) records.set(id, one);
		}
		const sessions = [...records.values()].map(({ session }) => session);
		return { records, index: createSessionIndex(suite, sessions) };
	}

	async function matching(fits: (one: SessionRecord) => boolean): Promise<readonly SessionRecord[]> {
		return [...(await load()).records.values()].filter(fits);
	}

	function touch(id: string): void {
		changed.add(id);
		version++;
	}

	return {
		index: async () => (await load()).index,
		all: () => matching(() => true),
		find: async (id) => (await load()).records.get(toHex(id)) ?? null,
		withDevice: (fingerprint, key) =>
			matching(
				({ standing, session: { peer } }) =>
					standing !== "former" && same(peer.devicePublicKey, key) && same(peer.fingerprint, fingerprint),
			),
		withAccount: (fingerprint) =>
			matching(({ standing, session }) => standing !== "former" && same(session.peer.fingerprint, fingerprint)),
		everWithAccount: (fingerprint) => matching(({ session }) => same(session.peer.fingerprint, fingerprint)),

		async take(records) {
			const { records: known, index } = await load();
			for (const one of records) {
				known.set(sessionId(one), one);
				index.set(one.session);
				touch(sessionId(one));
			}
		},

		async drop(records) {
			const { records: known, index } = await load();
			for (const one of records) {
				known.delete(sessionId(one));
				index.delete(one.session.id);
				touch(sessionId(one));
			}
		},

		async renewSeals() {
			await load();
			const { epoch } = await keys.sealing();
			for (const { id, value } of await vault.list("sessions")) if (epochOfSession(value) !== epoch) touch(id);
			return epoch;
		},

		version: () => version,
		async changes() {
			if (changed.size === 0) return [];
			const { records } = await load();
			const seal = await keys.sealing();
			return [...changed].map((id): Change => {
				const one = records.get(id);
				return one === undefined ? { table: "sessions", id, value: null } : sessionChange(one, seal);
			});
		},
		written() {
			changed = new Set();
		},
		forget() {
			held = null;
			forgotten++;
			changed = new Set();
		},
	};
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
