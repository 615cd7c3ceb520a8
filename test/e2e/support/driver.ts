/** What the tests need of a browser with Sotto in it. One file per browser: chromium.ts, firefox.ts. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "puppeteer";
import { findBrowser } from "../../setup/browsers.mjs";
import { within } from "./time.ts";

export const browserKinds = ["chromium", "firefox"] as const;
export type BrowserKind = (typeof browserKinds)[number];

export interface LaunchChoices {
	/** A window on the display instead of headless. */
	readonly headful?: boolean;
	/** X display for a headful browser, if not the one of this process. */
	readonly display?: string;
	/** A profile that another run has left; a fresh one by default. */
	readonly profile?: string;
	/** Folder of the built extension; the test build by default. */
	readonly extension?: string;
	/** BCP 47 language of the browser's own interface, so of the texts in `_locales`. */
	readonly language?: string;
	/** A film (.y4m) that the camera shows; Chromium only. */
	readonly camera?: string;
	/** The question what to share of the screen is answered with the tab of this title; Chromium only. */
	readonly sharesTab?: string;
	/** The same question, with the whole screen; Firefox with a display only. */
	readonly sharesScreen?: boolean;
	/** Where the window stands on the display, in px. */
	readonly window?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface Driver {
	readonly kind: BrowserKind;
	readonly browser: Browser;
	/** Folder on the disk. */
	readonly profile: string;
	/** `chrome-extension://...` or `moz-extension://...`, no slash at the end. */
	readonly base: string;
	/** An extension page in a tab of its own. */
	openExtensionPage(path: string): Promise<Page>;
	/** The popup while `over` is the active tab. */
	openPopup(over: Page): Promise<Page>;
	/** An item of ours in the browser's menu, chosen in the top frame of the active tab. No driver opens that menu itself. */
	chooseInMenu(item: string): Promise<void>;
	/** Ends the background at once, as the browser does when it is idle. */
	killWorker(): Promise<void>;
	reloadExtension(): Promise<void>;
	removeExtension(): Promise<void>;
	/** As a person closes the browser. The profile stays. */
	quit(): Promise<void>;
	/** The same, and nothing stays. */
	close(): Promise<void>;
}

/** SOTTO_BUILDS: builds from elsewhere, so that a rebuild does not pull the extension away under a running test. */
const output = process.env["SOTTO_BUILDS"] ?? fileURLToPath(new URL("../../../.output", import.meta.url));
const builds = { chromium: "chrome-mv3", firefox: "firefox-mv3" } as const;

/** For one answer of a browser. Longer than any takes, shorter than a test: what is never answered is tried again with time left. ms. */
export const patienceOfDriver = 40_000;

export const extensionId = "sotto@sotto.invalid";

export function builtExtension(kind: BrowserKind, which: "test" | "shipped" = "test"): string {
	const folder = join(output, which === "test" ? "test" : "", builds[kind]);
	if (!existsSync(join(folder, "manifest.json"))) {
		throw new Error(`${folder} is missing: run "npm run build:test" (or "npm run build") first.`);
	}
	return folder;
}

export function programOf(kind: BrowserKind): string {
	const path = findBrowser(kind);
	if (path === null) throw new Error(`No ${kind} on this machine.`);
	return path;
}

/** Waits for the end of the process: only then is everything on the disk. */
export async function quitBrowser(browser: Browser): Promise<void> {
	const process = browser.process();
	const ended = process && process.exitCode === null ? once(process, "exit") : Promise.resolve();
	await within(10_000, Promise.all([browser.close(), ended]), undefined);
	process?.kill("SIGKILL");
}

/** In the environment: the folder that `worn-profile.ts` has left for this run. */
export const wornProfile = "SOTTO_WORN_PROFILE";

/** In memory where there is room: browsers wait for the disk at each start and each write. Bytes. */
const roomForProfiles = 4e9;

async function folderOfProfiles(): Promise<string> {
	const memory = "/dev/shm";
	const space = await statfs(memory).catch(() => null);
	return space !== null && space.bavail * space.bsize > roomForProfiles ? memory : tmpdir();
}

/** Without anything of Sotto; a copy of `from`, or empty. */
export async function freshProfile(from?: string): Promise<string> {
	const profile = await mkdtemp(join(await folderOfProfiles(), "sotto-profile-"));
	if (from !== undefined) await cp(from, profile, { recursive: true });
	return profile;
}

/** A browser that is just going may still write into its profile. */
export async function removeProfile(path: string): Promise<void> {
	await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
