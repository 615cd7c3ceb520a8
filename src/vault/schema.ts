import { VaultError } from "./errors.ts";
import type { Table } from "./store.ts";

/** An opened record as a migration sees it. */
export interface PlainRecord {
	readonly table: Table;
	readonly id: string;
	readonly value: Uint8Array;
}

/** Lifts every record of version `from` to `from + 1`. Pure; a table it does not concern comes back as it is. */
export interface Migration {
	readonly from: number;
	readonly apply: (record: PlainRecord) => Uint8Array;
}

/** Which version records are written in, and how older ones are read. */
export interface Schema {
	/** 0..255, in every record and authenticated with it. */
	readonly current: number;
	readonly migrations: readonly Migration[];
}

/**
 * The record's value in today's form. Records are lifted when read and written in the new form when they next change, so
 * that an interrupted update leaves nothing half done.
 *
 * @throws VaultError `vault-too-new`; `storage-failed` when a step of the chain is missing.
 */
export function migrate(schema: Schema, version: number, record: PlainRecord): Uint8Array {
	if (version > schema.current) throw new VaultError("vault-too-new");
	let value = record.value;
	for (let at = version; at < schema.current; at++) {
		const step = schema.migrations.find((migration) => migration.from === at);
		if (!step) throw new VaultError("storage-failed");
		value = step.apply({ ...record, value });
	}
	return value;
}
