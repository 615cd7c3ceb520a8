/** The item "use this box" in the menu of boxes, on sites that are on. */
import type { Core } from "./core.ts";

/** Name of the item, and of the keyboard command in the manifest. */
export const useBox = "use-box";

export async function showMenu({ ports }: Pick<Core, "ports">, origins: readonly string[]): Promise<void> {
	const patterns = new Set(origins.map((origin) => ports.permissions.pattern(origin)));
	await ports.menus.show(useBox, ports.text("useThisBox"), [...patterns]);
}
