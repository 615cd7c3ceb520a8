/** Sites that take little: ideographs where characters are counted, and smaller parts where a message came out cut. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { press } from "./support/keys.ts";
import type { Person } from "./support/person.ts";
import { Scene } from "./support/scene.ts";
import { click, has } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

const maxLength = 999;
const lineBytes = 350;

const narrow = (person: Person): Promise<void> =>
	person.chat.$eval("#box", (box, most) => box.setAttribute("maxlength", `${most}`), maxLength);
const widen = (person: Person): Promise<void> => person.chat.$eval("#box", (box) => box.removeAttribute("maxlength"));

/** As a chat with short lines does it: the rest of a line is a message of its own. */
function split(text: string): readonly string[] {
	const bytes = Buffer.from(text);
	const count = Math.ceil(bytes.length / lineBytes);
	return Array.from({ length: count }, (_, i) => bytes.subarray(i * lineBytes, (i + 1) * lineBytes).toString("utf8"));
}

const isDense = (text: string) => /[\u4e00-\u8dff]{100}/.test(text);

describe.each(browserKinds)("a site of %s that takes little", (kind) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.open(kind);
		await narrow(scene.ann);
		await narrow(scene.ben);
	});
	afterAll(() => scene?.close());

	it("counts characters: carries an invitation and its answer in parts of ideographs that are read as one", async () => {
		await scene.acquaint("In more than one part");
		expect(scene.seen.length).toBeGreaterThanOrEqual(3);
		expect(Math.max(...scene.seen.map((text) => text.length))).toBeLessThanOrEqual(maxLength);
		// Where letters make no more parts they stay.
		expect(scene.seen.filter(isDense).length).toBeGreaterThanOrEqual(2);
	});

	it("shows the message once, and again after a reload", async () => {
		await scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
		await scene.ann.waitToRead("In more than one part");
		const texts = (await scene.ann.readerTexts()).filter((text) => text.includes("In more than one part"));
		expect(texts.length).toBe(1);
	});

	it("cuts lines: says so, tells how many messages it will be, and takes the same text in smaller ones", async () => {
		const { ann, ben, chat } = scene;
		await widen(ann);
		chat.carries = split;
		const before = scene.seen.length;
		await ann.pressLock();
		await ann.typeMessage("Line by line");
		await press(ann.chat, "Enter");
		const composer = await ann.composer();
		await until("the composer to say that it was cut", async () => {
			for (const yes of ["confirmYes", "autoSendYes"]) if (await has(composer, yes)) await click(composer, yes, 2000);
			return (await textOf(composer)).includes(word("refusedCut"));
		});
		expect(scene.seen.slice(before).length).toBeGreaterThan(1);
		const told = await until("the number of messages", async () =>
			new RegExp(`${word("hintParts")} (\\d+)`).exec(await textOf(composer))?.at(1),
		);
		const cut = scene.seen.length;
		await ann.send();
		const parts = scene.seen.slice(cut);
		expect(parts.length).toBe(Number(told));
		expect(parts.length).toBeGreaterThan(1);
		for (const part of parts) {
			expect(Buffer.byteLength(part)).toBeLessThanOrEqual(lineBytes);
			expect(part).toMatch(/SOTTO/);
		}
		await ben.waitToRead("Line by line");
	});
});
