/** The ports of a real browser, and its events wired to a background. */
import type { ToPages } from "../messaging/channels.ts";
import { cancelAlarm, onAlarm, repeatAlarm } from "../platform/alarms.ts";
import { now, wait } from "../platform/clock.ts";
import { tellsCovers } from "../platform/covers.ts";
import { message } from "../platform/i18n.ts";
import { idleState, locksWithScreen, onIdleChange, setIdleAfter } from "../platform/idle.ts";
import { onBoxMenu, onCommand, showBoxMenu } from "../platform/menus.ts";
import { dropSite, hasSite, onSitesChanged, sitePattern } from "../platform/permissions.ts";
import { random } from "../platform/random.ts";
import { onInstalled, onMessage, onUpdateAvailable, ownIdentity, reloadExtension, send } from "../platform/runtime.ts";
import { putWriting, registeredScripts, registerScript, unregisterScript } from "../platform/scripting.ts";
import { closeStorageToContentScripts } from "../platform/session-keys.ts";
import { localFlags, sessionMemory } from "../platform/storage.ts";
import {
	activeTab,
	knownTabs,
	onTabRemoved,
	openTab,
	reloadTab,
	sendToTab,
	tabUrl,
	tellFramesInTabs,
} from "../platform/tabs.ts";
import { openToolbarPopup, openWindow } from "../platform/windows.ts";
import type { Background } from "./background.ts";
import type { Ports } from "./ports.ts";

export function browserPorts(): Ports {
	return {
		own: ownIdentity(),
		now,
		wait,
		random,
		memory: sessionMemory,
		flags: localFlags,
		tabs: { active: activeTab, url: tabUrl, known: knownTabs, send: sendToTab, reload: reloadTab, open: openTab },
		windows: { open: openWindow, toolbarPopup: openToolbarPopup },
		scripts: { registered: registeredScripts, register: registerScript, unregister: unregisterScript, putWriting },
		menus: { show: showBoxMenu },
		reloadExtension,
		permissions: { pattern: sitePattern, has: hasSite, drop: dropSite },
		idle: { locksWithScreen, setIdleAfter, state: idleState },
		alarms: { repeat: repeatAlarm, cancel: cancelAlarm },
		tellsCovers,
		tellPages: (news: ToPages, at?: { readonly tab: number; readonly frame: number }) => {
			// Rejects when no page of ours is open, which is no failure.
			void send(news).catch(() => undefined);
			void tellFramesInTabs(news, at).catch(() => undefined);
		},
		text: message,
	};
}

/**
 * Call in the worker's first turn: a worker woken by an event loses it if nobody listens by then. A failure of ours in an
 * event has nobody to be told; the vault stays as it was.
 */
export function listen(background: Background): void {
	const quietly = (work: Promise<void>) => void work.catch(() => undefined);
	onMessage((request, sender) => (isRequest(request) ? background.route(request, sender) : undefined));
	onInstalled((why) => quietly(background.installed(why)));
	onIdleChange((state) => quietly(background.idleChanged(state)));
	onAlarm((name) => quietly(background.alarm(name)));
	onTabRemoved((tab) => quietly(background.tabRemoved(tab)));
	onSitesChanged((change) => quietly(background.sitesChanged(change)));
	onBoxMenu((id, tab, frame) => quietly(background.menu(id, tab, frame)));
	onCommand((name) => quietly(background.command(name)));
	onUpdateAvailable(() => quietly(background.updateAvailable()));
	quietly(closeStorageToContentScripts());
	quietly(background.started());
}

/** News from the background to pages are not for the background; everything else is answered, refusals included. */
function isRequest(message: unknown): boolean {
	return !(typeof message === "object" && message !== null && "to" in message);
}
