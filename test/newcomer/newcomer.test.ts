/** Two people who have never seen Sotto, doing everything by hand. What each path costs goes into docs/trust.md. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Camera, contactsOf, linkFrom, paste } from "../e2e/support/codes.ts";
import { browserKinds } from "../e2e/support/driver.ts";
import { type Effort, effortOf, noteClick, uncounted } from "../e2e/support/effort.ts";
import type { Person } from "../e2e/support/person.ts";
import { Scene } from "../e2e/support/scene.ts";
import { click, has, shown, waitToSay } from "../e2e/support/surface.ts";
import { until } from "../e2e/support/time.ts";
import { word } from "../e2e/support/words.ts";
import { writeCosts } from "./report.ts";

/** Seconds in which people are to be sure of each other. */
const aMinute = 60;

/** The page of the only contact. */
async function toContact(popup: Page): Promise<void> {
	await click(popup, "contacts");
	await until("somebody in the list", () => popup.$("main ul button"));
	noteClick("contacts");
	await popup.click("main ul button");
	await waitToSay(popup, "removeContact");
}

describe.each(browserKinds)("what it costs, in %s", (kind) => {
	const costs = new Map<string, Effort>();
	let scene: Scene;
	afterAll(async () => {
		writeCosts(kind, costs);
		await scene?.close();
	});
	const measure = async (path: string, act: () => Promise<void>) => void costs.set(path, await effortOf(act));

	it("from nothing to an answer that is read", async () => {
		await measure("Both set up, invite, accept, and read each other", async () => {
			scene = await Scene.open(kind, ["Ann", "Ben"], "byHand");
			await scene.acquaint();
			await scene.ann.say("Good to hear you");
			await scene.ben.waitToRead("Good to hear you");
		});
	});

	/** The page of the other one in the popup, and away from there. */
	async function withContact(person: Person, use: (popup: Page) => Promise<void>): Promise<void> {
		await person.withPopup(async (popup) => {
			await toContact(popup);
			await use(popup);
		});
	}
	const levelOf = (person: Person) =>
		person.withPopup(async (popup) => {
			await click(popup, "contacts");
			await until("the contacts", () => popup.$("main ul button"));
			return await shown(popup);
		});

	it("to be sure of each other by the safety number, on the phone", async () => {
		const { ann, ben } = scene;
		await measure("The safety number, both", async () => {
			for (const person of [ann, ben]) {
				await withContact(person, async (popup) => {
					await click(popup, "wayNumber");
					await click(popup, "numberMatches");
					await waitToSay(popup, "contactVerifiedNumber");
				});
			}
		});
		for (const person of [ann, ben]) expect(await levelOf(person)).toContain(word("trustVerified"));
	});
});

describe.each(browserKinds)("comparing pictures, in %s", (kind) => {
	it("costs", async () => {
		const scene = await Scene.open(kind);
		try {
			const { ann, ben } = scene;
			await scene.acquaint();
			await ann.say("Good to hear you");
			await ben.waitToRead("Good to hear you");
			const effort = await effortOf(async () => {
				await ann.withPopup(async (popup) => {
					await toContact(popup);
					await click(popup, "compareCode");
					await click(popup, "comparePictures");
					// Where the popup is a tab of its own, the chat behind it draws nothing; the real one closes when it loses the focus.
					if (kind === "firefox") await ann.chat.bringToFront();
					await waitToSay(popup, "compareWaiting");
				});
				await ben.toEnd();
				await ben.pressInReader("compareAgree");
				for (const person of [ann, ben]) {
					await person.chat.bringToFront();
					await person.toEnd();
					if (kind === "chromium") {
						await person.pressInReader("compareSame");
						continue;
					}
					// A frame that may be covered leads to a window.
					const reader = await until("the way to the code", async () => {
						for (const one of await person.readers()) if (await has(one, "compareOpen")) return one;
						return null;
					});
					await click(reader, "compareOpen");
					// It cannot be driven where the browser opens it: the same page, opened by hand.
					const popup = await uncounted(async () => {
						const opened = await person.driver.openPopup(person.chat);
						await toContact(opened);
						await click(opened, "compareCode");
						return opened;
					});
					await click(popup, "compareSame");
					await waitToSay(popup, "trustVerified");
					await popup.close();
				}
			});
			writeCosts(kind, new Map([["Seven pictures, both", effort]]));
			for (const person of [ann, ben]) {
				await person.withPopup(async (popup) => {
					await click(popup, "contacts");
					await until("the mark", async () => (await shown(popup)).includes(word("trustVerified")));
				});
			}
		} finally {
			await scene.close();
		}
	});
});

/** To the tab for codes, as the menu of the popup leads there. */
async function toCodes(person: Person): Promise<Page> {
	const page = await person.withPopup(async (popup) => {
		await click(popup, "codesTitle");
		// Firefox opens the tab too, but its driver loses sight of what a link has opened.
		if (person.kind === "firefox") return await person.driver.openExtensionPage("codes.html");
		return await person.pageAt("/codes.html");
	});
	await page.bringToFront();
	return page;
}

describe.each(browserKinds)("a contact code, in %s", (kind) => {
	let folder: string;
	let camera: Camera;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "sotto-newcomer-"));
		camera = await Camera.in(kind, folder);
	});
	afterAll(() => rm(folder, { recursive: true, force: true }));

	/** Two who do not know each other: Ann shows, `passes` brings it to Ben, and Ben's first message answers. */
	async function meet(path: string, passes: (scene: Scene) => Promise<readonly Page[]>): Promise<void> {
		const scene = await Scene.open(kind, ["Ann", "Ben"], "ready", { second: camera.choices });
		try {
			const { ann, ben } = scene;
			const effort = await effortOf(async () => {
				for (const page of await passes(scene)) await page.close();
				const composer = await ben.pressLock();
				const recipient = await until("somebody to write to", () => composer.$("label"));
				noteClick("the people");
				await recipient.click();
				await click(composer, "done");
				await ben.typeMessage("It is me");
				await ben.send();
				await ann.chat.bringToFront();
				await ann.meet("It is me");
				// Behind the message, and by itself, since Ben is one of this chat now.
				await ann.toEnd();
				await ann.waitToRead(word("carriesScan"));
			});
			for (const person of [ann, ben]) {
				expect(await contactsOf(person)).toMatchObject([{ trust: "verified", writable: true }]);
			}
			expect(effort.seconds).toBeLessThan(aMinute);
			writeCosts(kind, new Map([[path, effort]]));
		} finally {
			await scene.close();
		}
	}

	it("that is scanned costs", async () => {
		await meet("A scan beside each other: contact and sure, both", async ({ ann, ben }) => {
			const [shows, looks] = [await toCodes(ann), await toCodes(ben)];
			await camera.scan(shows, looks);
			await click(looks, kind === "chromium" ? "codeIsHere" : "codeSure");
			await waitToSay(looks, "trustVerified");
			return [shows, looks];
		});
	});

	it("that is handed over as a link costs", async () => {
		await meet("A link handed over: contact and sure, both", async ({ ann, ben }) => {
			const [shows, reads] = [await toCodes(ann), await toCodes(ben)];
			await paste(reads, await linkFrom(shows));
			await click(reads, "codeSure");
			await waitToSay(reads, "trustVerified");
			return [shows, reads];
		});
	});
});
