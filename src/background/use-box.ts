/**
 * "Use this box": the composer on whatever the user can write into, however little it looks like a message box. Asked for from
 * the menu of the box, by keyboard, or in the popup.
 */
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { webOrigin } from "./sender.ts";
import { isOn } from "./sites.ts";

/** @throws Fault `site-unsupported` where no script of ours runs, `no-box` if no frame knows a box */
export async function openComposerInActiveTab(core: Core): Promise<void> {
	const tab = await core.ports.tabs.active();
	if (tab === null || !(await isOn(core, webOrigin(tab.url)))) throw new Fault("site-unsupported");
	await openComposerIn(core, tab.id);
}

/** `frame`: the one that was clicked; without it all are asked, and the one the user is in answers. @throws Fault `no-box` */
export async function openComposerIn({ ports }: Core, tab: number, frame?: number): Promise<void> {
	const answer = await ports.tabs.send(tab, { to: "content", kind: "open-composer" }, frame);
	if (answer === undefined) throw new Fault("no-box");
}
