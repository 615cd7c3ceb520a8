/** A box that takes less than a card or a message is long: parts go in one after the other and come out as one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import type { Person } from "./support/person.ts";
import { Scene } from "./support/scene.ts";

const maxLength = 1000;

const narrow = (person: Person): Promise<void> =>
	person.chat.$eval("#box", (box, most) => box.setAttribute("maxlength", `${most}`), maxLength);

describe.each(browserKinds)("a box of %s that takes few characters", (kind) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.open(kind);
		await narrow(scene.ann);
		await narrow(scene.ben);
	});
	afterAll(() => scene?.close());

	it("carries an invitation and its answer in parts that are read as one", async () => {
		await scene.acquaint("In more than one part");
		expect(scene.seen.length).toBeGreaterThanOrEqual(6);
		expect(Math.max(...scene.seen.map((text) => text.length))).toBeLessThanOrEqual(maxLength);
	});

	it("shows the message once, and again after a reload", async () => {
		await scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
		await scene.ann.waitToRead("In more than one part");
		const texts = (await scene.ann.readerTexts()).filter((text) => text.includes("In more than one part"));
		expect(texts.length).toBe(1);
	});
});
