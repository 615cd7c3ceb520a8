/**
 * Leave of the user to run on a site. The browser gives it for a host (every port of it), so the pattern names no port:
 * Firefox refuses one that does. Which origin is on is decided by the background (src/background/sites.ts).
 */
import { api } from "./browser.ts";

/** `https://chat.example/*` for `https://chat.example:8443`. Throws on anything that is not http(s). */
export function sitePattern(origin: string): string {
	const { protocol, hostname } = new URL(origin);
	if (protocol !== "https:" && protocol !== "http:") throw new Error("not a web origin");
	return `${protocol}//${hostname}/*`;
}

/** Asks the user; only inside a click of one of our pages. The prompt may close the popup, so nothing may depend on the answer. */
export function requestSite(origin: string): Promise<boolean> {
	return api().permissions.request({ origins: [sitePattern(origin)] });
}

export function hasSite(origin: string): Promise<boolean> {
	return api().permissions.contains({ origins: [sitePattern(origin)] });
}

/** Gives the leave back. False where the browser keeps it (granted at install). */
export async function dropSite(origin: string): Promise<boolean> {
	try {
		return await api().permissions.remove({ origins: [sitePattern(origin)] });
	} catch {
		return false;
	}
}

/** Patterns the user granted or took back, also from the browser's own pages. */
export function onSitesChanged(
	handler: (change: { added: readonly string[]; removed: readonly string[] }) => void,
): void {
	api().permissions.onAdded.addListener((given) => handler({ added: given.origins ?? [], removed: [] }));
	api().permissions.onRemoved.addListener((taken) => handler({ added: [], removed: taken.origins ?? [] }));
}
