/** Tabs: which one the user looks at, orders to the content scripts in one, and the end of one. */
import { api } from "./browser.ts";

export interface TabInfo {
	readonly id: number;
	/** Known only for sites we may run on, and for the tab whose popup the user opened. */
	readonly url: string | null;
}

/**
 * The tab the user means. A page of ours may itself be the active one (the popup opened as a tab), so pages of ours are passed over
 * for the web page that was looked at last.
 */
export async function activeTab(): Promise<TabInfo | null> {
	const own = api().runtime.getURL("");
	const isOurs = (url: string | undefined) => url?.startsWith(own) ?? false;
	const [focused] = await api().tabs.query({ active: true, lastFocusedWindow: true });
	if (focused?.id !== undefined && !isOurs(focused.url)) return { id: focused.id, url: focused.url ?? null };
	const all = await api().tabs.query({});
	const latest = all
		.filter((tab) => tab.url !== undefined && !isOurs(tab.url))
		.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
	return latest?.id === undefined ? null : { id: latest.id, url: latest.url ?? null };
}

/** Top-level URL of a tab, null if there is no such tab or it is not ours to know. */
export async function tabUrl(tab: number): Promise<string | null> {
	try {
		return (await api().tabs.get(tab)).url ?? null;
	} catch {
		return null;
	}
}

/** Tabs that show a page we may run on. */
export async function knownTabs(): Promise<readonly TabInfo[]> {
	const all = await api().tabs.query({});
	return all.flatMap((tab) => (tab.id === undefined ? [] : [{ id: tab.id, url: tab.url ?? null }]));
}

/**
 * To the content scripts of one frame, or of all frames without `frame`. Resolves to the first answer, or to undefined if
 * nobody is there (never rejects: a page may go at any moment).
 */
export async function sendToTab(tab: number, message: unknown, frame?: number): Promise<unknown> {
	try {
		return await api().tabs.sendMessage(tab, message, frame === undefined ? {} : { frameId: frame });
	} catch {
		return undefined;
	}
}

/**
 * To our own frames in web pages, or to the one at `at`. Firefox counts them as content, so what goes to pages passes them over
 * (seen: messages stayed readable after locking); Chromium has told them already. Without `at` content scripts hear it too.
 */
export async function tellFramesInTabs(
	message: unknown,
	at?: { readonly tab: number; readonly frame: number },
): Promise<void> {
	if (!api().runtime.getURL("").startsWith("moz-extension:")) return;
	if (at !== undefined) return void (await sendToTab(at.tab, message, at.frame));
	for (const { id } of await api().tabs.query({})) if (id !== undefined) void sendToTab(id, message);
}

export async function reloadTab(tab: number): Promise<void> {
	await api().tabs.reload(tab);
}

export async function openTab(path: string): Promise<void> {
	await api().tabs.create({ url: api().runtime.getURL(path) });
}

export function onTabRemoved(handler: (tab: number) => void): void {
	api().tabs.onRemoved.addListener((tab) => handler(tab));
}
