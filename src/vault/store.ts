/**
 * Ports of the vault: where sealed bytes lie and where the derived keys wait while the worker may die.
 * Implemented in src/platform; nothing here knows a browser.
 */

export type Table =
	| "meta"
	| "identity"
	| "contacts"
	| "conversations"
	| "prekeys"
	| "history"
	| "origins"
	| "outbox"
	| "settings"
	| "drafts"
	| "sessions"
	| "epochs"
	| "ledger";

export const tables: readonly Table[] = [
	"meta",
	"identity",
	"contacts",
	"conversations",
	"prekeys",
	"history",
	"origins",
	"outbox",
	"settings",
	"drafts",
	"sessions",
	"epochs",
	"ledger",
];

/** Sealed bytes under opaque keys. Rejects with any error when the storage fails; the old state then stands. */
export interface SealedStore {
	get(table: Table, key: string): Promise<Uint8Array | undefined>;
	/** In their order, of one moment, for about the price of one. */
	getMany(table: Table, keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
	entries(table: Table): Promise<readonly { readonly key: string; readonly value: Uint8Array }[]>;
	/** One database transaction, all or nothing, flushed to disk when it resolves. `null` deletes. */
	write(
		changes: readonly { readonly table: Table; readonly key: string; readonly value: Uint8Array | null }[],
	): Promise<void>;
}

/** What stays at hand while the vault is unlocked: two purpose-bound keys, 32 bytes each, both derived from the vault key. */
export interface DerivedKeys {
	/** Seals and opens records. */
	readonly recordKey: Uint8Array;
	/** Names records: stored keys tell nothing without it. */
	readonly indexKey: Uint8Array;
}

/** Memory that outlives the worker, ends with the browser and never reaches the disk (session storage). */
export interface KeyCache {
	read(): Promise<DerivedKeys | null>;
	write(keys: DerivedKeys | null): Promise<void>;
}

/** Bytes of the platform's CSPRNG. */
export type Random = (length: number) => Uint8Array;

/** One record to write (`null` deletes) before it is sealed. `id` names it within its table. */
export interface Change {
	readonly table: Table;
	readonly id: string;
	readonly value: Uint8Array | null;
}
