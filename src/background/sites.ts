/**
 * Which sites the user turned on, and whether a tab's script is from before. A flag per origin in `storage.local` (it holds
 * no secret) plus the browser's own permission, which counts for a host; both must be there.
 */
import type { BoxChoice } from "../messaging/channels.ts";
import { showMenu } from "./box-menu.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { webOrigin } from "./sender.ts";
import { evidenceKeys, roomKey, siteKey } from "./site-keys.ts";

interface SiteFlags {
	readonly autoSend?: "yes" | "no";
	/** Oldest first. */
	readonly boxes?: readonly BoxChoice[];
}

/** Boxes remembered for one site; a page that makes its boxes anew each time would fill the disk. */
const maxBoxes = 20;

const helloKey = (tab: number): string => `hello:${tab}`;

export async function isOn(core: Core, origin: string | null): Promise<boolean> {
	if (origin === null || (await flagsOf(core, origin)) === null) return false;
	return core.ports.permissions.has(origin);
}

async function flagsOf(core: Core, origin: string): Promise<SiteFlags | null> {
	const found = await core.ports.flags.get(siteKey(origin));
	return typeof found === "object" && found !== null ? found : null;
}

export async function autoSendOf(core: Core, origin: string): Promise<"ask" | "yes" | "no"> {
	const { autoSend } = (await flagsOf(core, origin)) ?? {};
	return autoSend === "yes" || autoSend === "no" ? autoSend : "ask";
}

export function setAutoSend(core: Core, origin: string, autoSend: "yes" | "no"): Promise<void> {
	return core.locks.run("sites", async () => {
		const flags = await flagsOf(core, origin);
		if (flags !== null) await core.ports.flags.set(siteKey(origin), { ...flags, autoSend });
	});
}

export async function boxesOf(core: Core, origin: string): Promise<readonly BoxChoice[]> {
	return (await flagsOf(core, origin))?.boxes ?? [];
}

/** The last word on a box counts. */
export function rememberBox(core: Core, origin: string, choice: BoxChoice): Promise<void> {
	const { look, spot } = choice.mark;
	return changeBoxes(core, origin, (boxes) => [
		...boxes.filter(({ mark }) => mark.look !== look || mark.spot !== spot).slice(1 - maxBoxes),
		choice,
	]);
}

export function forgetBoxes(core: Core, origin: string, use: boolean): Promise<void> {
	return changeBoxes(core, origin, (boxes) => boxes.filter((choice) => choice.use !== use));
}

/** Every frame of the site hears of it. Nothing happens where the site is off. */
function changeBoxes(
	core: Core,
	origin: string,
	change: (boxes: readonly BoxChoice[]) => readonly BoxChoice[],
): Promise<void> {
	return core.locks.run("sites", async () => {
		const { flags, tabs } = core.ports;
		const known = await flagsOf(core, origin);
		if (known === null) return;
		const { boxes: before = [], ...rest } = known;
		const boxes = change(before);
		await flags.set(siteKey(origin), boxes.length === 0 ? rest : { ...rest, boxes });
		for (const tab of await tabs.known()) {
			if (webOrigin(tab.url) !== origin) continue;
			// Not waited for: a tab that is asleep answers when it is woken.
			void tabs.send(tab.id, { to: "content", kind: "box-choices", site: origin, boxes });
		}
	});
}

async function originsOn(core: Core): Promise<readonly string[]> {
	return Object.keys(await core.ports.flags.all()).flatMap((key) => (key.startsWith("site:") ? [key.slice(5)] : []));
}

/** @throws Fault `site-unsupported` for what is no web origin, `not-allowed` without the browser's permission. */
export function turnOn(core: Core, origin: string): Promise<void> {
	return core.locks.run("sites", async () => {
		if (webOrigin(origin) !== origin) throw new Fault("site-unsupported");
		if (!(await core.ports.permissions.has(origin))) throw new Fault("not-allowed");
		const pattern = core.ports.permissions.pattern(origin);
		await core.ports.scripts.register(pattern, pattern);
		await core.ports.flags.set(siteKey(origin), (await flagsOf(core, origin)) ?? {});
		await showMenu(core, await originsOn(core));
	});
}

/** Takes our scripts out of its tabs and gives the permission back, unless another port of the host still needs it. */
export function turnOff(core: Core, origin: string): Promise<void> {
	return core.locks.run("sites", async () => {
		const { ports } = core;
		if (webOrigin(origin) !== origin) throw new Fault("site-unsupported");
		const pattern = ports.permissions.pattern(origin);
		await ports.flags.remove([siteKey(origin), roomKey(origin)]);
		await ports.memory.remove(Object.values(evidenceKeys(origin)));
		for (const tab of await ports.tabs.known()) {
			if (webOrigin(tab.url) !== origin) continue;
			await ports.memory.remove(helloKey(tab.id));
			await core.tickets.dropTab(tab.id);
			// Not waited for: a tab that hangs would hold the lock, and with it all other sites.
			void ports.tabs.send(tab.id, { to: "content", kind: "shut-down" });
		}
		await showMenu(core, await originsOn(core));
		const others = (await originsOn(core)).filter((other) => ports.permissions.pattern(other) === pattern);
		if (others.length > 0) return;
		await ports.scripts.unregister(pattern);
		await ports.permissions.drop(origin);
	});
}

/** The user granted or took back a site, in our popup or in the browser's own pages. */
export async function permissionsChanged(
	core: Core,
	change: { readonly added: readonly string[]; readonly removed: readonly string[] },
): Promise<void> {
	for (const pattern of change.added) {
		const origin = await meantBy(core, pattern);
		if (origin !== null) await turnOn(core, origin).catch(() => undefined);
	}
	if (change.removed.length === 0) return;
	for (const origin of await originsOn(core)) {
		if (!(await core.ports.permissions.has(origin))) await turnOff(core, origin);
	}
}

/** A permission names no port: the tab in front says which one. "All sites" turns nothing on by itself. */
async function meantBy(core: Core, pattern: string): Promise<string | null> {
	if (!/^https?:\/\/[^*/]+\/\*$/.test(pattern)) return null;
	const active = webOrigin((await core.ports.tabs.active())?.url);
	if (active !== null && core.ports.permissions.pattern(active) === pattern) return active;
	return webOrigin(pattern.slice(0, -2));
}

/** Registered scripts follow the flags again, should an update or a crash have parted them. */
export async function repairRegistrations(core: Core): Promise<void> {
	const wanted = new Set((await originsOn(core)).map((origin) => core.ports.permissions.pattern(origin)));
	for (const { id } of await core.ports.scripts.registered())
		if (!wanted.has(id)) await core.ports.scripts.unregister(id);
	for (const pattern of wanted) await core.ports.scripts.register(pattern, pattern);
	await showMenu(core, await originsOn(core));
}

/** The script of this tab's top frame came up: it was there before the page's own scripts. */
export async function noteHello(core: Core, tab: number, origin: string): Promise<void> {
	await core.ports.memory.set(helloKey(tab), origin);
}

export async function saidHello(core: Core, tab: number, origin: string): Promise<boolean> {
	return (await core.ports.memory.get(helloKey(tab))) === origin;
}

export async function forgetTab(core: Core, tab: number): Promise<void> {
	await core.ports.memory.remove(helloKey(tab));
	await core.tickets.dropTab(tab);
}
