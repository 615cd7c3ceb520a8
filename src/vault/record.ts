/**
 * One sealed record.
 *
 *   stored key = hex(HMAC-SHA-256(index key, "Sotto/1 record name" || table length(1) || table || id)[0..16])
 *   sealed     = version(1) || nonce(24) || XChaCha20-Poly1305(record key, nonce, AAD, id length(2) || id || value)
 *   AAD        = "Sotto/1 record" || version || table length(1) || table || stored key
 *
 * XChaCha20-Poly1305 and not AES-GCM: its 24-byte nonce may be random without a count of messages, so two tabs, a crash or
 * a restored profile cannot make one repeat; and it is synchronous, so nothing waits between sealing and the transaction.
 * The associated data pins a record to its place: swapped or moved records do not open.
 */
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { type MacKey, mac, macKey, openExtended, sealExtended } from "../protocol/index.ts";
import { VaultError } from "./errors.ts";
import { migrate, type PlainRecord, type Schema } from "./schema.ts";
import { type DerivedKeys, type Random, type Table, tables } from "./store.ts";

const nonceLength = 24;
const tagLength = 16;
/** Bytes. Ids are hex hashes, origins and short names; a longer one is a mistake of ours. */
const maxIdLength = 1024;
/** Bytes. The largest record is a contact with the card of 16 devices (about 60 kB); more only costs memory. */
const maxValueLength = 4 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const recordLabel = encoder.encode("Sotto/1 record");
const nameLabel = encoder.encode("Sotto/1 record name");
const removedLabel = encoder.encode("Sotto/1 removed account");
const rowLabel = encoder.encode("Sotto/1 history row");

const tableNames: ReadonlyMap<Table, Uint8Array> = new Map(
	tables.map((table) => {
		const name = encoder.encode(table);
		return [table, concatBytes(Uint8Array.of(name.length), name)];
	}),
);
const tableName = (table: Table): Uint8Array => tableNames.get(table) ?? new Uint8Array(0);

/** The two key blocks of HMAC, hashed once for as long as the keys are held. */
const nameKeys = new WeakMap<DerivedKeys, MacKey>();

function nameOf(keys: DerivedKeys, ...parts: readonly Uint8Array[]): string {
	const held = nameKeys.get(keys) ?? macKey(keys.indexKey);
	nameKeys.set(keys, held);
	return bytesToHex(mac(held, ...parts).subarray(0, 16));
}

/** The opaque name under which a record lies in the store: 32 hex digits. */
export function storedKey(keys: DerivedKeys, table: Table, id: string): string {
	return nameOf(keys, nameLabel, tableName(table), encoder.encode(id));
}

/** Row name of a message in the history: 32 hex digits (docs/protocol.md, Envelope). */
export function historyRowKey(keys: DerivedKeys, digest: Uint8Array): string {
	return nameOf(keys, rowLabel, digest);
}

/** What stays of an account that was removed: 32 hex digits. */
export function removedAccountName(keys: DerivedKeys, fingerprint: Uint8Array): string {
	return nameOf(keys, removedLabel, fingerprint);
}

function associatedData(version: number, table: Table, key: string): Uint8Array {
	return concatBytes(recordLabel, Uint8Array.of(version), tableName(table), encoder.encode(key));
}

/**
 * `key`: `storedKey` of the record.
 * @throws RangeError when id or value are over their limits: our mistake, never a matter of input.
 */
export function sealRecord(
	keys: DerivedKeys,
	key: string,
	record: PlainRecord,
	version: number,
	random: Random,
): Uint8Array {
	const id = encoder.encode(record.id);
	if (id.length > maxIdLength || record.value.length > maxValueLength) throw new RangeError("record too large");
	const nonce = random(nonceLength);
	if (nonce.length !== nonceLength) throw new RangeError("random source gave too few bytes");
	const aad = associatedData(version, record.table, key);
	const plain = concatBytes(Uint8Array.of(id.length >> 8, id.length & 0xff), id, record.value);
	return concatBytes(Uint8Array.of(version), nonce, sealExtended(keys.recordKey, nonce, aad, plain));
}

/**
 * Opens what lies under `key`, lifted to today's version.
 *
 * @throws VaultError `vault-too-new` for a newer version (told before opening: its sealing may differ);
 *   `storage-failed` for everything that does not open.
 */
export function openRecord(
	keys: DerivedKeys,
	table: Table,
	key: string,
	sealed: Uint8Array,
	schema: Schema,
): { id: string; value: Uint8Array } {
	const version = sealed[0];
	if (version === undefined || sealed.length < 1 + nonceLength + tagLength + 2) throw new VaultError("storage-failed");
	if (version > schema.current) throw new VaultError("vault-too-new");
	const nonce = sealed.subarray(1, 1 + nonceLength);
	const aad = associatedData(version, table, key);
	const plain = openExtended(keys.recordKey, nonce, aad, sealed.subarray(1 + nonceLength));
	if (plain === null) throw new VaultError("storage-failed");
	const idLength = ((plain[0] ?? 0) << 8) | (plain[1] ?? 0);
	if (2 + idLength > plain.length) throw new VaultError("storage-failed");
	const id = decoder.decode(plain.subarray(2, 2 + idLength));
	return { id, value: migrate(schema, version, { table, id, value: plain.slice(2 + idLength) }) };
}
