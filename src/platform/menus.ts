/** Items in the menu of boxes that can be written into. The browser keeps them until they are shown anew. */
import { api } from "./browser.ts";

export interface MenuItem {
	readonly id: string;
	readonly title: string;
}

/** Shows them on pages of these match patterns and nowhere else; on none without any. Of several the browser makes a menu of ours. */
export async function showBoxMenu(items: readonly MenuItem[], patterns: readonly string[]): Promise<void> {
	const { contextMenus } = api();
	await contextMenus.removeAll();
	if (patterns.length === 0) return;
	for (const item of items) {
		contextMenus.create({ ...item, contexts: ["editable"], documentUrlPatterns: [...patterns] });
	}
}

/** `frame`: where it was clicked, 0 for the top one. */
export function onBoxMenu(handler: (id: string, tab: number, frame: number) => void): void {
	api().contextMenus.onClicked.addListener(({ menuItemId, frameId }, tab) => {
		if (tab?.id !== undefined) handler(String(menuItemId), tab.id, frameId ?? 0);
	});
}

/** Keyboard commands of the manifest, by name. */
export function onCommand(handler: (name: string) => void): void {
	api().commands.onCommand.addListener((name) => handler(name));
}
