/**
 * The derived keys while the vault is unlocked: session storage lies in memory, outlives the worker and ends with the
 * browser. Every extension page can read it, so only purpose-bound keys go there (src/vault/keys.ts).
 */
import type { Storage } from "webextension-polyfill";
import type { DerivedKeys, KeyCache } from "../vault/store.ts";
import { api } from "./browser.ts";

const item = "vaultKeys";

/** Chromium only; Firefox has no access levels, and its session storage is out of reach for content scripts anyway. */
type WithAccessLevel = Storage.StorageArea & {
	setAccessLevel?: (options: { accessLevel: "TRUSTED_CONTEXTS" }) => Promise<void>;
};

/** Closes every storage area to content scripts where the browser can. Rejects if the browser can and did not. */
export async function closeStorageToContentScripts(): Promise<void> {
	const { local, session, sync } = api().storage;
	for (const area of [session, local, sync] as readonly (WithAccessLevel | undefined)[]) {
		await area?.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
	}
}

/** No key is written before the areas are closed. */
export function createKeyCache(): KeyCache {
	let closed: Promise<void> | undefined;
	return {
		async read() {
			const found = (await api().storage.session.get(item))[item];
			return parseKeys(found);
		},

		async write(keys) {
			if (keys === null) {
				await api().storage.session.remove(item);
				return;
			}
			closed ??= closeStorageToContentScripts();
			try {
				await closed;
			} catch (error) {
				closed = undefined;
				throw error;
			}
			const { recordKey, indexKey } = keys;
			await api().storage.session.set({ [item]: { recordKey: toHex(recordKey), indexKey: toHex(indexKey) } });
		},
	};
}

function parseKeys(found: unknown): DerivedKeys | null {
	if (typeof found !== "object" || found === null) return null;
	const { recordKey, indexKey } = found as Record<string, unknown>;
	const keys = { recordKey: fromHex(recordKey), indexKey: fromHex(indexKey) };
	return keys.recordKey && keys.indexKey ? { recordKey: keys.recordKey, indexKey: keys.indexKey } : null;
}

/** Session storage keeps JSON in Chromium: byte arrays would come back as plain objects. */
const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function fromHex(text: unknown): Uint8Array | null {
	if (typeof text !== "string" || !/^[0-9a-f]{64}$/.test(text)) return null;
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
