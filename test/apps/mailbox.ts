/** One person at Roundcube: signs in, opens, writes, replies and forwards with the mouse and the keyboard, as Roundcube offers it. */
import type { Frame } from "puppeteer";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { ourFrames, textOf } from "../e2e/support/frames.ts";
import { chord, press, type } from "../e2e/support/keys.ts";
import { lockBoxes } from "../e2e/support/lock-button.ts";
import { Person } from "../e2e/support/person.ts";
import { click, has } from "../e2e/support/surface.ts";
import { sleep, until, within } from "../e2e/support/time.ts";
import { word } from "../e2e/support/words.ts";
import { mailDomain } from "./mail-server.ts";
import type { Roundcube, Writing } from "./roundcube.ts";

/** Wide enough for the list beside the message. */
const viewport = { width: 1280, height: 900 };

/** Of a message in the list, until it must have opened. */
const mostPresses = 3;

/** Roundcube's page loads on a busy machine. */
const pageMs = 30_000;

export class Mailbox {
	readonly person: Person;
	readonly #url: string;
	readonly #writing: Writing;

	private constructor(person: Person, { url, writing }: Roundcube) {
		this.person = person;
		this.#url = url;
		this.#writing = writing;
	}

	/** @param name of the person, and in lower case of the account and its password. */
	static async open(kind: BrowserKind, name: string, site: Roundcube): Promise<Mailbox> {
		const person = await Person.ready(kind, name, site.url);
		const mailbox = new Mailbox(person, site);
		try {
			await person.chat.setViewport(viewport);
			// "Leave this page?": only after a failure, and then the next test must not hang.
			person.chat.on("dialog", (dialog) => void dialog.accept());
			await mailbox.#signIn(name.toLowerCase());
		} catch (error) {
			await person.close();
			throw error;
		}
		return mailbox;
	}

	async #signIn(account: string): Promise<void> {
		const { chat } = this.person;
		await chat.waitForSelector("#rcmloginuser");
		await chat.type("#rcmloginuser", account);
		await chat.type("#rcmloginpwd", account);
		await chat.click("#rcmloginsubmit");
		await until("the list of messages", () => chat.$("#messagelist"), pageMs);
	}

	/** A new message, with the focus in its text. */
	async write(to: string, subject: string): Promise<void> {
		const { chat } = this.person;
		await chat.goto(`${this.#url}?_task=mail&_action=compose`, { waitUntil: "domcontentloaded" });
		await this.#box();
		await this.#address(to);
		await chat.click("#compose-subject");
		await type(chat, subject);
	}

	async #address(to: string): Promise<void> {
		const { chat } = this.person;
		await chat.click("#compose_to .recipient-input input");
		await type(chat, `${to}@${mailDomain}, `);
	}

	/** The newest message of the inbox with this subject, beside the list. */
	async open(subject: string): Promise<void> {
		const { chat } = this.person;
		await chat.bringToFront();
		await chat.goto(`${this.#url}?_task=mail&_mbox=INBOX`, { waitUntil: "domcontentloaded" });
		const row = await until(
			`"${subject}" in the inbox`,
			() => chat.$(`::-p-xpath(//table[@id="messagelist"]//tr[.//a[normalize-space()="${subject}"]])`),
			pageMs,
		);
		const isOpen = async () => {
			for (const frame of chat.frames()) if (await within(1000, frame.$("#messagebody"), null)) return true;
			return false;
		};
		// A press while the list comes up may get lost: then people press again.
		for (let presses = 1; presses < mostPresses; presses++) {
			await row.click();
			if (await until("the message", isOpen, 4000).catch(() => false)) return;
		}
		await row.click();
		await until("the message", isOpen);
	}

	/** The way that the button above the message opens. */
	async answer(by: "reply" | "forward"): Promise<void> {
		const { chat } = this.person;
		await until(`"${by}"`, async () => {
			for (const button of await chat.$$(`a.${by}:not(.disabled)`)) {
				if (!(await button.isVisible())) continue;
				await button.click();
				return true;
			}
			return false;
		});
		await this.#box();
	}

	async forwardTo(to: string): Promise<void> {
		await this.answer("forward");
		await this.#address(to);
	}

	/** The document with the box, as soon as the box is there. */
	async #box(): Promise<Frame> {
		const { chat } = this.person;
		return await until(
			"Roundcube's box",
			async () => {
				if (this.#writing === "text") return (await chat.$("#composebody")) ? chat.mainFrame() : null;
				const frame = await (await chat.$("#composebody_ifr"))?.contentFrame();
				return frame && (await frame.$("body.mce-content-body")) ? frame : null;
			},
			pageMs,
		);
	}

	/** What stands in the box. */
	async text(): Promise<string> {
		const box = await this.#box();
		return this.#writing === "text"
			? await box.$eval("#composebody", (area) => (area as HTMLTextAreaElement).value)
			: await box.$eval("body", (body) => body.innerText);
	}

	/** The middle of each lock on the page, px of the window. */
	async #locks(): Promise<readonly { readonly x: number; readonly y: number }[]> {
		const { chat } = this.person;
		const found: { x: number; y: number }[] = [];
		for (const frame of new Set([chat.mainFrame(), await this.#box()])) {
			const around = await (await frame.frameElement())?.boundingBox();
			for (const { x, y, width, height } of await lockBoxes(frame)) {
				found.push({ x: x + width / 2 + (around?.x ?? 0), y: y + height / 2 + (around?.y ?? 0) });
			}
		}
		return found;
	}

	/** The one lock there is, which must stand within the text. */
	async lock(): Promise<{ readonly x: number; readonly y: number }> {
		const locks = await until("the lock", async () => {
			const found = await this.#locks();
			return found.length > 0 && found;
		});
		const text = await this.person.chat.$(this.#writing === "text" ? "#composebody" : "#composebody_ifr");
		const box = await text?.boundingBox();
		const [lock] = locks;
		const within =
			lock && box && lock.x > box.x && lock.x < box.x + box.width && lock.y > box.y && lock.y < box.y + box.height;
		if (!within || locks.length > 1)
			throw new Error(`locks at ${JSON.stringify(locks)}, the text at ${JSON.stringify(box)}`);
		return lock;
	}

	async openComposer(): Promise<Frame> {
		const { chat } = this.person;
		await chat.bringToFront();
		const { x, y } = await this.lock();
		await chat.mouse.click(x, y);
		return await this.person.composer();
	}

	/** In an open letter. It waits for a click where the subject is new: a heading is a place of its own. */
	async read(text: string): Promise<Frame> {
		const { person } = this;
		await until("a message, open or closed", async () => {
			for (const reader of await person.readers()) {
				if (await has(reader, "readerShow")) await click(reader, "readerShow", 2000);
				if ((await textOf(reader)).includes(text)) return true;
			}
			return false;
		});
		return await person.waitToRead(text);
	}

	/** Writes in the composer and leaves it open. */
	async begin(text: string): Promise<void> {
		await this.openComposer();
		await this.person.typeMessage(text);
		// A draft is kept when the typing pauses.
		await sleep(1500);
	}

	/** What the composer begins with. */
	async begun(): Promise<string> {
		const composer = await this.openComposer();
		return await composer.$eval("textarea", ({ value }) => value);
	}

	/** By Roundcube's button, as it does by itself every few minutes. */
	async saveDraft(): Promise<void> {
		const { chat } = this.person;
		await chat.bringToFront();
		await chat.click("a.save.draft");
		await until(
			"Roundcube to have saved it",
			async () => await chat.evaluate(() => document.querySelector("#messagestack .confirmation") !== null),
		);
	}

	/** With Roundcube's own means, above what is quoted. */
	async typeInClear(text: string): Promise<void> {
		const box = await this.#box();
		await box.focus(this.#writing === "text" ? "#composebody" : "body");
		await chord(this.person.chat, "Control", "Home");
		await type(this.person.chat, text);
	}

	/**
	 * Invites, or writes a text, without anything being sent: the armor waits for Roundcube's button.
	 * @returns what the composer said when it was opened.
	 */
	async encrypt(text: string | "invitation"): Promise<string> {
		const { person } = this;
		const composer = await this.openComposer();
		const said = await textOf(composer);
		if (text === "invitation") await click(composer, "invite");
		else {
			// Nobody is proposed in a letter that answers none.
			if (await has(composer, "done")) {
				await composer.click("input[type=checkbox]");
				await click(composer, "done");
			}
			await person.typeMessage(text);
			await press(person.chat, "Enter");
		}
		let last = "";
		try {
			await until("the armor in the box", async () => {
				const [frame] = await ourFrames(person.chat, "composer");
				if (!frame) return true;
				for (const answer of ["confirmYes", "autoSendNo"])
					if (await has(frame, answer)) await click(frame, answer, 2000);
				last = await textOf(frame);
				if (!last.includes(word("noticeInserted"))) return false;
				await press(person.chat, "Escape");
				return true;
			});
		} catch (cause) {
			throw new Error(`${person.name}'s composer says: ${last}`, { cause });
		}
		return said;
	}

	/** Roundcube's own button. */
	async send(): Promise<void> {
		await this.pressSend();
		await this.isSent();
	}

	async pressSend(): Promise<void> {
		const { chat } = this.person;
		await chat.bringToFront();
		await chat.click("button.send");
	}

	/** Nothing was asked on the way. */
	async isSent(): Promise<void> {
		const { chat } = this.person;
		await until(
			"Roundcube to have sent it",
			async () => {
				if (await this.isAsked()) throw new Error("asked whether to send in clear");
				return await chat.$("#messagelist");
			},
			pageMs,
		);
	}

	/** In place of all that stands in the box. */
	async replaceInClear(text: string): Promise<void> {
		const box = await this.#box();
		await box.focus(this.#writing === "text" ? "#composebody" : "body");
		await chord(this.person.chat, "Control", "a");
		await type(this.person.chat, text);
	}

	/** "Send in clear?" (src/content/clear-send/clear-question.ts), in a closed shadow root. */
	async isAsked(): Promise<boolean> {
		const look = () =>
			[...document.querySelectorAll<HTMLElement>("html > div[style]")].some(
				({ style }) => style.zIndex === "2147483647" && style.display === "block" && style.maxHeight !== "",
			);
		const frames = this.person.chat.frames();
		return (await Promise.all(frames.map((frame) => within(1000, frame.evaluate(look), false)))).includes(true);
	}

	/** The second answer, which is not taken in its first moments. */
	async sendInClear(): Promise<void> {
		await sleep(450);
		await press(this.person.chat, "Tab");
		await press(this.person.chat, "Enter");
		await this.isSent();
	}

	async close(): Promise<void> {
		await this.person.close();
	}
}
