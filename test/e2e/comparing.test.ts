/** Comparing a code over the chat: every way it can end before its end. To its end at two browsers: conversation.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, codeAt, waitForLine, waitForTrust } from "./support/comparing.ts";
import { browserKinds } from "./support/driver.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { shown } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

describe.each(browserKinds)("comparing a code in %s", (kind) => {
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
		await ben.compare("match");
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
