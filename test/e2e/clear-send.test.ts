/** In a private chat clear text is asked about before the site's own box sends it: with real keys and presses, once for each text. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Person as Background } from "../support/person.ts";
import { type BoxKind, ClearSite } from "./clear-send/site.ts";
import { type BrowserKind, browserKinds } from "./support/driver.ts";
import { chord, press, type } from "./support/keys.ts";
import { Person } from "./support/person.ts";
import { click, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";

/** The page's own script, as it is seen from the tests. */
declare const window: {
	readonly heard: string[];
	readonly sent: string[];
	showBox(kind: BoxKind): void;
	say(text: string): void;
};

/** An answer is not taken sooner (src/content/clear-send/clear-question.ts). */
const deafMs = 450;

class Chat {
	readonly ann: Person;
	readonly site: ClearSite;

	private constructor(ann: Person, site: ClearSite) {
		this.ann = ann;
		this.site = site;
	}

	/** Ben is there by his invitation only: what he says is not needed here. */
	static async open(kind: BrowserKind): Promise<Chat> {
		const site = await ClearSite.start();
		const [ann, ben] = await Promise.all([Person.ready(kind, "Ann", site.url("ben")), invitation()]);
		const chat = new Chat(ann, site);
		await chat.page.evaluate((text) => window.say(text), ben);
		await ann.acceptCard();
		return chat;
	}

	get page() {
		return this.ann.chat;
	}

	/** A box of this kind with this text in it, typed; the page is asked what it hears from then on. */
	async write(kind: BoxKind, text: string): Promise<void> {
		await this.page.evaluate((which) => window.showBox(which), kind);
		if (kind === "mail") await this.page.click("#editor");
		else await this.page.focus("#box");
		// Until it has its lock: what is no message box is left alone.
		await sleep(500);
		await type(this.page, text);
		await sleep(100);
		await this.page.evaluate(() => {
			window.heard.length = 0;
			window.sent.length = 0;
		});
	}

	async asks(): Promise<boolean> {
		return (await this.question()) !== null;
	}

	async question(): Promise<{ x: number; y: number; width: number; height: number } | null> {
		return await this.page.evaluate(() => {
			const inFrame = document.querySelector<HTMLIFrameElement>("#editor")?.contentDocument;
			const hosts = [document, inFrame].flatMap((one) => [
				...(one?.querySelectorAll<HTMLElement>("html > div[style]") ?? []),
			]);
			const host = hosts.find(({ style }) => style.zIndex === "2147483647" && style.display === "block");
			const rect = host?.getBoundingClientRect();
			return rect === undefined ? null : { x: rect.x, y: rect.y, width: rect.width, height: rect.height };
		});
	}

	/** The question comes, and the page has neither sent anything nor heard of what would have sent it. */
	async isHeld(): Promise<void> {
		await until("the question", () => this.asks());
		await sleep(deafMs);
		expect(await this.sent()).toEqual([]);
		expect(await this.page.evaluate(() => window.heard)).toEqual([]);
	}

	/** Nothing is asked, and the page has sent this. */
	async isSent(what: string): Promise<void> {
		await until(`"${what}" to be sent`, async () => (await this.sent()).includes(what), 5000).catch(async () => {
			expect([await this.asks(), await this.sent()]).toEqual([false, [what]]);
		});
		expect([await this.asks(), await this.sent()]).toEqual([false, [what]]);
	}

	sent(): Promise<string[]> {
		return this.page.evaluate(() => window.sent);
	}

	text(): Promise<string> {
		return this.page.$eval("#box", (box) =>
			box instanceof HTMLDivElement ? box.textContent : Reflect.get(box, "value"),
		);
	}

	inBox(): Promise<boolean> {
		return this.page.evaluate(() => document.activeElement?.id === "box");
	}

	/** The second of the answers, by keyboard. */
	async sendInClear(): Promise<void> {
		await press(this.page, "Tab");
		await press(this.page, "Enter");
	}

	async click(selector: string): Promise<void> {
		await this.page.click(selector);
	}

	async close(): Promise<void> {
		await Promise.allSettled([this.ann.close(), this.site.close()]);
	}
}

async function invitation(): Promise<string> {
	const ben = new Background("Ben");
	ben.now = Date.now();
	return (await (await ben.setUp()).invite()).join(" ");
}

describe.each(browserKinds)("clear text in a private chat in %s", (kind) => {
	let chat: Chat;
	beforeAll(async () => {
		chat = await Chat.open(kind);
	});
	beforeEach(() => chat.page.bringToFront());
	afterAll(() => chat?.close());

	it("by Enter: is held, goes after a yes, and the same words again are asked about again", async () => {
		for (const _ of ["first", "again"]) {
			await chat.write("chat", "see you at six");
			await press(chat.page, "Enter");
			await chat.isHeld();
			expect(await chat.text()).toBe("see you at six");
			await chat.sendInClear();
			await chat.isSent("enter: see you at six");
			expect(await chat.inBox()).toBe(true);
		}
	});

	it("stays in the box after Escape, which the page does not hear either", async () => {
		await chat.write("chat", "not yet");
		await press(chat.page, "Enter");
		await chat.isHeld();
		await press(chat.page, "Escape");
		await until("the question to go", async () => !(await chat.asks()));
		expect([await chat.text(), await chat.inBox(), await chat.sent()]).toEqual(["not yet", true, []]);
		expect(await chat.page.evaluate(() => window.heard)).toEqual([]);
		await press(chat.page, "Enter");
		await chat.isHeld();
		await press(chat.page, "Escape");
	});

	it("by the button of a form, pressed by mouse and by keyboard", async () => {
		await chat.write("chat", "by mouse");
		await chat.click("#send");
		await chat.isHeld();
		await chat.sendInClear();
		await chat.isSent("form: by mouse");
		await chat.write("chat", "by space");
		await chat.page.focus("#send");
		await press(chat.page, " ");
		await until("the question", () => chat.asks());
		await sleep(deafMs);
		expect(await chat.sent()).toEqual([]);
		await chat.sendInClear();
		await chat.isSent("form: by space");
	});

	it("by a button that sends before there is a click", async () => {
		await chat.write("pressed", "already gone");
		await chat.click("#send");
		await chat.isHeld();
		await chat.sendInClear();
		await chat.isSent("press: already gone");
	});

	it("by a form that the browser itself submits on Enter, or a script does", async () => {
		await chat.write("line", "one line");
		await press(chat.page, "Enter");
		await chat.isHeld();
		await chat.sendInClear();
		await chat.isSent("form: one line");
		await chat.write("line", "by a script");
		await chat.page.evaluate(() => document.querySelector("form")?.requestSubmit());
		await chat.isHeld();
		await chat.sendInClear();
		await chat.isSent("form: by a script");
	});

	it("is not held with Shift, nor while an input method composes", async () => {
		await chat.write("chat", "one");
		await chord(chat.page, "Shift", "Enter");
		await type(chat.page, "two");
		expect([await chat.asks(), await chat.text()]).toEqual([false, "one\ntwo"]);
		if (kind === "chromium") {
			const session = await chat.page.createCDPSession();
			await session.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
			await press(chat.page, "Enter");
			expect([await chat.asks(), await chat.sent()]).toEqual([false, []]);
			await session.send("Input.insertText", { text: "日本" });
			await session.detach();
		}
		await press(chat.page, "Enter");
		await until("the question", () => chat.asks());
		await sleep(deafMs);
		await press(chat.page, "Escape");
		await until("the question to go", async () => !(await chat.asks()));
	});

	it("asks nothing where Enter breaks lines, and asks at the button", async () => {
		await chat.write("letter", "Dear Ben,");
		await press(chat.page, "Enter");
		await type(chat.page, "hello");
		expect([await chat.asks(), await chat.text()]).toEqual([false, "Dear Ben,\nhello"]);
		await chat.click("#send");
		await until("the question", () => chat.asks());
		await press(chat.page, "Escape");
	});

	it("by the button of a mail program, from an editor that is a document of its own", async () => {
		for (const text of ["Dear all,", "Dear all, again"]) {
			await chat.write("mail", text);
			await chat.click("#send");
			// A listener that the page put at its window before the frame was there hears of the press; its button does not.
			await until("the question", () => chat.asks());
			await sleep(deafMs);
			expect(await chat.sent()).toEqual([]);
			await chat.sendInClear();
			await chat.isSent(`button: ${text}`);
		}
		await chat.write("mail", "bold");
		await chat.click("form button");
		expect(await chat.asks()).toBe(false);
	});

	it("is taken into the composer by the first answer", async () => {
		await chat.write("chat", "for Ben alone");
		await press(chat.page, "Enter");
		await chat.isHeld();
		const { x, y, height } = (await chat.question()) ?? { x: 0, y: 0, height: 0 };
		await chat.page.mouse.click(x + 40, y + height - 28);
		const composer = await chat.ann.composer();
		await until("the text in the composer", () =>
			composer.$eval("#composer-text", (field) => (field as HTMLTextAreaElement).value === "for Ben alone"),
		);
		expect([await chat.text(), await chat.sent()]).toEqual(["", []]);
		await press(chat.page, "Enter");
		await click(composer, "autoSendNo");
		await waitToSay(composer, "noticeInserted");
		await press(chat.page, "Escape");
		await until("the composer to go", async () => !(await chat.ann.composerIsOpen()));
		await chat.page.focus("#box");
		await press(chat.page, "Enter");
		await until("the armor to be sent", async () => (await chat.sent()).length > 0);
		expect(await chat.sent()).toEqual([expect.stringMatching(/^enter: .*SOTTO/)]);
		expect(await chat.asks()).toBe(false);
	});

	it("is not asked about at another place, and no more where the user does not want it", async () => {
		await chat.page.evaluate(() => history.pushState({}, "", "/somebody"));
		await chat.write("chat", "elsewhere");
		await press(chat.page, "Enter");
		await chat.isSent("enter: elsewhere");
		await chat.page.evaluate(() => history.back());
		await chat.write("chat", "");
		const composer = await chat.ann.pressLock();
		await until("the switch", () => composer.$("#asks-clear"));
		await composer.click("#asks-clear");
		// To the text, and out.
		for (const _ of ["back", "out"]) await press(chat.page, "Escape");
		await until("the composer to go", async () => !(await chat.ann.composerIsOpen()));
		await chat.write("chat", "in clear, as I like");
		await press(chat.page, "Enter");
		await chat.isSent("enter: in clear, as I like");
	});
});
