/** One person at one browser with Sotto: does what people do, with the keyboard and the mouse. */
import type { Frame, Page } from "puppeteer";
import type { BrowserKind, Driver, LaunchChoices } from "./driver.ts";
import { noteClick } from "./effort.ts";
import { adopt, ourFrames, textOf } from "./frames.ts";
import { chord, fill, press, type } from "./keys.ts";
import { launch } from "./launch.ts";
import { clickLock } from "./lock-button.ts";
import { screenshot } from "./screenshot.ts";
import { setUpBy } from "./set-up.ts";
import { click, has, shown, waitToSay } from "./surface.ts";
import { sleep, until, within } from "./time.ts";
import { word } from "./words.ts";

/** The field of the composer (src/ui/composer/composer-view.tsx). */
const fieldOfComposer = "#composer-text";

/** Of the lock, until a composer must have come. */
const mostPresses = 3;

/** The switch of the site in the popup. */
const siteSwitch = "[role=switch]";

async function switchState(popup: Page): Promise<boolean> {
	await popup.waitForSelector(siteSwitch);
	return (await popup.$eval(siteSwitch, (element) => element.getAttribute("aria-checked"))) === "true";
}

export class Person {
	readonly name: string;
	readonly driver: Driver;
	#passphrase = "";
	#chat: Page | null = null;

	private constructor(name: string, driver: Driver) {
		this.name = name;
		this.driver = driver;
	}

	static async create(kind: BrowserKind, name: string, choices?: LaunchChoices): Promise<Person> {
		return new Person(name, await launch(kind, choices));
	}

	/** Launched, set up and on the chat with the site turned on: in a moment, as a page of ours asks for it. */
	static async ready(kind: BrowserKind, name: string, url: string, choices?: LaunchChoices): Promise<Person> {
		return await Person.#launched(kind, name, choices, async (person, passphrase) => {
			person.#passphrase = passphrase;
			await setUpBy(person.driver, name, passphrase, url);
			await person.openChat(url);
		});
	}

	/** The same with everything typed and pressed, for tests of just that, and of what it leaves. */
	static async byHand(kind: BrowserKind, name: string, url: string, choices?: LaunchChoices): Promise<Person> {
		return await Person.#launched(kind, name, choices, async (person, passphrase) => {
			await person.setUp(passphrase);
			await person.openChat(url);
			await person.siteOn();
		});
	}

	static async #launched(
		kind: BrowserKind,
		name: string,
		choices: LaunchChoices | undefined,
		prepare: (person: Person, passphrase: string) => Promise<void>,
	): Promise<Person> {
		const launchOnce = async () => {
			const person = await Person.create(kind, name, choices);
			try {
				await prepare(person, `velvet tractor ${name.length} lagoon whistle ninety`);
			} catch (error) {
				await person.close();
				throw error;
			}
			return person;
		};
		// As a test is repeated, which vitest does not do with what is before them all. A profile that somebody brought is used by now.
		if (!process.env["CI"] || choices?.profile !== undefined) return await launchOnce();
		return await launchOnce().catch((error: unknown) => {
			console.log(`Repeated: ${name} at ${kind}\n  ${String(error)}`);
			return launchOnce();
		});
	}

	get kind(): BrowserKind {
		return this.driver.kind;
	}

	get chat(): Page {
		if (!this.#chat) throw new Error(`${this.name} has no chat open.`);
		return this.#chat;
	}

	get passphrase(): string {
		return this.#passphrase;
	}

	/** A page of ours that the extension opens by itself, wherever the browser put it. */
	async pageAt(path: string): Promise<Page> {
		return await until(
			`a window with ${path}`,
			async () => {
				for (const page of await this.driver.browser.pages()) {
					const found = await within(
						1000,
						// Firefox still lists pages that were closed.
						page.evaluate(() => location.pathname).catch(() => ""),
						"",
					);
					if (found === path && (await shown(page)).trim() !== "") return page;
				}
				return null;
			},
			45_000,
		);
	}

	/** The welcome page, which opens at installation: name, passphrase twice, the mark that was drawn, done. */
	async setUp(passphrase: string): Promise<void> {
		this.#passphrase = passphrase;
		const page = await this.pageAt("/welcome.html");
		await page.bringToFront();
		await page.waitForSelector("#name");
		await fill(page, "#name", this.name);
		await fill(page, "#new-passphrase", passphrase);
		await fill(page, "#passphrase-again", passphrase);
		await click(page, "create");
		await waitToSay(page, "welcomeDoneTitle", 40_000);
		await page.close();
	}

	/** The popup over the chat, for as long as `use` takes. */
	async withPopup<T>(use: (popup: Page) => Promise<T>): Promise<T> {
		noteClick("the toolbar");
		const popup = await this.driver.openPopup(this.chat);
		try {
			await until("the popup to show something", async () => (await shown(popup)).trim() !== "");
			return await use(popup);
		} finally {
			await within(2000, popup.close(), undefined);
			await this.chat.bringToFront();
		}
	}

	/** Turns the site of the chat on, with the switch in the popup, and reloads the tab as the popup advises. */
	async siteOn(): Promise<void> {
		await this.#turnSite(true);
		await this.chat.reload({ waitUntil: "domcontentloaded" });
	}

	async siteOnWithoutReload(): Promise<void> {
		await this.#turnSite(true);
	}

	async safeWindow(): Promise<Page> {
		return await this.pageAt("/safe.html");
	}

	async siteOff(): Promise<void> {
		await this.#turnSite(false);
	}

	async #turnSite(on: boolean): Promise<void> {
		await this.withPopup(async (popup) => {
			if ((await switchState(popup)) === on) return;
			await popup.click(siteSwitch);
			await until(`the site to be ${on ? "on" : "off"}`, async () => (await switchState(popup)) === on);
		});
	}

	/** Presses the switch and leaves it to the browser's prompt, which may close the popup. */
	async pressSiteSwitch(): Promise<void> {
		const popup = await this.driver.openPopup(this.chat);
		await switchState(popup);
		// The answer to the click goes with the popup.
		await within(2000, popup.click(siteSwitch), undefined);
	}

	async siteIsOn(): Promise<boolean> {
		return await this.withPopup((popup) => switchState(popup));
	}

	async lock(): Promise<void> {
		await this.withPopup(async (popup) => {
			// A test that is repeated may find it done.
			if ((await shown(popup)).includes(word("unlockIntro"))) return;
			await click(popup, "lock");
			await waitToSay(popup, "unlockIntro");
		});
	}

	async unlock(passphrase = this.#passphrase): Promise<void> {
		await this.withPopup(async (popup) => {
			const isOpen = await until("the popup to be locked or open", async () =>
				(await popup.$("#passphrase")) ? "locked" : (await has(popup, "lock")) && "open",
			);
			if (isOpen === "locked") await this.unlockIn(popup, passphrase);
		});
	}

	/** Any page of ours that asks for the passphrase. */
	async unlockIn(page: Page, passphrase = this.#passphrase): Promise<void> {
		await page.waitForSelector("#passphrase");
		await fill(page, "#passphrase", passphrase);
		await press(page, "Enter");
		await until("the vault to open", async () => !(await page.$("#passphrase")), 40_000);
	}

	/** What the popup's page for pasted text says about `text`. `then`: while it is still there. */
	async readByHand(text: string, then?: (popup: Page) => Promise<void>): Promise<string> {
		return await this.withPopup(async (popup) => {
			await click(popup, "readByHand");
			await popup.waitForSelector("#pasted");
			await popup.$eval("#pasted", (field) => (field as HTMLTextAreaElement).focus());
			// As a paste does it: a real key for each of 2,000 letters would take a minute.
			await popup.evaluate((pasted) => document.execCommand("insertText", false, pasted), text);
			await click(popup, "read");
			const read = await until("an answer to the pasted text", () =>
				popup.evaluate(
					() =>
						document.querySelector<HTMLElement>(".reader-card")?.innerText ||
						document.querySelector<HTMLElement>("[role=alert]")?.innerText ||
						"",
				),
			);
			await then?.(popup);
			return String(read);
		});
	}

	/** What was copied, by pasting it into the site's own box, which is emptied again. */
	async copied(): Promise<string> {
		const { chat } = this;
		await chat.bringToFront();
		await chat.focus("#box");
		await chord(chat, "Control", "v");
		const text = await until("the pasted text", () => chat.$eval("#box", (box) => (box as HTMLTextAreaElement).value));
		await chat.$eval("#box", (box) => {
			(box as HTMLTextAreaElement).value = "";
		});
		return text;
	}

	async openChat(url: string): Promise<Page> {
		this.#chat ??= await this.driver.browser.newPage();
		await this.#chat.bringToFront();
		const visit = () => this.chat.goto(url, { waitUntil: "domcontentloaded" });
		// Firefox gives a visit up when the page before it was just going somewhere itself.
		await visit().catch((error: unknown) => {
			if (!String(error).includes("NS_BINDING_ABORTED")) throw error;
			return visit();
		});
		return this.#chat;
	}

	/** One more tab, which is the chat from here on. */
	async openTab(url: string): Promise<Page> {
		this.#chat = await this.driver.browser.newPage();
		return await this.openChat(url);
	}

	async switchTo(tab: Page): Promise<void> {
		this.#chat = tab;
		await tab.bringToFront();
	}

	async pressLock(): Promise<Frame> {
		await this.chat.bringToFront();
		// A press while a tab comes to the front may get lost: then people press again.
		for (let press = 1; press < mostPresses; press++) {
			await until("the lock by the compose box", () => clickLock(this.chat));
			const opened = await this.composer(4000).catch(() => null);
			if (opened) return opened;
		}
		await clickLock(this.chat);
		return await this.composer();
	}

	/** The open composer, as soon as it shows anything. */
	async composer(ms?: number): Promise<Frame> {
		return await until(
			"the composer",
			async () => {
				// Its title is there before anything can be done in it.
				for (const frame of await ourFrames(this.chat, "composer")) {
					const button = await within(1000, frame.$("button"), undefined);
					if (button) return frame;
					// It answers in one of its two worlds only: puppeteer has missed the other.
					if (button === undefined) await adopt(frame);
				}
				return null;
			},
			ms,
		);
	}

	async composerIsOpen(): Promise<boolean> {
		return (await ourFrames(this.chat, "composer")).length > 0;
	}

	/** Types into the composer's field with real keys; the composer has the focus by itself. */
	async typeMessage(text: string): Promise<void> {
		const frame = await this.composer();
		await until("the focus in the composer's field", () =>
			within(
				1000,
				frame.evaluate(
					(field) => document.hasFocus() && document.activeElement?.matches(field) === true,
					fieldOfComposer,
				),
				false,
			),
		);
		await type(this.chat, text);
	}

	/** Answers the questions on the way (people, automatic sending) with their first button until it is sent, and closes the composer. */
	async answerUntilSent(ms = 20_000): Promise<void> {
		let last = "";
		try {
			await until(
				"the composer to close",
				async () => {
					const [frame] = await ourFrames(this.chat, "composer");
					if (!frame) return true;
					for (const yes of ["confirmYes", "autoSendYes"]) if (await has(frame, yes)) await click(frame, yes, 2000);
					last = await textOf(frame);
					// It stays for the next message.
					if (last.includes(word("noticeSent"))) await press(this.chat, "Escape");
					return false;
				},
				ms,
			);
		} catch (cause) {
			throw new Error(`${this.name}'s composer did not close. It says: ${last}`, { cause });
		}
	}

	/** Enter for as long as the text still stands there: a background that was ended in between asks for it again. */
	async sendUntilSent(): Promise<void> {
		await until(
			`the text of ${this.name} to be sent`,
			async () => {
				const [frame] = await ourFrames(this.chat, "composer");
				if (!frame) return true;
				if ((await textOf(frame)).includes(word("noticeSent"))) await press(this.chat, "Escape");
				else if (await has(frame, "send")) await press(this.chat, "Enter");
				await sleep(200);
				return false;
			},
			30_000,
		);
	}

	async invite(): Promise<void> {
		const frame = await this.pressLock();
		await click(frame, "invite");
		await this.answerUntilSent();
	}

	/** Lock, type, Enter. */
	async say(text: string): Promise<void> {
		await this.pressLock();
		await this.typeMessage(text);
		await this.send();
	}

	/** Enter in the composer, and the answers it asks for. */
	async send(): Promise<void> {
		await press(this.chat, "Enter");
		await this.answerUntilSent();
	}

	async readers(): Promise<Frame[]> {
		return await ourFrames(this.chat, "reader");
	}

	/** What each reader frame on the page shows. */
	async readerTexts(): Promise<string[]> {
		return await Promise.all((await this.readers()).map(textOf));
	}

	async waitToRead(text: string, ms = 20_000): Promise<Frame> {
		let texts: string[] = [];
		try {
			return await until(
				"the text",
				async () => {
					const readers = await this.readers();
					texts = await Promise.all(readers.map(textOf));
					return readers[texts.findIndex((one) => one.includes(text))];
				},
				ms,
			);
		} catch (cause) {
			throw new Error(`${this.name} did not come to read "${text}" but ${JSON.stringify(texts)}`, { cause });
		}
	}

	async toStart(): Promise<void> {
		await until("messages", () => this.chat.$("#messages .message"));
		await this.chat.$eval("#messages", (list) => list.scrollTo(0, 0));
	}

	/** Where the latest messages are: readers that grew may have pushed them out of sight. */
	async toEnd(): Promise<void> {
		await this.chat.$eval("#messages", (list) => list.scrollTo(0, list.scrollHeight));
	}

	/** Until a message at the end stays closed, waiting for a click. */
	async waitForClosed(): Promise<void> {
		await until(`a closed message at the end of the page of ${this.name}`, async () => {
			await this.toEnd();
			for (const reader of await this.readers()) if (await has(reader, "readerShow")) return true;
			return false;
		});
	}

	/** "How is this protected?" of a message, opened with Enter. */
	async openDetails(reader: Frame): Promise<void> {
		await this.chat.bringToFront();
		await reader.focus("summary");
		await press(this.chat, "Enter");
		await until("the details to be open", () => reader.$eval("details", (details) => details.open));
	}

	/** Accepts the first card on the page that can be accepted. */
	async acceptCard(): Promise<void> {
		await this.pressInReader("accept");
	}

	/** Somebody unknown has answered our invitation: shows the message, reads `text` and keeps its author as one of this chat. */
	async meet(text: string): Promise<void> {
		await this.pressInReader("readerShow");
		await this.waitToRead(text);
		await this.pressInReader("readerKeepPerson");
	}

	/** A press in the first moments of a message does nothing, against buttons that move under the mouse: then people press again. */
	async pressInReader(key: string): Promise<void> {
		await until(
			`"${key}" in a message of ${this.name}`,
			async () => {
				for (const reader of await this.readers()) {
					if (!(await has(reader, key))) continue;
					await click(reader, key, 2000);
					await until("the answer to the click", async () => !(await has(reader, key)), 1500);
					return true;
				}
				return false;
			},
			20_000,
		);
	}

	async killWorker(): Promise<void> {
		await this.driver.killWorker();
		await sleep(50);
	}

	async screenshot(path: string): Promise<boolean> {
		return await screenshot(this.chat, path);
	}

	async close(): Promise<void> {
		await this.driver.close();
	}
}
