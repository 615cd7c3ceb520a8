/** One field of a form, or a selection, encrypted where it stands; and closed texts in fields, cells and quotations, read where they stand. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findArmor } from "../../src/protocol/index.ts";
import { FormSite, type Name } from "./fields/site.ts";
import { acceptContact } from "./support/contact.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { press, type } from "./support/keys.ts";
import { ourHosts } from "./support/lock-button.ts";
import { Person } from "./support/person.ts";
import { click, has, waitToSay } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

/** One whole message, and nothing else. */
function isArmor(text: string): boolean {
	const [span] = findArmor(text);
	return span?.state === "whole" && span.text === text;
}

describe.each(browserKinds)("fields in %s", (kind) => {
	let site: FormSite;
	let ann: Person;

	beforeAll(async () => {
		site = await FormSite.start();
		ann = await Person.ready(kind, "Ann", site.url);
		await acceptContact(ann, "Ben");
		await ann.chat.bringToFront();
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), site?.close()]);
	});

	const choose = (item: "field" | "selection") => ann.driver.chooseInMenu(`encrypt-${item}`);
	const at = (name: Name): string => `[name=${name}]`;
	const value = (name: Name) => ann.chat.$eval(at(name), (field) => (field as HTMLTextAreaElement).value);

	/** Written by hand into a field; the words from `from` to `to` are selected then. */
	async function write(name: Name, text: string, from?: number, to?: number): Promise<void> {
		await ann.chat.click(at(name));
		await type(ann.chat, text);
		if (from === undefined || to === undefined) return;
		await ann.chat.$eval(
			at(name),
			(field, start, end) => (field as HTMLTextAreaElement).setSelectionRange(start, end),
			from,
			to,
		);
	}

	/** Enter in the composer, and what it asks on the way, until the armor stands there and the composer is closed. */
	async function encrypt(expected: string): Promise<void> {
		const composer = await ann.composer();
		await until("the text in the composer", () =>
			composer.$eval("#composer-text", (field, text) => (field as HTMLTextAreaElement).value === text, expected),
		);
		expect(await has(composer, "send")).toBe(false);
		await click(composer, "encrypt");
		await until(
			"the armor in its place",
			async () => {
				if ((await textOf(composer)).includes(word("noticeEncrypted"))) return true;
				if (await has(composer, "confirmYes")) await click(composer, "confirmYes", 2000);
				return false;
			},
			20_000,
		);
		await click(composer, "done");
		await until("the composer to close", async () => !(await ann.composerIsOpen()));
	}

	it("a whole field is encrypted, for people who were asked about, and the others stay in clear", async () => {
		await write("name", "Ann Example");
		await write("note", "Only for you.\nIt hurts.");
		await choose("field");
		const composer = await ann.composer();
		await waitToSay(composer, "goesIntoField");
		expect(await textOf(composer)).not.toContain(word("composerTaken"));
		// Nobody was chosen for this page yet.
		await press(ann.chat, "Enter");
		await waitToSay(composer, "done");
		await press(ann.chat, " ");
		await click(composer, "done");
		expect(await value("note")).toBe("Only for you.\nIt hurts.");
		await encrypt("Only for you.\nIt hurts.");
		expect(await value("note")).toSatisfy(isArmor);
		expect(await value("name")).toBe("Ann Example");
		await ann.chat.focus(at("name"));
		await ann.waitToRead("It hurts.");
	});

	it("of a text area and of a line only the selection is", async () => {
		await write("detail", "Born 1979 in Ulm, one child", 5, 9);
		await choose("selection");
		await encrypt("1979");
		const detail = await value("detail");
		expect([detail.slice(0, 5), detail.slice(-18)]).toEqual(["Born ", " in Ulm, one child"]);
		expect(detail.slice(5, -18)).toSatisfy(isArmor);
		await write("line", "size forty-two", 5, 14);
		await choose("selection");
		await encrypt("forty-two");
		const line = await value("line");
		expect(line.slice(0, 5)).toBe("size ");
		expect(line.slice(5)).toSatisfy(isArmor);
		expect(line.length).toBeLessThanOrEqual(8000);
	});

	it("of rich text only the selection is, and its markup stays", async () => {
		await ann.chat.$eval("#story", (story) => {
			(story as HTMLElement).focus();
			const text = story.querySelector("b")?.firstChild as Text;
			getSelection()?.setBaseAndExtent(text, 6, text, 14);
		});
		await choose("selection");
		await encrypt("May 2021");
		const story = await ann.chat.$eval("#story", (box) => box.innerHTML);
		const [before = "", after = ""] = ["<p>It began in <b>early ", "</b>, at home.</p><p>Nobody was hurt.</p>"];
		expect(story.startsWith(before) && story.endsWith(after)).toBe(true);
		expect(story.slice(before.length, -after.length)).toSatisfy(isArmor);
	});

	it("a text that is put back, changed meanwhile or left alone stays as it is", async () => {
		await write("answer", "as it stands");
		await choose("field");
		const composer = await ann.composer();
		await until("the text in the composer", () => composer.$("#composer-text"));
		await ann.chat.$eval(at("answer"), (field) => {
			(field as HTMLTextAreaElement).value = "other words";
		});
		await click(composer, "encrypt");
		await waitToSay(composer, "refusedChanged");
		expect(await has(composer, "copy")).toBe(true);
		expect(await value("answer")).toBe("other words");
		await press(ann.chat, "Escape");
		await until("the composer to close", async () => !(await ann.composerIsOpen()));
		await choose("field");
		await waitToSay(await ann.composer(), "goesIntoField");
		await press(ann.chat, "Escape");
		await until("the composer to close", async () => !(await ann.composerIsOpen()));
		expect(await value("answer")).toBe("other words");
	});

	it("a field that can hold none is said to be one, and nothing opens", async () => {
		for (const selector of ["[name=phone]", "[name=code]"]) {
			const hosts = (await ourHosts(ann.chat)).length;
			await ann.chat.focus(selector);
			await choose("field");
			await until("a note beside the field", async () => (await ourHosts(ann.chat)).length === hosts + 1);
			expect(await ann.composerIsOpen()).toBe(false);
			await press(ann.chat, "Escape");
			await until("the note to go", async () => (await ourHosts(ann.chat)).length === hosts);
		}
	});

	it("the form's own button hands in armor and clear text, each where it was, and nothing did before", async () => {
		await ann.chat.$eval(at("answer"), (field) => {
			(field as HTMLTextAreaElement).value = "";
		});
		for (const [name, text] of [
			["answer", "What I was told"],
			["mail", "What I was sent"],
		] as const) {
			await write(name, text);
			await choose("field");
			await encrypt(text);
		}
		expect(site.handedIn).toEqual([]);
		await Promise.all([ann.chat.waitForNavigation(), ann.chat.click("button[type=submit]")]);
		expect(site.handedIn).toHaveLength(1);
		const {
			name,
			phone,
			note = "",
			detail = "",
			line = "",
			story = "",
			answer = "",
			mail = "",
		} = site.handedIn[0] ?? {};
		expect([name, phone]).toEqual(["Ann Example", ""]);
		expect([note, answer, mail].filter((text) => !isArmor(text))).toEqual([]);
		const clear = (text: string): string => text.replace(findArmor(text)[0]?.text ?? "none", "-");
		expect([detail, line, story].map(clear).map((text) => text.replace(/\s+/g, " ").trim())).toEqual([
			"Born - in Ulm, one child",
			"size -",
			"It began in early -, at home. Nobody was hurt.",
		]);
		expect(JSON.stringify(site.handedIn)).not.toMatch(/It hurts|May 2021|forty-two|What I was/);
	});

	it("what was handed in is read in a field, a locked one, a fixed one, a cell and quotations", async () => {
		expect(await textOf(await ann.waitToRead("It hurts."))).not.toContain(word("readerQuoted"));
		await ann.chat.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
		for (const text of ["1979", "forty-two", "May 2021"]) await ann.waitToRead(text);
		for (const text of ["What I was told", "What I was sent"]) {
			expect(await textOf(await ann.waitToRead(text))).toContain(word("readerQuoted"));
		}
		const covered = (id: string) => ann.chat.$eval(id, (one) => getComputedStyle(one).display === "none");
		expect([await covered("#locked"), await covered(at("note"))]).toEqual([true, false]);
	});
});
