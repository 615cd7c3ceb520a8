/** A site's box that holds something when the lock is pressed: an answer with a quotation, a message to be changed, or text that the site may have seen. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findArmor } from "../../src/protocol/armor-scan.ts";
import type { Editor } from "../demo/model.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { press, type } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import type { Person } from "./support/person.ts";
import { click, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

const boxes: readonly (readonly [Editor, string])[] = [
	["plain", "garden"],
	["rich", "lunch"],
];

/** As the site does it: the text is in the editor's own model. */
async function fill(person: Person, text: string): Promise<void> {
	const box = await until("the box", () => person.chat.$("#box"));
	await box.click();
	await person.chat.evaluate((written) => document.execCommand("insertText", false, written), text);
	await until("the text in the box", async () => (await boxText(person)).includes(text.slice(-20)));
}

const boxText = (person: Person): Promise<string> =>
	person.chat.$eval("#box", (box) => (box instanceof HTMLTextAreaElement ? box.value : (box.textContent ?? "")));

const draft = async (person: Person): Promise<string> =>
	(await person.composer()).$eval("#composer-text", (field) => (field as HTMLTextAreaElement).value);

const armorIn = (text: string): string => findArmor(text)[0]?.text ?? "";

describe.each(browserKinds)("what stands in the site's box, in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
	});
	afterAll(() => scene?.close());

	/** The armor of the last message of the room. */
	const last = (room: string): string => armorIn(scene.chat.messages(room).at(-1)?.text ?? "");

	it.each(boxes)(
		"a message to be changed is opened in the composer and replaced in the %s box",
		async (editor, room) => {
			const { ann, ben, chat } = scene;
			await scene.meetIn(room, editor);
			await ann.say("The first wording");
			const armor = last(room);
			await fill(ann, armor);
			const composer = await ann.pressLock();
			await waitToSay(composer, "composerEditing");
			expect(await draft(ann)).toBe("The first wording");
			expect(armorIn(await boxText(ann))).toBe(armor);
			// Left without a change, all is as it was.
			await press(ann.chat, "Escape");
			await waitToSay(composer, "askDiscard");
			await click(composer, "discard");
			await until("the composer to close", async () => !(await ann.composerIsOpen()));
			await sleep(300);
			expect(armorIn(await boxText(ann))).toBe(armor);

			await waitToSay(await ann.pressLock(), "composerEditing");
			await ann.typeMessage(", made better");
			expect(await ann.chat.content()).not.toContain("first wording");
			expect(await boxText(ann)).not.toContain("first wording");
			await ann.send();
			await ben.waitToRead("The first wording, made better", room);
			expect(last(room)).not.toBe(armor);
			expect((await boxText(ann)).trim()).toBe("");
			expect(JSON.stringify(chat.messages(room))).not.toContain("first wording");
		},
	);

	it.each(boxes)("a quotation is left out of what goes out of the %s box", async (editor, room) => {
		const { ann, ben, chat } = scene;
		await ann.openChat(chat.url(room, "ann", editor));
		await ben.say("What is quoted", room);
		const armor = last(room);
		const mine = editor === "plain" ? "begun in clear" : "";
		await fill(ann, `${mine === "" ? "" : `${mine}\n\n`}> ${armor}`);
		const composer = await ann.pressLock();
		await waitToSay(composer, "composerQuoteLeftOut");
		expect(await draft(ann)).toBe(mine);
		expect(await boxText(ann)).toContain(armor);
		await ann.typeMessage(" and ended here");
		await ann.send();
		await ben.waitToRead(`${mine} and ended here`.trim(), room);
		const sent = chat.messages(room).at(-1)?.text ?? "";
		expect(findArmor(sent)).toHaveLength(1);
		expect(armorIn(sent)).not.toBe(armor);
		expect(sent).not.toMatch(/begun in clear|^>/);
		expect((await boxText(ann)).trim()).toBe("");
	});

	it.each(boxes)("text is taken out of the %s box and sent encrypted", async (editor, room) => {
		const { ann, ben, chat } = scene;
		await ann.openChat(chat.url(room, "ann", editor));
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

	it.each(boxes)(
		"text goes back into the %s box if the composer closes without having sent it",
		async (editor, room) => {
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
		},
	);
});
