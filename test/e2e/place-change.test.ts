/** A conversation is what was on screen when writing began: any change of address, title or heading ends the composer's right to send. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { ourFrames, textOf } from "./support/frames.ts";
import { press } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { click, has, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

const changes: readonly (readonly [string, () => void])[] = [
	["the address", () => history.pushState({}, "", location.href.replace("garden", "lunch"))],
	["the fragment", () => history.replaceState({}, "", "#other")],
	[
		"the title",
		() => {
			document.title = "Lunch - Demo chat";
		},
	],
	[
		"the heading",
		() => {
			const heading = document.querySelector("h1");
			if (heading) heading.textContent = "Lunch";
		},
	],
];

describe.each(browserKinds)("a change of place in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint();
		await scene.ann.say("Settles the question of automatic sending");
	});
	beforeEach(async () => {
		const { ann, chat } = scene;
		await ann.openChat("about:blank");
		await ann.openChat(chat.url(room, "ann"));
		// What the test before had begun is back.
		const composer = await ann.pressLock();
		if (await has(composer, "discard")) {
			await click(composer, "discard");
			await waitToSay(composer, "askDiscard");
			await click(composer, "discard");
		} else await press(ann.chat, "Escape");
		await until("the composer to close", async () => !(await ann.composerIsOpen()));
	});
	afterAll(() => scene?.close());

	it.each(changes)("of %s aborts: nothing is sent, the text stays", async (_what, change) => {
		const { ann, chat } = scene;
		const before = chat.messages(room).length;
		await ann.pressLock();
		await ann.typeMessage("for the garden only");
		await ann.chat.evaluate(change);
		const composer = await ann.composer();
		await until("the composer to say so", async () => (await textOf(composer)).includes(word("composerAborted")));
		await press(ann.chat, "Enter");
		await sleep(1000);
		const text = await composer.$eval("#composer-text", (field) => (field as HTMLTextAreaElement).value);
		const box = await ann.chat.$eval("#box", (found) => (found as HTMLTextAreaElement).value);
		// In one, with what the composer says: whoever sees it fail sees what became of the text.
		expect({ posted: chat.messages(room).length - before, text, box }, await textOf(composer)).toEqual({
			posted: 0,
			text: "for the garden only",
			box: "",
		});
	});

	it("by an unread counter in the title is none", async () => {
		const { ann, ben } = scene;
		await ann.pressLock();
		await ann.typeMessage("still the same place");
		await ann.chat.evaluate(() => {
			document.title = `(3) ${document.title}`;
		});
		await sleep(500);
		await ann.send();
		await ben.waitToRead("still the same place");
	});

	it("that comes with the very Enter still goes nowhere else", async () => {
		const { ann, chat } = scene;
		const before = [chat.messages("garden").length, chat.messages("lunch").length];
		await ann.pressLock();
		await ann.typeMessage("raced");
		// The page switches its conversation as soon as anything is put into its box.
		await ann.chat.evaluate(() => {
			document.querySelector("#box")?.addEventListener("input", () => {
				history.pushState({}, "", location.href.replace("garden", "lunch"));
			});
		});
		await press(ann.chat, "Enter");
		await sleep(2500);
		expect([chat.messages("garden").length, chat.messages("lunch").length]).toEqual(before);
		expect(await ourFrames(ann.chat, "composer")).toHaveLength(1);
	});
});
