/**
 * Somebody who gets the disk: nothing readable and no key lies in any file of the profile, whatever was written, read, deleted or left
 * half written. What a database leaves of deleted sealed bytes is counted and printed (docs/history.md says what that means).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backToText, choose, chooseShorter } from "./support/choices.ts";
import { type BrowserKind, browserKinds } from "./support/driver.ts";
import { launch } from "./support/launch.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { filesWithBytes, filesWithText, type RawFile, readProfile, remains } from "./support/raw-profile.ts";
import { type Stored, storedBy } from "./support/stored.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

const names = ["Ann Lanternward", "Ben Harbourlight"] as const;
const texts = {
	answer: "The answer about the seventh lantern",
	kept: "Kept for ever, about the blue harbour",
	asked: "Asked to go when the tab is closed, about the red ladder",
	last: "Written while the tab is the limit, about the green boat",
	draft: "Half a thought that was never sent, about the yellow kite",
};
/** A browser writes down what stands in the fields of its tabs, Firefox every 15 seconds, Chromium a little later than typed. */
const browserNotesMs: Readonly<Record<BrowserKind, number>> = { chromium: 3000, firefox: 16_000 };

const bytesOf = (hex: string): Buffer => Buffer.from(hex, "hex");

/** All hex strings of session memory: keys of the vault, and sealed keys of "until the tab closes". */
function secretsOf({ memory }: Stored): readonly Buffer[] {
	const found = JSON.stringify(memory).match(/(?<=")([0-9a-f]{2}){32,}(?=")/g) ?? [];
	return [...new Set(found)].map(bytesOf);
}

describe.each(browserKinds)("the profile on the disk in %s", (kind) => {
	let scene: PartnerScene;
	let before: Stored;
	let closing: Stored;
	let after: Stored;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind, names, "byHand");
		await scene.acquaint(texts.answer);
	});
	afterAll(() => scene?.close());

	const gone = (table: string): readonly Buffer[] => {
		const left = new Set(after.tables[table]);
		const all = new Set([...(before.tables[table] ?? []), ...(closing.tables[table] ?? [])]);
		return [...all].filter((value) => !left.has(value)).map(bytesOf);
	};

	function report(files: readonly RawFile[], when: string): void {
		for (const table of ["history", "epochs"]) {
			const { records, whole, found, total, where } = remains(files, gone(table));
			console.log(
				`${kind}, ${when}: of ${records} deleted values in "${table}" ${whole} are whole in the files, ${found} of ${total} bytes (${where.join(", ") || "no file"})`,
			);
		}
	}

	function expectNothingReadable(files: readonly RawFile[]): void {
		expect(files.length).toBeGreaterThan(10);
		for (const text of [...Object.values(texts), ...names, scene.ann.passphrase]) {
			expect(filesWithText(files, text), text).toEqual([]);
		}
		for (const secret of [...secretsOf(before), ...secretsOf(closing)]) {
			expect(filesWithBytes(files, secret)).toEqual([]);
		}
	}

	it("is written and deleted: at once by a shorter choice, and with the tab", async () => {
		const { ann, ben, chat } = scene;
		await ann.say(texts.kept);
		await ben.waitToRead(texts.kept);
		before = await storedBy(ann);
		const composer = await ann.pressLock();
		await chooseShorter(ann.chat, composer, "#keep-here", word("keepClosed"));
		await choose(ann.chat, composer, "#disappears", word("disappearsClosed"));
		await backToText(ann.chat, composer);
		await ann.typeMessage(texts.asked);
		await ann.send();
		await ann.say(texts.last);
		await ann.waitToRead(texts.last);
		closing = await storedBy(ann);
		await ann.pressLock();
		await ann.typeMessage(texts.draft);
		await sleep(browserNotesMs[kind]);
		const tab = ann.chat;
		// Firefox ends with its last tab.
		await ann.openTab(chat.origin);
		await tab.close();
		after = await until("the deletion", async () => {
			const stored = await storedBy(ann);
			const rows = new Set(stored.tables["history"]);
			return closing.tables["history"]?.every((row) => !rows.has(row)) ? stored : null;
		});
		expect(gone("epochs")).not.toHaveLength(0);
		expect(gone("history").length).toBeGreaterThanOrEqual(4);
	});

	it("tells nothing right after, and what it keeps of deleted rows is known", async () => {
		const files = await readProfile(scene.ann.driver.profile);
		report(files, "right after");
		// The way of looking finds what is there.
		expect(remains(files, (after.tables["history"] ?? []).map(bytesOf)).whole).toBeGreaterThan(0);
		expectNothingReadable(files);
	});

	it("tells nothing after the browser was closed, and after it was opened and closed again", async () => {
		const { profile } = scene.ann.driver;
		await scene.ann.driver.quit();
		const closed = await readProfile(profile);
		report(closed, "closed");
		expectNothingReadable(closed);
		const again = await launch(kind, { profile });
		await again.openExtensionPage("popup.html");
		await sleep(1000);
		await again.quit();
		const reopened = await readProfile(profile);
		report(reopened, "opened and closed again");
		expectNothingReadable(reopened);
	});
});
