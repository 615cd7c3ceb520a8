/** One person at Roundcube: signs in, writes, sends and opens with the mouse and the keyboard, as Roundcube offers it. */
import type { Frame } from "puppeteer";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { ourFrames, textOf } from "../e2e/support/frames.ts";
import { press, type } from "../e2e/support/keys.ts";
import { lockBoxes } from "../e2e/support/lock-button.ts";
import { Person } from "../e2e/support/person.ts";
import { click, has } from "../e2e/support/surface.ts";
import { until } from "../e2e/support/time.ts";
import { word } from "../e2e/support/words.ts";
import { mailDomain } from "./mail-server.ts";
import type { Roundcube, Writing } from "./roundcube.ts";

/** Wide enough for the list beside the message. */
const viewport = { width: 1280, height: 900 };

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
		await row.click();
		await until("the message", async () => {
			for (const frame of chat.frames()) if (await frame.$("#messagebody")) return true;
			return false;
		});
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

	/** Nothing is sent by it: the armor waits for Roundcube's button. */
	async invite(): Promise<void> {
		const { person } = this;
		await click(await this.openComposer(), "invite");
		await until("the armor in the box", async () => {
			const [frame] = await ourFrames(person.chat, "composer");
			if (!frame) return true;
			if (await has(frame, "autoSendNo")) await click(frame, "autoSendNo", 2000);
			if (!(await textOf(frame)).includes(word("noticeInserted"))) return false;
			await press(person.chat, "Escape");
			return true;
		});
	}

	/** Roundcube's own button. */
	async send(): Promise<void> {
		const { chat } = this.person;
		await chat.bringToFront();
		await chat.click("button.send");
		await until("Roundcube to have sent it", () => chat.$("#messagelist"), pageMs);
	}

	async close(): Promise<void> {
		await this.person.close();
	}
}
