/** A site that swaps the cards of two people, and passes on what they write: each way of making sure finds it out. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Camera, codesTab, contactsOf, paste } from "./support/codes.ts";
import { answer, begin, codeAt, onPage, picturesIn, waitForLine, waitForTrust } from "./support/comparing.ts";
import { browserKinds } from "./support/driver.ts";
import { press } from "./support/keys.ts";
import type { Person } from "./support/person.ts";
import { askFrom } from "./support/set-up.ts";
import { click, has, waitToSay } from "./support/surface.ts";
import { SwappedScene } from "./support/swapped-scene.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

/** Time in which a message would have gone out. */
const sentByNowMs = 1500;

describe.each(browserKinds)("swapped cards in %s", (kind) => {
	let folder: string;
	let camera: Camera;
	let scene: SwappedScene;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "sotto-swapped-"));
		camera = await Camera.in(kind, folder);
		scene = await SwappedScene.open(kind, camera.choices);
	});
	afterAll(async () => {
		await scene?.close();
		await rm(folder, { recursive: true, force: true });
	});

	/** The id under which somebody has the only person they know. */
	const whom = async (person: Person): Promise<string> => (await contactsOf(person))[0]?.id ?? "";

	/** After what a test before has locked. */
	async function goOn(person: Person): Promise<void> {
		if ((await contactsOf(person))[0]?.trust !== "changed") return;
		const page = await person.driver.openExtensionPage("popup.html");
		await askFrom(page, "popup/answer-trust", { contact: await whom(person), answer: "downgrade" });
		await page.close();
		expect(await contactsOf(person)).toMatchObject([{ trust: "new", writable: true }]);
	}

	/** The level fell, the composer says why, and what was read before is still there. */
	async function expectLocked(person: Person, other: string): Promise<void> {
		expect(await contactsOf(person)).toMatchObject([{ name: other, trust: "changed", writable: false }]);
		const composer = await person.pressLock();
		await waitToSay(composer, "composerLockedDiffered");
		await press(person.chat, "Escape");
		await until("the composer to be closed", async () => !(await person.composerIsOpen()));
		await person.toStart();
		await person.waitToRead(`Hello ${person.name}`);
	}

	it("go unseen before anybody looks: both read what the other one wrote", async () => {
		expect(await contactsOf(scene.ann)).toMatchObject([{ name: "Ben", trust: "known", writable: true }]);
		expect(await scene.ben.contacts()).toMatchObject([{ name: "Ann", trust: "known", writable: true }]);
	});

	it("are found out by a scan of what was shown for a contact: it was made for another account", async () => {
		const { ann, ben } = scene;
		const [known] = await ben.contacts();
		const looks = await codesTab(ann, await whom(ann));
		await camera.scanOf((await ben.code(known?.id)).qr, looks);
		await waitToSay(looks, "codeNotForMe");
		await looks.close();
		expect(await contactsOf(ann)).toMatchObject([{ name: "Ben", trust: "known" }]);
	});

	it("are found out by a scan of what was shown to anybody: it is of another account than theirs", async () => {
		const { ann, ben } = scene;
		const looks = await codesTab(ann, await whom(ann));
		await camera.scanOf((await ben.code()).qr, looks);
		await click(looks, "codeWasTheirs");
		await waitToSay(looks, "codeDiffersMeans");
		await looks.close();
		await expectLocked(ann, "Ben");
	});

	it("are found out by a link from the hand of the other one, whoever was meant", async () => {
		const { ann, ben } = scene;
		await goOn(ann);
		const reads = await codesTab(ann);
		await paste(reads, (await ben.code()).link);
		await click(reads, "codeSure");
		// Of the same name, and not the same account.
		await click(reads, "codeSamePerson");
		await waitToSay(reads, "codeDiffersMeans");
		await reads.close();
		await expectLocked(ann, "Ben");
	});

	it("are not made good by a code that the site shows in the chat", async () => {
		const { ann, mallory } = scene;
		await goOn(ann);
		const before = await contactsOf(ann);
		scene.showAnn((await mallory.code()).file);
		await ann.chat.bringToFront();
		await ann.waitForClosed();
		await ann.pressInReader("readerShow");
		await ann.toEnd();
		await ann.waitToRead(word("errorContactCode"));
		expect(await contactsOf(ann)).toEqual(before);
	});

	it("are found out by comparing a code over the chat, whoever asks: They differ locks sending and deletes nothing", async () => {
		const { ann, ben, asBen, asAnn, bensSide } = scene;
		for (const asks of ["Ann", "Ben"]) {
			await goOn(ann);
			await scene.goOn();
			// Mallory answers who asks, and asks the other one under their name.
			if (asks === "Ann") {
				await onPage(ann, "Ben", (popup) => begin(ann, popup));
				await asBen.compare("agree");
				await asAnn.compare("begin-pictures");
				await bensSide.compare("agree");
			} else {
				await bensSide.compare("begin-pictures");
				await asAnn.compare("agree");
				await asBen.compare("begin-pictures");
				await waitForLine(ann, "compareAsked");
				await ann.pressInReader("compareAgree");
			}
			await until("Ann's step", async () => (await asBen.compare("view")).kind === "to-send");
			await asBen.compare("send");
			const code = await codeAt(ann);
			const pictures = await picturesIn(code);
			expect(pictures).toHaveLength(7);
			expect(await scene.bensCode()).not.toEqual({ method: "pictures", pictures });
			await answer(ann, code, "compareDifferent");
			await waitForLine(ann, "compareDiffered");
			await waitForTrust(ann, "trustChanged");
			await expectLocked(ann, "Ben");
			await bensSide.compare("differ");
			expect(await ben.contacts()).toMatchObject([{ name: "Ann", trust: "changed", writable: false }]);
		}
	});

	it("are found out by the safety number, by both: nothing is sent, and nothing is deleted", async () => {
		const { ann, ben } = scene;
		await goOn(ann);
		await scene.goOn();
		const numberOf = async (popup: Page) => {
			await click(popup, "contacts");
			await until("somebody in the list", () => popup.$("main ul button"));
			await popup.click("main ul button");
			await click(popup, "wayNumber");
			return until("the number", async () => {
				const groups = await popup.$$eval(".safety-number li", (all) => all.map((one) => one.textContent ?? ""));
				return groups.length === 12 && groups.join(" ");
			});
		};
		let mine = "";
		await ann.withPopup(async (popup) => {
			mine = await numberOf(popup);
			await click(popup, "numberDiffers");
			await waitToSay(popup, "changeDiffered");
		});
		expect(mine).toMatch(/^(?:\d{5} ){11}\d{5}$/);
		// What Ann and Mallory see is the same number; only Ben himself reads another one out.
		expect((await scene.asBen.safetyNumber()).replace(/\s/g, "")).toBe(mine.replace(/\s/g, ""));
		expect((await scene.bensSide.safetyNumber()).replace(/\s/g, "")).not.toBe(mine.replace(/\s/g, ""));
		await ben.numberDiffers();
		await expectLocked(ann, "Ben");
		expect(await ben.contacts()).toMatchObject([{ name: "Ann", trust: "changed", writable: false }]);
		await expect(scene.bensSide.say("Not to her either")).rejects.toThrow();
		const composer = await ann.pressLock();
		await ann.typeMessage("Not to her");
		const before = scene.seenOfAnn.length;
		await press(ann.chat, "Enter");
		await sleep(sentByNowMs);
		expect(scene.seenOfAnn).toHaveLength(before);
		expect(await has(composer, "send")).toBe(false);
	});
});
