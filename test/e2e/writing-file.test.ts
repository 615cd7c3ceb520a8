/** What only writing needs comes to a frame when somebody is about to write there. Ended, reloaded or refused on its way, nothing is lost. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DemoChat } from "../demo/server.ts";
import { browserKinds, builtExtension } from "./support/driver.ts";
import { press, type } from "./support/keys.ts";
import { clickLock, lockBoxes, ourHosts } from "./support/lock-button.ts";
import { Person } from "./support/person.ts";
import { sleep, until } from "./support/time.ts";

const room = "garden";

/** A page where nobody has written yet, with a text in its box. */
async function begun(ann: Person, chat: DemoChat, text: string): Promise<void> {
	await ann.openChat(chat.url(room, "ann"));
	await ann.chat.reload({ waitUntil: "domcontentloaded" });
	await until("the lock by the compose box", async () => (await lockBoxes(ann.chat)).length > 0);
	// Not by hand: with the focus in the box the file would come by itself.
	await ann.chat.$eval(
		"#box",
		(box, value) => {
			(box as HTMLTextAreaElement).value = value;
		},
		text,
	);
}
const inBox = (ann: Person) => ann.chat.$eval("#box", (box) => (box as HTMLTextAreaElement).value);

describe.each(browserKinds)("the file for writing in %s", (kind) => {
	let chat: DemoChat;
	beforeAll(async () => {
		chat = await DemoChat.start();
	});
	afterAll(() => chat?.close());

	describe("on its way", () => {
		let ann: Person;
		beforeAll(async () => {
			ann = await Person.ready(kind, "Ann", chat.url(room, "ann"));
		});
		afterAll(() => ann?.close());

		it.each([0, 10, 40])("a background ended %i ms after the press loses nothing", async (delay) => {
			const text = `begun before ${delay}`;
			await begun(ann, chat, text);
			await clickLock(ann.chat);
			await sleep(delay);
			await ann.driver.killWorker();
			const composer = await ann.composer(4000).catch(() => ann.pressLock());
			await until("the text in the composer", () =>
				composer.$eval("#composer-text", (field, wanted) => (field as HTMLTextAreaElement).value === wanted, text),
			);
			expect(await inBox(ann)).toBe("");
			expect(await ann.composerIsOpen()).toBe(true);
		});

		it("a page that is loaded anew meanwhile gets it when somebody writes there", async () => {
			await begun(ann, chat, "");
			await clickLock(ann.chat);
			await ann.chat.reload({ waitUntil: "domcontentloaded" });
			await ann.pressLock();
			await ann.typeMessage("in the new page");
			expect(await inBox(ann)).toBe("");
		});
	});

	describe("that cannot be had", () => {
		let ann: Person;
		let folder: string;
		beforeAll(async () => {
			folder = await mkdtemp(join(tmpdir(), "sotto-without-writing-"));
			await cp(builtExtension(kind), folder, { recursive: true });
			await rm(join(folder, "writing.js"));
			ann = await Person.ready(kind, "Ann", chat.url(room, "ann"), { extension: folder });
		});
		afterAll(async () => {
			await ann?.close();
			await rm(folder, { recursive: true, force: true });
		});

		it("leaves the text where it is and says so, each time it is asked for", async () => {
			await begun(ann, chat, "still mine");
			for (let time = 0; time < 2; time++) {
				const hosts = (await ourHosts(ann.chat)).length;
				await clickLock(ann.chat);
				await until("a note beside the box", async () => (await ourHosts(ann.chat)).length === hosts + 1);
				expect([await inBox(ann), await ann.composerIsOpen()]).toEqual(["still mine", false]);
				await ann.chat.focus("#box");
				await press(ann.chat, "End");
				await until("the note to go", async () => (await ourHosts(ann.chat)).length === hosts);
			}
			await type(ann.chat, ", and the keys too");
			expect(await inBox(ann)).toBe("still mine, and the keys too");
		});
	});
});
