/**
 * Two small key-value areas. `local` holds non-secret flags only: content scripts of ours can read it in Firefox, which has
 * no access levels. `session` lives in memory until the browser closes. Sealed records are in IndexedDB instead.
 */
import type { Storage } from "webextension-polyfill";
import { api } from "./browser.ts";

export interface Area {
	get(key: string): Promise<unknown>;
	all(): Promise<Readonly<Record<string, unknown>>>;
	set(key: string, value: unknown): Promise<void>;
	remove(keys: string | readonly string[]): Promise<void>;
}

export const localFlags: Area = area(() => api().storage.local);
export const sessionMemory: Area = area(() => api().storage.session);

function area(storage: () => Storage.StorageArea): Area {
	return {
		get: async (key) => (await storage().get(key))[key],
		all: async () => storage().get(null),
		set: async (key, value) => storage().set({ [key]: value }),
		remove: async (keys) => storage().remove(typeof keys === "string" ? keys : [...keys]),
	};
}
