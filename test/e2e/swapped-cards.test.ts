/** A site that swaps the cards of two people, and passes on what they write: each way of making sure finds it out. Over the chat: comparing.test.ts. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Camera, codesTab, contactsOf, linkFrom, paste } from "./support/codes.ts";
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
		await person.waitToRead(`Hello ${person.name}`);
	}

	it("go unseen before anybody looks: both read what the other one wrote", async () => {
		expect(await contactsOf(scene.ann)).toMatchObject([{ name: "Ben", trust: "known", writable: true }]);
		expect(await contactsOf(scene.ben)).toMatchObject([{ name: "Ann", trust: "known", writable: true }]);
	});

	it("are found out by a scan of what was shown for a contact: it was made for another account", async () => {
		const { ann, ben } = scene;
		const [shows, looks] = [await codesTab(ben, await whom(ben)), await codesTab(ann, await whom(ann))];
		await camera.scan(shows, looks);
		await waitToSay(looks, "codeNotForMe");
		for (const page of [shows, looks]) await page.close();
		expect(await contactsOf(ann)).toMatchObject([{ name: "Ben", trust: "known" }]);
	});

	it("are found out by a scan of what was shown to anybody: it is of another account than theirs", async () => {
		const { ann, ben } = scene;
		const [shows, looks] = [await codesTab(ben), await codesTab(ann, await whom(ann))];
		await camera.scan(shows, looks);
		await click(looks, "codeWasTheirs");
		await waitToSay(looks, "codeDiffersMeans");
		for (const page of [shows, looks]) await page.close();
		await expectLocked(ann, "Ben");
	});

	it("are found out by a link from the hand of the other one, whoever was meant", async () => {
		const { ann, ben } = scene;
		await goOn(ann);
		const [shows, reads] = [await codesTab(ben), await codesTab(ann)];
		await paste(reads, await linkFrom(shows));
		await click(reads, "codeSure");
		// Of the same name, and not the same account.
		await click(reads, "codeSamePerson");
		await waitToSay(reads, "codeDiffersMeans");
		for (const page of [shows, reads]) await page.close();
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

	it("are found out by the safety number, by both: nothing is sent, and nothing is deleted", async () => {
		const { ann, ben } = scene;
		await goOn(ann);
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
		const numbers: string[] = [];
		for (const person of [ann, ben]) {
			await person.withPopup(async (popup) => {
				numbers.push(await numberOf(popup));
				await click(popup, "numberDiffers");
				await waitToSay(popup, "changeDiffered");
			});
		}
		expect(new Set(numbers).size).toBe(2);
		await expectLocked(ann, "Ben");
		await expectLocked(ben, "Ann");
		const composer = await ann.pressLock();
		await ann.typeMessage("Not to her");
		const before = scene.seenOfAnn.length;
		await press(ann.chat, "Enter");
		await sleep(sentByNowMs);
		expect(scene.seenOfAnn).toHaveLength(before);
		expect(await has(composer, "send")).toBe(false);
	});
});
