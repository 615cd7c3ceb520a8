/** Sotto's items in the menu of boxes and fields, on sites that are on. */
import type { Destination } from "../messaging/channels.ts";
import type { Core } from "./core.ts";

/** Where each item's composer writes to, by the item's name. */
const menuItems = { "use-box": "box", "encrypt-field": "field", "encrypt-selection": "selection" } as const;

/** The same for the keyboard commands in the manifest. */
const commands = { "use-box": "box", encrypt: "either" } as const;

/** Undefined for what is no item of ours. */
export function menuItem(id: string): Destination | undefined {
	return Object.hasOwn(menuItems, id) ? menuItems[id as keyof typeof menuItems] : undefined;
}

export function keyCommand(name: string): Destination | "either" | undefined {
	return Object.hasOwn(commands, name) ? commands[name as keyof typeof commands] : undefined;
}

export async function showMenu({ ports }: Pick<Core, "ports">, origins: readonly string[]): Promise<void> {
	const patterns = new Set(origins.map((origin) => ports.permissions.pattern(origin)));
	const titles: Record<keyof typeof menuItems, string> = {
		"encrypt-field": ports.text("encryptField"),
		"encrypt-selection": ports.text("encryptSelection"),
		"use-box": ports.text("useThisBox"),
	};
	const items = Object.entries(titles).map(([id, title]) => ({ id, title }));
	await ports.menus.show(items, [...patterns]);
}
