/**
 * The composer asked for without its lock: on whatever the user can write into ("use this box"), or in place of the text of a field
 * or of what is selected in it. From the menu of the box, by keyboard, or from the popup.
 */
import type { Destination } from "../messaging/channels.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { webOrigin } from "./sender.ts";
import { isOn } from "./sites.ts";

interface How {
	/** The frame that was clicked; without it all are asked, and the one the user is in answers. */
	readonly frame?: number;
	/** "Use this box", by its menu or key: it is remembered for the site. */
	readonly remembered: boolean;
}

/** @throws Fault `site-unsupported` where no script of ours runs, `no-box` if no frame knows a box */
export async function openComposerInActiveTab(core: Core, into: Destination | "either", how: How): Promise<void> {
	const tab = await core.ports.tabs.active();
	if (tab === null || !(await isOn(core, webOrigin(tab.url)))) throw new Fault("site-unsupported");
	await openComposerIn(core, tab.id, into, how);
}

/** @throws Fault `no-box` */
export async function openComposerIn(
	{ ports }: Core,
	tab: number,
	into: Destination | "either",
	{ frame, remembered }: How,
): Promise<void> {
	const keep = remembered && into === "box" ? ({ remembered: true } as const) : {};
	const answer = await ports.tabs.send(tab, { to: "content", kind: "open-composer", into, ...keep }, frame);
	if (answer === undefined) throw new Fault("no-box");
}
