/**
 * Sealed records in IndexedDB, one object store a table. Content scripts cannot reach it in any browser, while Firefox lets
 * them read storage.local (there is no setAccessLevel).
 */
import { type IDBPDatabase, openDB, unwrap } from "idb";
import type { SealedStore, Table } from "../vault/store.ts";

type Records = { [T in Table]: { key: string; value: Uint8Array } };

/** A new table needs a new database version; stores are made when missing and never dropped here. */
const databaseVersion = 2;
const objectStores = [
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
] as const satisfies readonly Table[];

/** Opens on first use, and again after the browser closed the connection. */
export function createSealedStore(name = "sotto"): SealedStore {
	let connection: Promise<IDBPDatabase<Records>> | undefined;

	function forget(): void {
		connection = undefined;
	}

	function database(): Promise<IDBPDatabase<Records>> {
		if (connection === undefined) {
			const opening = openDB<Records>(name, databaseVersion, {
				upgrade(db) {
					for (const table of objectStores) {
						if (!db.objectStoreNames.contains(table)) db.createObjectStore(table);
					}
				},
				// Another context wants to upgrade or delete: let it, and reopen when asked next.
				blocking(_current, _blocked, event) {
					forget();
					(event.target as IDBDatabase).close();
				},
				terminated: forget,
			});
			connection = opening;
			opening.catch(forget);
		}
		return connection;
	}

	return {
		async get(table, key) {
			return (await database()).get(table, key);
		},

		async getMany(table, keys) {
			const store = (await database()).transaction(table).store;
			return Promise.all(keys.map((key) => store.get(key)));
		},

		async entries(table) {
			const store = (await database()).transaction(table).store;
			const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
			return keys.flatMap((key, index) => {
				const value = values[index];
				return value === undefined ? [] : [{ key, value }];
			});
		},

		async write(changes) {
			if (changes.length > 0) await transact(unwrap(await database()), changes);
		},
	};
}

/** Without a promise for each request: whatever fails ends the whole transaction, and nobody asks about one of them. */
function transact(db: IDBDatabase, changes: Parameters<SealedStore["write"]>[0]): Promise<void> {
	return new Promise((done, failed) => {
		const touched = [...new Set(changes.map(({ table }) => table))];
		const transaction = db.transaction(touched, "readwrite", { durability: "strict" });
		transaction.oncomplete = () => done();
		transaction.onabort = () => failed(transaction.error);
		try {
			for (const { table, key, value } of changes) {
				const store = transaction.objectStore(table);
				if (value === null) store.delete(key);
				else store.put(value, key);
			}
			transaction.commit();
		} catch (error) {
			failed(error);
			abort(transaction);
		}
	});
}

/** A refused put already ends its transaction, and then there is nothing to abort. */
function abort(transaction: { abort(): void }): void {
	try {
		transaction.abort();
	} catch {
		// It is over.
	}
}
