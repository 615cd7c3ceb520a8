/** What Sotto has stored, read by a page of its own: the sealed bytes in IndexedDB and everything in session memory. */
import type { Person } from "./person.ts";

interface Api {
	readonly storage: { readonly session: { get(keys: null): Promise<Record<string, unknown>> } };
}
declare const chrome: Api;
declare const browser: Api | undefined;

export interface Stored {
	/** Sealed values of each table, in hex. */
	readonly tables: Readonly<Record<string, readonly string[]>>;
	readonly memory: Readonly<Record<string, unknown>>;
}

export async function storedBy(person: Person): Promise<Stored> {
	const page = await person.driver.openExtensionPage("welcome.html");
	// No function is given a name in here: tsx would wrap it in a helper that the page does not have.
	const stored = await page.evaluate(async () => {
		const { storage } = typeof browser === "undefined" ? chrome : browser;
		const database = await new Promise<IDBDatabase>((resolve, reject) => {
			const opening = indexedDB.open("sotto");
			opening.onsuccess = () => resolve(opening.result);
			opening.onerror = () => reject(opening.error);
		});
		const tables: Record<string, string[]> = {};
		for (const table of database.objectStoreNames) {
			const values = await new Promise<Uint8Array[]>((resolve, reject) => {
				const asking = database.transaction(table).objectStore(table).getAll();
				asking.onsuccess = () => resolve(asking.result as Uint8Array[]);
				asking.onerror = () => reject(asking.error);
			});
			tables[table] = values.map((value) => Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(""));
		}
		database.close();
		return { tables, memory: await storage.session.get(null) };
	});
	await page.close();
	await person.chat.bringToFront();
	return stored;
}
