/** Text that already stands in the site's box moves into the composer, and the user is told that the site may have seen it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Editor } from "../demo/model.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { type } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { click, waitToSay } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

const boxes: readonly (readonly [Editor, string])[] = [
	["plain", "garden"],
	["rich", "lunch"],
];

describe.each(browserKinds)("text in the site's box, in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
	});
	afterAll(() => scene?.close());

	it.each(boxes)("is taken out of the %s box and sent encrypted", async (editor, room) => {
		const { ann, ben, chat } = scene;
		await scene.meetIn(room, editor);
		await until("the page to be ready", () => ann.chat.$("#box"));
		await ann.chat.click("#box");
		await type(ann.chat, `begun in the ${editor} box`);
		const composer = await ann.pressLock();
		await until("the text in the composer", () =>
			composer.$eval(
				"#composer-text",
				(field, text) => (field as HTMLTextAreaElement).value === text,
				`begun in the ${editor} box`,
			),
		);
		expect(await textOf(composer)).toContain(word("composerTaken"));
		const left = await ann.chat.$eval("#box", (box) =>
			box instanceof HTMLTextAreaElement ? box.value : box.textContent,
		);
		expect(left?.trim()).toBe("");
		await ann.typeMessage(" and ended here");
		await ann.send();
		await ben.waitToRead(`begun in the ${editor} box and ended here`, room);
		expect(JSON.stringify(chat.messages(room))).not.toContain("begun in");
	});

	it.each(boxes)("goes back into the %s box if the composer closes without having sent it", async (editor, room) => {
		const { ann, chat } = scene;
		await ann.openChat(chat.url(room, "ann", editor));
		await until("the page to be ready", () => ann.chat.$("#box"));
		await ann.chat.click("#box");
		await type(ann.chat, "not to be lost");
		await ann.pressLock();
		await ann.lock();
		await waitToSay(await ann.composer(), "composerLocked");
		await click(await ann.composer(), "close");
		await until("the text in the box", () =>
			ann.chat.$eval(
				"#box",
				(box) => (box instanceof HTMLTextAreaElement ? box.value : box.textContent)?.trim() === "not to be lost",
			),
		);
		await ann.unlock();
	});
});
