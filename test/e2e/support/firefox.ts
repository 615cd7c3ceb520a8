import puppeteer, { type Browser, type Page } from "puppeteer";
import {
	builtExtension,
	type Driver,
	extensionId,
	freshProfile,
	type LaunchChoices,
	patienceOfDriver,
	programOf,
	quitBrowser,
	removeProfile,
	wornProfile,
} from "./driver.ts";
import { sleep, until, within } from "./time.ts";

/** The add-on's host is random for each profile; a fixed one lets the tests open its pages. */
const host = "5077a000-1111-4222-8333-444444444444";

/** Raw BiDi: puppeteer has no door to the browser's own (privileged) context. */
interface BidiConnection {
	send(method: string, params: object): Promise<{ result: Record<string, unknown> }>;
}

class FirefoxDriver implements Driver {
	readonly kind = "firefox";
	readonly browser: Browser;
	readonly base = `moz-extension://${host}`;
	readonly profile: string;

	constructor(browser: Browser, profile: string) {
		this.browser = browser;
		this.profile = profile;
	}

	async openExtensionPage(path: string): Promise<Page> {
		return await this.#open(path, false);
	}

	/** BiDi cannot see into the panel: the same page in a background tab, so that the chat stays the active tab. */
	async openPopup(over: Page): Promise<Page> {
		await over.bringToFront();
		// What a click on the toolbar button grants, and the only way to see the address of a site that is off.
		await this.privileged(`
			const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(extensionId)});
			extension.tabManager.addActiveTabPermission(gBrowser.selectedTab);
		`);
		return await this.#open("popup.html", true);
	}

	async chooseInMenu(item: string): Promise<void> {
		await this.privileged(`
			const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(extensionId)});
			const info = { menuItemId: ${JSON.stringify(item)}, frameId: 0, editable: true, modifiers: [], button: 0 };
			extension.emit("webext-menu-menuitem-click", info, gBrowser.selectedTab);
		`);
	}

	/** `goto` to a page of an add-on never resolves. */
	async #open(path: string, background: boolean): Promise<Page> {
		const page = await this.browser.newPage({ background });
		page.goto(`${this.base}/${path}`).catch(() => undefined);
		const pathname = `/${path.split(/[?#]/)[0]}`;
		await until(`the page ${path}`, () =>
			within(
				1500,
				page.evaluate((wanted) => document.readyState === "complete" && location.pathname === wanted, pathname),
				false,
			),
		);
		return page;
	}

	/** Runs in the browser window's own context. `source` is the body of an async function. */
	async privileged(source: string): Promise<unknown> {
		const { connection } = this.browser as unknown as { connection: BidiConnection };
		const tree = await connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
		const [window] = tree.result.contexts as { context: string }[];
		const answer = await connection.send("script.evaluate", {
			expression: `(async () => { ${source} })()`,
			target: { context: window?.context },
			awaitPromise: true,
		});
		if (answer.result.type === "exception") throw new Error(JSON.stringify(answer.result.exceptionDetails));
		return (answer.result.result as { value?: unknown }).value;
	}

	async killWorker(): Promise<void> {
		await this.privileged(`
			const policy = WebExtensionPolicy.getByID(${JSON.stringify(extensionId)});
			await policy.extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
		`);
	}

	async reloadExtension(): Promise<void> {
		await this.privileged(`
			const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
			const addon = await AddonManager.getAddonByID(${JSON.stringify(extensionId)});
			await addon.reload();
		`);
		await sleep(500);
	}

	async removeExtension(): Promise<void> {
		await this.browser.uninstallExtension(extensionId);
	}

	async quit(): Promise<void> {
		await quitBrowser(this.browser);
	}

	async close(): Promise<void> {
		const process = this.browser.process();
		await within(8000, this.browser.close(), undefined);
		process?.kill("SIGKILL");
		await removeProfile(this.profile);
	}
}

export async function launchFirefox(choices: LaunchChoices = {}): Promise<Driver> {
	const profile = choices.profile ?? (await freshProfile(process.env[wornProfile]));
	try {
		const { window: place } = choices;
		const browser = await puppeteer.launch({
			browser: "firefox",
			executablePath: programOf("firefox"),
			headless: !choices.headful,
			protocolTimeout: patienceOfDriver,
			userDataDir: profile,
			defaultViewport: choices.headful ? null : { width: 1000, height: 760 },
			handleSIGINT: false,
			handleSIGTERM: false,
			handleSIGHUP: false,
			env: { ...process.env, ...(choices.display ? { DISPLAY: choices.display } : {}) },
			args: ["--remote-allow-system-access", ...(place ? [`--width=${place.width}`, `--height=${place.height}`] : [])],
			extraPrefsFirefox: {
				"extensions.webextensions.uuids": JSON.stringify({ [extensionId]: host }),
				// An add-on of a test goes with the browser, and its data with it; that of a person stays.
				"extensions.webextensions.keepStorageOnUninstall": true,
				"extensions.webextensions.keepUuidOnUninstall": true,
				// `permissions.request` is granted without a prompt (it still needs the click).
				"extensions.webextOptionalPermissionPrompts": choices.headful === true,
				"extensions.openPopupWithoutUserGesture.enabled": true,
				"media.navigator.permission.disabled": choices.sharesScreen === true,
				// Nothing but our own servers: everything that is not loopback goes to a proxy that is not there.
				"network.proxy.type": 1,
				"network.proxy.http": "127.0.0.1",
				"network.proxy.http_port": 9,
				"network.proxy.ssl": "127.0.0.1",
				"network.proxy.ssl_port": 9,
				// The popup stands in a background tab here (see openPopup), which Firefox would slow down.
				"dom.min_background_timeout_value": 4,
				"dom.min_background_timeout_value_without_budget_throttling": 4,
				"dom.timeout.enable_budget_timer_throttling": false,
				"layout.throttled_frame_rate": 60,
				"intl.locale.requested": choices.language ?? "en-US",
				"browser.aboutwelcome.enabled": false,
				"datareporting.policy.dataSubmissionEnabled": false,
				"browser.shell.checkDefaultBrowser": false,
			},
		});
		await browser.installExtension(choices.extension ?? builtExtension("firefox"));
		return new FirefoxDriver(browser, profile);
	} catch (error) {
		await removeProfile(profile);
		throw error;
	}
}
