/** Comparing a code over the chat: to the end, and every way it can end before. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareIn } from "../support/comparing.ts";
import { type Person as InMemory, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";
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
		expect(scene.seen.join("\n")).not.toMatch(new RegExp([word("compareCode"), word("codeDog")].join("|"), "u"));
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
	// Mallory is "Ben" to Ann, and "Ann" to Ben: the site swapped their cards.
	let left: PartnerScene;
	let right: { readonly ann: InMemory; readonly ben: InMemory };
	beforeAll(async () => {
		[left, right] = await Promise.all([PartnerScene.open(kind), acquainted()]);
		await left.acquaint();
		await left.ann.say("Hello Ben");
		await left.ben.waitToRead("Hello Ben");
		await left.ben.say("Shall we?");
		await left.ann.waitToRead("Shall we?");
		await right.ben.read(await right.ann.say("Hello Ben"));
		await right.ann.read(await right.ben.say("Shall we?"));
	});
	afterAll(() => left?.close());

	/** What Ben reads aloud. */
	async function codeAtBen(): Promise<readonly number[]> {
		const { ann: mallory, ben } = right;
		const act = async (person: InMemory, what: "begin-pictures" | "agree" | "send" | "view") => {
			const [contact] = await person.ask(senders.popup(), "popup/contacts", null);
			return compareIn(person, contact?.id ?? "", what);
		};
		await act(mallory, "begin-pictures");
		await ben.read(mallory.chat.slice(-1));
		await act(ben, "agree");
		await mallory.read(ben.chat.slice(-1));
		await act(mallory, "send");
		await ben.read(mallory.chat.slice(-1));
		await act(ben, "send");
		const { view } = await act(ben, "view");
		if (view.kind !== "compare" || view.code.method !== "pictures") throw new Error(`no code but ${view.kind}`);
		return view.code.pictures;
	}

	it("is seen in the code, and They differ locks sending and deletes nothing", async () => {
		const { ann, ben: mallory } = left;
		await onPage(ann, "Ben", (popup) => begin(ann, popup));
		await mallory.compare("agree");
		await until("Ann's nonce", async () => (await mallory.compare("view")).kind === "to-send");
		await mallory.compare("send");
		const code = await codeAt(ann);
		expect(await codeAtBen()).not.toEqual(await picturesIn(code));
		await answer(ann, code, "compareDifferent");
		await waitForLine(ann, "compareDiffered");
		await waitForTrust(ann, "trustChanged");
		const before = left.seen.length;
		const composer = await ann.pressLock();
		await waitToSay(composer, "composerLockedDiffered");
		expect(left.seen).toHaveLength(before);
		await ann.chat.keyboard.press("Escape");
		await ann.toStart();
		await until("a text from before", async () => {
			for (const reader of await ann.readers()) {
				if (/Hello from Ben|Shall we/u.test(await textOf(reader))) return true;
				if (await has(reader, "readerShow")) await click(reader, "readerShow", 2000).catch(() => undefined);
			}
			return false;
		});
	});
});
