/** Content scripts that the browser starts by itself on the sites the user turned on. */
import type { Scripting } from "webextension-polyfill";
import { api } from "./browser.ts";

/** `matchOriginAsFallback` is missing from the published types; both browsers have it (measured). */
type Registration = Scripting.RegisteredContentScript & { matchOriginAsFallback: boolean };

/**
 * In every frame and before any script of the page: the guard must be the first listener, also in `about:blank` and `srcdoc`
 * frames. Survives a restart of the browser; stops by itself when the site's permission goes.
 */
function registration(id: string, pattern: string): Registration {
	return {
		id,
		js: ["page.js"],
		matches: [pattern],
		allFrames: true,
		matchOriginAsFallback: true,
		runAt: "document_start",
		persistAcrossSessions: true,
	};
}

/** Id of each registered script and its match patterns. */
export async function registeredScripts(): Promise<readonly { id: string; matches: readonly string[] }[]> {
	const all = await api().scripting.getRegisteredContentScripts();
	return all.map(({ id, matches }) => ({ id, matches: matches ?? [] }));
}

/** Does nothing if `id` is registered already. */
export async function registerScript(id: string, pattern: string): Promise<void> {
	const known = await api().scripting.getRegisteredContentScripts({ ids: [id] });
	if (known.length === 0) await api().scripting.registerContentScripts([registration(id, pattern)]);
}

/** Does nothing if `id` is not registered. */
export async function unregisterScript(id: string): Promise<void> {
	const known = await api().scripting.getRegisteredContentScripts({ ids: [id] });
	if (known.length > 0) await api().scripting.unregisterContentScripts({ ids: [id] });
}

/** At once, also where the page is still loading: somebody waits for it. */
export async function putWriting(tab: number, frame: number): Promise<void> {
	const target = { tabId: tab, frameIds: [frame] };
	await api().scripting.executeScript({ target, files: ["writing.js"], injectImmediately: true });
}
