/** Comparing a code over the chat: to the end, and every way it can end before. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { answer, begin, codeAt, onPage, picturesIn, waitForLine, waitForTrust } from "./support/comparing.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room, Scene } from "./support/scene.ts";
import { click, has, shown, waitToSay } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

describe.each(browserKinds)("comparing a code in %s, both at a browser", (kind) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.open(kind);
		await scene.acquaint();
		await scene.ann.say("Hello Ben");
		await scene.ben.waitToRead("Hello Ben");
		await scene.ben.say("Shall we?");
		await scene.ann.waitToRead("Shall we?");
	});
	afterAll(() => scene?.close());

	it("takes two presses each: the rest goes by itself, and both are Verified", async () => {
		const { ann, ben } = scene;
		const before = scene.chat.messages(room).length;
		await onPage(ann, "Ben", async (popup) => {
			expect(await violations(popup)).toEqual([]);
			await begin(ann, popup);
		});
		await ben.toEnd();
		await ben.pressInReader("compareAgree");
		const [a, b] = [await codeAt(ann), await codeAt(ben)];
		const pictures = await picturesIn(a);
		expect(pictures).toHaveLength(7);
		expect(pictures).toEqual(await picturesIn(b));
		expect(pictures).not.toContain(-1);
		const drawn = await a.$$eval(".comparison-pictures img", (all) =>
			all.every((one) => (one as HTMLImageElement).naturalWidth > 0),
		);
		expect(drawn).toBe(true);
		const names = await a.$$eval(".comparison-pictures span", (all) => all.map((one) => one.textContent ?? ""));
		expect(await shown(a)).toContain(word("compareReadFirst"));
		expect(await shown(b)).toContain(word("compareListenFirst"));
		expect(await violations(a)).toEqual([]);
		await answer(ann, a, "compareSame");
		await waitForTrust(ann, "trustVerified");
		await answer(ben, b, "compareSame");
		await waitForTrust(ben, "trustVerified");
		// Start, commitment, two nonces, two answers: and not a word of it in clear.
		await until("all steps", () => scene.chat.messages(room).length === before + 6);
		const authors = scene.chat.messages(room).slice(before);
		expect(authors.map(({ author }) => author).join(" ")).toBe("ann ben ann ben ann ben");
		expect(names).toHaveLength(7);
		// Armor has letters of all kinds in a row, and no words.
		expect(scene.seen.join("\n")).not.toMatch(
			new RegExp(`\\b(?:${[word("compareCode"), ...names].join("|")})\\b`, "u"),
		);
	});

	it("stays Verified and leaves quiet lines after a reload", async () => {
		const { ann } = scene;
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		await waitForLine(ann, "stepGoesOn");
		expect((await ann.readerTexts()).join("\n")).not.toContain(word("compareSame"));
	});
});

describe.each(browserKinds)("comparing a code in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint();
		await scene.ann.say("Hello Ben");
		await scene.ben.waitToRead("Hello Ben");
		await scene.ben.say("Shall we?");
		await scene.ann.waitToRead("Shall we?");
	});
	afterAll(() => scene?.close());

	/** Messages that Ann has sent, at the site. */
	const sentByAnn = () => scene.chat.messages(room).filter(({ author }) => author === "ann").length;

	it("is stopped from either side, and both are told", async () => {
		const { ann, ben } = scene;
		await ben.compare("begin-pictures");
		await waitForLine(ann, "compareAsked");
		await ann.pressInReader("compareNotNow");
		await waitForLine(ann, "compareStopped");
		await until("Ben to hear of it", async () => (await ben.compare("view")).kind === "idle");

		await ben.compare("begin-pictures");
		await waitForLine(ann, "compareAsked");
		await ben.compare("stop");
		await ben.compare("send");
		await waitForLine(ann, "stepStopped");
	});

	it("goes on after the background was ended at every step, and after a reload; nothing goes out twice", async () => {
		const { ann, ben } = scene;
		const before = sentByAnn();
		await ben.compare("begin-numbers");
		await ann.killWorker();
		await waitForLine(ann, "compareAsked");
		await ann.killWorker();
		await ann.pressInReader("compareAgree");
		await until("the commitment", () => sentByAnn() > before);
		await ann.killWorker();
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		// Whether the word that it was sent had come before the end, or not.
		await until("where Ann is", async () => {
			await ann.toEnd();
			const said = (await ann.readerTexts()).join("\n");
			return said.includes(word("compareWaiting")) || said.includes(word("compareToSend"));
		});
		await ben.compare("send");
		await ann.killWorker();
		const code = await codeAt(ann, { presses: true });
		const theirs = await until("Ben's number", async () => {
			const view = await ben.compare("view");
			return view.kind === "compare" && view.code.method === "numbers" && view.code.numbers;
		});
		const [mine] = (await shown(code)).match(/\d{4}\s+\d{4}\s+\d{4}/u) ?? [];
		expect(mine?.split(/\s+/u).map(Number)).toEqual(theirs);
		expect(sentByAnn() - before).toBe(2);
		await answer(ann, code, "compareSame");
		await waitForTrust(ann, "trustVerified");
	});

	it("takes nothing up from a step that the site shows again", async () => {
		const { ann } = scene;
		const before = sentByAnn();
		const old = scene.seen.slice(-6);
		for (const text of old) scene.chat.record(room, "ben", text);
		await ann.waitToRead(word("stepGoesOn"));
		await ann.toEnd();
		for (const text of await ann.readerTexts()) expect(text).not.toContain(word("compareAgree"));
		expect(sentByAnn()).toBe(before);
		await waitForTrust(ann, "trustVerified");
	});
});

describe.each(browserKinds)("a man in the middle in %s", (kind) => {
	// The site swapped their cards: Mallory is "Ben" to Ann, and "Ann" to Ben, and passes on what they write.
	let left: PartnerScene;
	let right: PartnerScene;
	beforeAll(async () => {
		[left, right] = await Promise.all([PartnerScene.open(kind), PartnerScene.open(kind, ["Ben", "Ann"])]);
		await Promise.all(
			[left, right].map(async (side) => {
				await side.acquaint("Hello from over there");
				await side.ann.say("Hello to you");
				await side.ben.waitToRead("Hello to you");
				await side.ben.say("Shall we?");
				await side.ann.waitToRead("Shall we?");
			}),
		);
	});
	afterAll(() => Promise.allSettled([left?.close(), right?.close()]));

	it("is seen in the code, and They differ locks sending at both and deletes nothing", async () => {
		const [ann, ben] = [left.ann, right.ann];
		const [asBen, asAnn] = [left.ben, right.ben];
		// Ann asks Ben: Mallory answers her, and asks Ben under her name.
		await onPage(ann, "Ben", (popup) => begin(ann, popup));
		await asBen.compare("agree");
		await until("Ann's nonce", async () => (await asBen.compare("view")).kind === "to-send");
		await asBen.compare("send");
		await asAnn.compare("begin-pictures");
		await ben.toEnd();
		await ben.pressInReader("compareAgree");
		await until("Ben's commitment", async () => (await asAnn.compare("view")).kind === "to-send");
		await asAnn.compare("send");
		const codes = [await codeAt(ann), await codeAt(ben)] as const;
		expect(await picturesIn(codes[0])).not.toEqual(await picturesIn(codes[1]));
		for (const [person, code] of [
			[ann, codes[0]],
			[ben, codes[1]],
		] as const) {
			await answer(person, code, "compareDifferent");
			await waitForLine(person, "compareDiffered");
			await waitForTrust(person, "trustChanged");
		}
		for (const side of [left, right]) {
			const { ann: person } = side;
			const before = side.seen.length;
			const composer = await person.pressLock();
			await waitToSay(composer, "composerLockedDiffered");
			expect(side.seen).toHaveLength(before);
			await person.chat.keyboard.press("Escape");
			await person.toStart();
			await until(`a text from before at ${person.name}`, async () => {
				for (const reader of await person.readers()) {
					if (/Hello from|Shall we/u.test(await textOf(reader))) return true;
					if (await has(reader, "readerShow")) await click(reader, "readerShow", 2000).catch(() => undefined);
				}
				return false;
			});
		}
	});
});
