/** Sites that take little: ideographs where characters are counted, and smaller parts where a message came out cut. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { press } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import type { Person } from "./support/person.ts";

import { click, has } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

const maxLength = 999;
const lineBytes = 350;
/** More than one line of armor. */
const long = "Line by line, ".repeat(12).trim();

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
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		scene.enter();
		await narrow(scene.ann);
	});
	afterAll(() => scene?.close());

	/** Messages of the site since there were `before`: as the box takes them, and of ideographs. */
	function denseSince(before: number): readonly string[] {
		const parts = scene.seen.slice(before);
		for (const part of parts) expect(part.length).toBeLessThanOrEqual(maxLength);
		// Where letters make no more parts they stay.
		return parts.filter(isDense);
	}

	it("counts characters: carries invitations and answers in parts of ideographs that are read as one", async () => {
		const { ann, ben } = scene;
		await ann.invite();
		expect(denseSince(0)).toHaveLength(1);
		await ben.acceptCard();
		await ben.invite(maxLength);
		expect(denseSince(1)).toHaveLength(1);
		await ann.acceptCard();
		await ann.say("From Ann in parts");
		expect(denseSince(2).length).toBeGreaterThan(1);
		const before = scene.seen.length;
		// Neither has read of the other: this one begins anew, and is as long.
		await ben.sayWith("In more than one part", { limit: maxLength });
		expect(denseSince(before).length).toBeGreaterThan(1);
		await ben.waitToRead("From Ann in parts");
		await ann.waitToRead("In more than one part");
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
		await ann.typeMessage(long);
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
		await ben.waitToRead(long);
	});
});
