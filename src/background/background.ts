/** The background as one object: a router over handlers, and what to do when the browser tells of something. */

import type { IdleState } from "../platform/idle.ts";
import type { Suite } from "../protocol/index.ts";
import type { Vault } from "../vault/vault.ts";
import { createAutoLock } from "./auto-lock.ts";
import { keyCommand, menuItem } from "./box-menu.ts";
import { endExpired } from "./comparing.ts";
import { createCore } from "./core.ts";
import { byHandHandlers } from "./handlers/by-hand.ts";
import { codesHandlers } from "./handlers/codes.ts";
import { composerHandlers } from "./handlers/composer.ts";
import { contactsHandlers } from "./handlers/contacts.ts";
import { contentHandlers } from "./handlers/content.ts";
import { ownAccountHandlers } from "./handlers/own-account.ts";
import { popupHandlers } from "./handlers/popup.ts";
import { readerHandlers } from "./handlers/reader.ts";
import { safeHandlers } from "./handlers/safe.ts";
import { welcomeHandlers } from "./handlers/welcome.ts";
import { sweepWhenDue, tabClosed, tidyDaily } from "./housekeeping.ts";
import type { Ports } from "./ports.ts";
import { createRouter, type Handlers, type Route } from "./router.ts";
import { forgetTab, permissionsChanged, repairRegistrations } from "./sites.ts";
import { updateAvailable, updateIfQuiet } from "./updates.ts";
import { openComposerIn, openComposerInActiveTab } from "./use-box.ts";

export interface Background {
	readonly route: Route;
	/** Every time the worker comes up. */
	started(): Promise<void>;
	installed(why: "install" | "update"): Promise<void>;
	idleChanged(state: IdleState): Promise<void>;
	alarm(name: string): Promise<void>;
	tabRemoved(tab: number): Promise<void>;
	/** A click in the menu of a box. */
	menu(id: string, tab: number, frame: number): Promise<void>;
	/** A key of the manifest. */
	command(name: string): Promise<void>;
	updateAvailable(): Promise<void>;
	sitesChanged(change: { readonly added: readonly string[]; readonly removed: readonly string[] }): Promise<void>;
}

export function createBackground(ports: Ports, vault: Vault, suite: Suite): Background {
	const core = createCore(ports, vault, suite);
	const autoLock = createAutoLock(core);
	const handlers: Handlers = {
		...contentHandlers(core),
		...readerHandlers(core),
		...composerHandlers(core),
		...safeHandlers(core),
		...popupHandlers(core, autoLock),
		...contactsHandlers(core),
		...ownAccountHandlers(core),
		...byHandHandlers(core),
		...codesHandlers(core),
		...welcomeHandlers(core, autoLock),
	};
	return {
		route: createRouter(handlers, { own: ports.own, beforeRequest: autoLock.check }),
		async started() {
			await core.history.keepTabs((await ports.tabs.known()).map(({ id }) => id));
			ports.idle.setIdleAfter((await autoLock.minutes()) * 60);
			await autoLock.check();
		},
		async installed(why) {
			await repairRegistrations(core);
			if (why === "install" && (await core.vault.state()) === "none") await ports.tabs.open("welcome.html");
		},
		idleChanged: autoLock.idleChanged,
		async alarm(name) {
			await autoLock.alarm(name);
			await endExpired(core);
			await sweepWhenDue(core);
			await tidyDaily(core);
			await updateIfQuiet(core);
		},
		async tabRemoved(tab) {
			await forgetTab(core, tab);
			await tabClosed(core, tab);
			await updateIfQuiet(core);
		},
		async menu(id, tab, frame) {
			const into = menuItem(id);
			if (into !== undefined) await openComposerIn(core, tab, into, { frame, remembered: true });
		},
		async command(name) {
			const into = keyCommand(name);
			if (into !== undefined) await openComposerInActiveTab(core, into, { remembered: true });
		},
		updateAvailable: () => updateAvailable(core),
		sitesChanged: (change) => permissionsChanged(core, change),
	};
}
