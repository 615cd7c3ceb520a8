/** Everything the background needs of the browser. Made from src/platform by entrypoints/background.ts, from memory by tests. */
import type { ToContent, ToPages } from "../messaging/channels.ts";
import type { IdleState } from "../platform/idle.ts";
import type { MenuItem } from "../platform/menus.ts";
import type { Area } from "../platform/storage.ts";
import type { TabInfo } from "../platform/tabs.ts";
import type { WindowSize } from "../platform/windows.ts";

export interface Ports {
	readonly own: { readonly id: string; readonly origin: string };
	readonly now: () => number;
	/** Resolves after so many milliseconds. */
	readonly wait: (ms: number) => Promise<void>;
	readonly random: (length: number) => Uint8Array;
	/** Gone when the browser closes; outlives the worker. */
	readonly memory: Area;
	/** Non-secret flags on disk. */
	readonly flags: Area;
	readonly tabs: {
		active(): Promise<TabInfo | null>;
		url(tab: number): Promise<string | null>;
		known(): Promise<readonly TabInfo[]>;
		/** Undefined if nobody answered. Without `frame`: to all frames. */
		send(tab: number, order: ToContent, frame?: number): Promise<unknown>;
		reload(tab: number): Promise<void>;
		open(path: string): Promise<void>;
	};
	readonly windows: {
		open(path: string, size: WindowSize): Promise<void>;
		/** False where only the user can open it. */
		toolbarPopup(): Promise<boolean>;
	};
	readonly scripts: {
		registered(): Promise<readonly { id: string; matches: readonly string[] }[]>;
		register(id: string, pattern: string): Promise<void>;
		unregister(id: string): Promise<void>;
		/** Puts the file of what only writing needs into one frame. Rejects where the browser does not let us. */
		putWriting(tab: number, frame: number): Promise<void>;
	};
	readonly menus: { show(items: readonly MenuItem[], patterns: readonly string[]): Promise<void> };
	/** Starts the extension anew, with the version that was downloaded. */
	readonly reloadExtension: () => void;
	readonly permissions: {
		/** Match pattern the browser's leave is given for. */
		pattern(origin: string): string;
		has(origin: string): Promise<boolean>;
		drop(origin: string): Promise<boolean>;
	};
	readonly idle: {
		locksWithScreen(): boolean;
		setIdleAfter(seconds: number): void;
		/** As of now, idle meaning no input for so many seconds. */
		state(seconds: number): Promise<IdleState>;
	};
	readonly alarms: { repeat(name: string, minutes: number): Promise<void>; cancel(name: string): Promise<void> };
	/** Whether a frame in a page learns that something covers it. */
	readonly tellsCovers: () => boolean;
	/** `at`: the one frame in a web page that it is for; else it is for all of them. */
	readonly tellPages: (news: ToPages, at?: { readonly tab: number; readonly frame: number }) => void;
	/** A text from `_locales`. */
	readonly text: (key: string, substitutions?: string | string[]) => string;
}
