import puppeteer, { type Browser, type Page, type Target, type WebWorker } from "puppeteer";
import {
	builtExtension,
	type Driver,
	freshProfile,
	type LaunchChoices,
	patienceOfDriver,
	programOf,
	quitBrowser,
	removeProfile,
} from "./driver.ts";
import { until, within } from "./time.ts";

/** Of the extension API, what the worker is asked here. */
declare const chrome: {
	readonly runtime: { readonly id: string; sendMessage(message: unknown): Promise<unknown> };
	readonly tabs: { query(filter: object): Promise<object[]> };
	/** What its events have besides the listeners is there for the browser's own scripts. */
	readonly contextMenus: { readonly onClicked: { dispatch(info: object, tab: object | undefined): void } };
};

const flags = [
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--no-default-browser-check",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	// Nothing but our own servers: no other name resolves.
	"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
	// The list under the address bar is a page of its own that starts, and is drawn, with every browser: a third of what one costs.
	"--disable-features=Translate,MediaRouter,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
	// Two windows side by side on a display: the covered one must go on working.
	"--disable-backgrounding-occluded-windows",
];

/** Chromium's sandbox cannot start for root. */
const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/** The question whether the camera may be used is answered with yes. */
const cameraOf = ({ camera }: LaunchChoices): string[] =>
	camera === undefined
		? []
		: [
				"--use-fake-ui-for-media-stream",
				"--use-fake-device-for-media-stream",
				`--use-file-for-fake-video-capture=${camera}`,
			];

const sharingOf = ({ sharesTab }: LaunchChoices): string[] =>
	sharesTab === undefined ? [] : [`--auto-select-tab-capture-source-by-title=${sharesTab}`];

function workerTargets(browser: Browser): Target[] {
	const ours = (one: Target): boolean => one.type() === "service_worker" && one.url().startsWith("chrome-extension://");
	return browser.targets().filter(ours).reverse();
}

/** Newest first: a reloaded extension leaves its old target behind. Right after a start `chrome` may not be there yet. */
async function liveWorker(browser: Browser): Promise<WebWorker | null> {
	for (const target of workerTargets(browser)) {
		const one = await within(1000, target.worker(), null);
		const answer = one?.evaluate(() => typeof chrome !== "undefined" && Boolean(chrome.runtime?.id));
		if (one && answer && (await within(1000, answer, false))) return one;
	}
	return null;
}

function readyWorker(browser: Browser): Promise<WebWorker> {
	// Longer than anything else takes: several browsers may be starting at once.
	return until("the extension's service worker", () => liveWorker(browser), 45_000);
}

class ChromiumDriver implements Driver {
	readonly kind = "chromium";
	readonly browser: Browser;
	readonly profile: string;
	readonly #id: string;
	readonly #folder: string;

	constructor(browser: Browser, id: string, folder: string, profile: string) {
		this.browser = browser;
		this.#id = id;
		this.#folder = folder;
		this.profile = profile;
	}

	get base(): string {
		return `chrome-extension://${this.#id}`;
	}

	async openExtensionPage(path: string): Promise<Page> {
		const page = await this.browser.newPage();
		await page.goto(`${this.base}/${path}`);
		return page;
	}

	/** As a click on the toolbar button does it, with the grant for the active tab that comes with the click. */
	async openPopup(over: Page): Promise<Page> {
		await over.bringToFront();
		const session = await this.browser.target().createCDPSession();
		const { targetInfos } = await session.send("Target.getTargets", { filter: [{ type: "tab" }] });
		const tab = targetInfos.find(({ url }) => url === over.url());
		const trigger = session.send.bind(session) as unknown as (method: string, params: object) => Promise<unknown>;
		const popup = await until("the popup", async () => {
			const appears = this.browser.waitForTarget(
				(target) => target.type() === "page" && target.url().endsWith("/popup.html"),
				{ timeout: 4000 },
			);
			await trigger("Extensions.triggerAction", { id: this.#id, targetId: tab?.targetId });
			return await (await appears).asPage();
		});
		await session.detach();
		return popup;
	}

	async chooseInMenu(item: string): Promise<void> {
		await (await readyWorker(this.browser)).evaluate(async (menuItemId) => {
			const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
			chrome.contextMenus.onClicked.dispatch({ menuItemId, frameId: 0, editable: true }, tab);
		}, item);
	}

	/** Detached first: who detaches from one that was just started again leaves it waiting for a debugger for ever. */
	async killWorker(): Promise<void> {
		const target = (await liveWorker(this.browser))?.client;
		const [session, connection] = [target, target?.connection()];
		if (!session || !connection) return;
		const { targetInfo } = await session.send("Target.getTargetInfo");
		await connection.send("Target.detachFromTarget", { sessionId: session.id() });
		await connection.send("Target.closeTarget", { targetId: targetInfo.targetId });
	}

	/** Loading the same folder again is an update: `runtime.reload()` leaves an unpacked extension switched off here. */
	async reloadExtension(): Promise<void> {
		await this.browser.installExtension(this.#folder);
		await readyWorker(this.browser);
	}

	async removeExtension(): Promise<void> {
		await this.browser.uninstallExtension(this.#id);
	}

	async quit(): Promise<void> {
		await quitBrowser(this.browser);
	}

	async close(): Promise<void> {
		const process = this.browser.process();
		await within(5000, this.browser.close(), undefined);
		process?.kill("SIGKILL");
		await removeProfile(this.profile);
	}
}

export async function launchChromium(choices: LaunchChoices = {}): Promise<Driver> {
	const folder = choices.extension ?? builtExtension("chromium");
	const profile = choices.profile ?? (await freshProfile());
	const { window: place } = choices;
	const placed = place
		? [`--window-position=${place.x},${place.y}`, `--window-size=${place.width},${place.height}`]
		: ["--window-size=1100,820"];
	try {
		const browser = await puppeteer.launch({
			executablePath: programOf("chromium"),
			headless: !choices.headful,
			protocolTimeout: patienceOfDriver,
			pipe: true,
			userDataDir: profile,
			enableExtensions: [folder],
			defaultViewport: choices.headful ? null : { width: 1000, height: 760 },
			handleSIGINT: false,
			handleSIGTERM: false,
			handleSIGHUP: false,
			env: {
				...process.env,
				LANGUAGE: choices.language ?? "en",
				...(choices.display ? { DISPLAY: choices.display } : {}),
			},
			args: [
				...flags,
				...sandbox,
				...placed,
				...cameraOf(choices),
				...sharingOf(choices),
				`--lang=${choices.language ?? "en"}`,
			],
		});
		const one = await readyWorker(browser);
		return new ChromiumDriver(browser, new URL(one.url()).host, folder, profile);
	} catch (error) {
		await removeProfile(profile);
		throw error;
	}
}
