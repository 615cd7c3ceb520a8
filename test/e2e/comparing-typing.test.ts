/** A step that goes by itself leaves the keys of whoever types on the page where they belong, and goes all the same. */
import type { Page } from "puppeteer";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answer, codeAt, picturesIn, waitForLine, waitForTrust } from "./support/comparing.ts";
import { browserKinds } from "./support/driver.ts";
import { press, type } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { has } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";

/** Of the site, above its messages. */
async function addSearch(chat: Page): Promise<void> {
	await chat.evaluate(() => {
		const search = document.createElement("input");
		search.id = "search";
		document.querySelector("header")?.append(search);
	});
}

const textIn = (chat: Page, field: string) => chat.$eval(field, (one) => (one as HTMLInputElement).value);

/** The site's button wakes up late: armor stands in the box for so long. Milliseconds. */
const sleepyMs = 300;

/** Says when armor stands in the box, and how often keys came to the box. */
async function makeSleepy(chat: Page): Promise<void> {
	await chat.evaluate((ms) => {
		const box = document.querySelector("#box") as HTMLTextAreaElement;
		const button = document.querySelector("#compose button") as HTMLButtonElement;
		box.addEventListener("input", () => {
			if (box.value.length < 100) return;
			document.documentElement.dataset["armor"] = "yes";
			button.disabled = true;
			setTimeout(() => {
				button.disabled = false;
			}, ms);
		});
	}, sleepyMs);
}

describe.each(browserKinds)("typing while a comparison goes on by itself, in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint();
		// From here on messages go out without a press.
		await scene.ann.say("Hello Ben");
		await scene.ben.waitToRead("Hello Ben");
		await scene.ben.say("Shall we?");
		await scene.ann.waitToRead("Shall we?");
	});
	afterAll(() => scene?.close());
	afterEach(async () => {
		// What was typed is nowhere but where it was typed.
		for (const text of scene.seen) expect(text).not.toMatch(/walnut/u);
	});

	const sentByAnn = () => scene.chat.messages(room).filter(({ author }) => author === "ann").length;

	/** Ben asks, Ann says yes: what follows at hers is her nonce, after his. Messages of hers by then. */
	async function agreed(): Promise<number> {
		const { ann, ben } = scene;
		await ann.chat.reload({ waitUntil: "load" });
		await until("the messages", async () => (await ann.readers()).length > 0);
		await addSearch(ann.chat);
		await ben.compare("begin-pictures");
		await ann.toEnd();
		await waitForLine(ann, "compareAsked");
		const before = sentByAnn();
		await ann.pressInReader("compareAgree");
		await until("the commitment", () => sentByAnn() === before + 1);
		return before + 1;
	}

	/** Both see the same, and Ann says so. */
	async function toTheEnd(): Promise<void> {
		const { ann, ben } = scene;
		const code = await codeAt(ann);
		const view = await until("Ben's code", async () => {
			const now = await ben.compare("view");
			return now.kind === "compare" && now;
		});
		expect(view.code).toEqual({ method: "pictures", pictures: await picturesIn(code) });
		await answer(ann, code, "compareSame");
		await waitForTrust(ann, "trustVerified");
		await ben.compare("match");
	}

	it("in another field: the step waits, and goes when the user is done", async () => {
		const { ann, ben } = scene;
		const before = await agreed();
		await ann.chat.click("#search");
		const typing = (async () => {
			for (let round = 0; round < 8; round++) {
				await type(ann.chat, "walnut ", 60);
				// Longer than any pause between two words.
				if (round === 4) await sleep(1500);
			}
		})();
		await ben.compare("send");
		await typing;
		expect(await textIn(ann.chat, "#search")).toBe("walnut ".repeat(8));
		expect(await textIn(ann.chat, "#box")).toBe("");
		expect(sentByAnn()).toBe(before);
		await until("what can be pressed instead", async () => {
			for (const reader of await ann.readers()) if (await has(reader, "compareSend")) return true;
			return false;
		});
		await ann.chat.click("#messages", { offset: { x: 4, y: 4 } });
		await until("her nonce", () => sentByAnn() === before + 1);
		expect(await textIn(ann.chat, "#search")).toBe("walnut ".repeat(8));
		await toTheEnd();
	});

	it("in the box itself: what stands there is left alone until it is gone", async () => {
		const { ann, ben } = scene;
		const before = await agreed();
		await ann.chat.click("#box");
		await type(ann.chat, "walnut", 30);
		await ben.compare("send");
		await sleep(3000);
		expect(await textIn(ann.chat, "#box")).toBe("walnut");
		expect(sentByAnn()).toBe(before);
		for (let letter = 0; letter < 6; letter++) await press(ann.chat, "Backspace");
		await until("her nonce", () => sentByAnn() === before + 1);
		expect(await ann.chat.evaluate(() => document.activeElement?.id)).toBe("box");
		await type(ann.chat, "walnut");
		expect(await textIn(ann.chat, "#box")).toBe("walnut");
		for (let letter = 0; letter < 6; letter++) await press(ann.chat, "Backspace");
		await toTheEnd();
	});

	it("in the very moment: every letter comes where the user is, in order", async () => {
		const { ann, ben } = scene;
		const before = await agreed();
		await makeSleepy(ann.chat);
		await ann.chat.click("#box");
		await ben.compare("send");
		await ann.chat.waitForFunction(() => document.documentElement.dataset["armor"] === "yes", { polling: 10 });
		await type(ann.chat, "a bagg");
		await press(ann.chat, "Backspace");
		await type(ann.chat, " of walnuts, and more of them", 25);
		await until("her nonce", () => sentByAnn() === before + 1);
		expect(await textIn(ann.chat, "#box")).toBe("a bag of walnuts, and more of them");
		await ann.chat.$eval("#box", (box) => {
			(box as HTMLTextAreaElement).value = "";
		});
		await toTheEnd();
	});

	it("after a press on another field in that moment: there", async () => {
		const { ann, ben } = scene;
		const before = await agreed();
		await makeSleepy(ann.chat);
		await ann.chat.click("#messages", { offset: { x: 4, y: 4 } });
		await ben.compare("send");
		await ann.chat.waitForFunction(() => document.documentElement.dataset["armor"] === "yes", { polling: 10 });
		await ann.chat.click("#search");
		await type(ann.chat, "walnuts here", 25);
		await until("her nonce", () => sentByAnn() === before + 1);
		await type(ann.chat, " too");
		expect(await textIn(ann.chat, "#search")).toBe("walnuts here too");
		expect(await textIn(ann.chat, "#box")).toBe("");
		await toTheEnd();
	});
});
