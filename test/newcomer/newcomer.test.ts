/** Two people who have never seen Sotto, doing everything by hand. What each path costs goes into docs/trust.md. */
import type { Page } from "puppeteer";
import { afterAll, describe, expect, it } from "vitest";
import { browserKinds } from "../e2e/support/driver.ts";
import { type Effort, effortOf, noteClick, uncounted } from "../e2e/support/effort.ts";
import type { Person } from "../e2e/support/person.ts";
import { Scene } from "../e2e/support/scene.ts";
import { click, has, shown, waitToSay } from "../e2e/support/surface.ts";
import { until } from "../e2e/support/time.ts";
import { word } from "../e2e/support/words.ts";
import { writeCosts } from "./report.ts";

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

describe.each(browserKinds)("a contact code, in %s", (kind) => {
	it("costs", async () => {
		const scene = await Scene.open(kind);
		try {
			const { ann, ben } = scene;
			const effort = await effortOf(async () => {
				const codes = await ann.driver.openExtensionPage("codes.html");
				await click(codes, "codeCopyLink");
				const link = await until("the link", () =>
					codes.$eval("textarea.armor[readonly]", (field) => (field as HTMLTextAreaElement).value),
				);
				const theirs = await ben.driver.openExtensionPage("codes.html");
				await theirs.bringToFront();
				await theirs.waitForSelector("#code-text");
				await theirs.focus("#code-text");
				await theirs.evaluate((pasted) => document.execCommand("insertText", false, pasted), link);
				await click(theirs, "read");
				await click(theirs, "codeSure");
				await waitToSay(theirs, "trustVerified");
				await codes.close();
				await theirs.close();
				const composer = await ben.pressLock();
				const recipient = await until("somebody to write to", () => composer.$("label"));
				noteClick("the recipients");
				await recipient.click();
				await click(composer, "done");
				await ben.typeMessage("It is me");
				await ben.send();
				await ann.chat.bringToFront();
				await ann.pressInReader("readerShow");
				await ann.waitToRead("It is me");
			});
			writeCosts(kind, new Map([["A link beside each other: contact and sure, both", effort]]));
			await ann.withPopup(async (popup) => {
				await click(popup, "contacts");
				await until("the mark", async () => (await shown(popup)).includes(word("trustVerified")));
			});
		} finally {
			await scene.close();
		}
	});
});
