/**
 * The WebExtension API of this browser. The background and our pages get it through webextension-polyfill (polyfilled.ts). A
 * content script gets the browser's own: the polyfill would run in the page's process, throws where the extension has gone,
 * and wraps nothing that a content script calls (docs/dependencies.md).
 */
import type { Browser } from "webextension-polyfill";

const scope = globalThis as unknown as { readonly browser?: Browser; readonly chrome?: Browser };
let provided: Browser | null = null;

/** From here on `api()` gives this one, until null. */
export function provideApi(api: Browser | null): void {
	provided = api;
}

/** Read on every use: tests put another one in place, and an orphaned content script loses it. */
export function api(): Browser {
	const found = provided ?? scope.browser ?? scope.chrome;
	if (found === undefined) throw new Error("no extension API here");
	return found;
}
