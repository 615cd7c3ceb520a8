/**
 * The shortcuts of the manifest, pressed on a real keyboard as far as the X server knows: the browsers' own test interfaces put their
 * keys into the page, past the browser's shortcuts.
 */
import type { Frame } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findArmor } from "../../src/protocol/index.ts";
import { acceptContact } from "../e2e/support/contact.ts";
import { browserKinds } from "../e2e/support/driver.ts";
import { textOf } from "../e2e/support/frames.ts";
import { ourHosts } from "../e2e/support/lock-button.ts";

import { Person } from "../e2e/support/person.ts";
import { click, has } from "../e2e/support/surface.ts";
import { until } from "../e2e/support/time.ts";
import { word } from "../e2e/support/words.ts";
import { modelOf } from "../editors/attempt.ts";
import { editorCases, nameOf } from "../editors/catalog.ts";
import { EditorServer } from "../editors/server.ts";
import { VirtualDisplay } from "./virtual-display.ts";

/** A field, an editor that takes `beforeinput`, one that takes a paste, and one that listens to nothing. */
const editors = ["textarea", "slate", "prosemirror", "contenteditable"];

/** In the list of those it may be for. */
const person = ".people-choice input";

function caseOf(name: string) {
	const found = editorCases.find((of) => nameOf(of) === name);
	if (found === undefined) throw new Error(`No editor ${name}`);
	return found;
}

describe.each(browserKinds)("the shortcuts in %s", (kind) => {
	let display: VirtualDisplay;
	let site: EditorServer;
	let ann: Person;

	beforeAll(async () => {
		display = await VirtualDisplay.start();
		site = await EditorServer.start();
		site.show(caseOf("textarea"));
		ann = await Person.ready(kind, "Ann", site.url(), { headful: true, display: display.name });
		await acceptContact(ann, "Ben");
	});
	afterAll(async () => {
		await ann?.close();
		await Promise.allSettled([display?.close(), site?.close()]);
	});

	async function open(editor: string): Promise<void> {
		site.show(caseOf(editor));
		await ann.openChat(site.url());
		await until("the editor", () => ann.chat.evaluate("window.editorUnderTest !== undefined"));
		await ann.chat.evaluate("editorUnderTest.focus()");
	}

	async function write(text: string): Promise<void> {
		await display.type(text);
		await until("what was typed in the model", async () => (await modelOf(ann.chat)) === text);
	}

	async function choosePeople(composer: Frame): Promise<void> {
		await until("somebody to be chosen", async () => {
			if (await composer.$(`${person}:checked`)) return true;
			await composer.click(person);
			return false;
		});
		await click(composer, "done", 2000);
	}

	/** Presses `button`, and answers what is asked on the way: whom it is for, once for each place. */
	async function press(button: "encrypt" | "send", composer: Frame, over: () => Promise<boolean>): Promise<void> {
		await until(
			`what "${word(button)}" does`,
			async () => {
				if (await over()) return true;
				for (const yes of ["confirmYes", "autoSendYes"]) if (await has(composer, yes)) await click(composer, yes, 2000);
				if (await composer.$(person)) await choosePeople(composer);
				else if (await has(composer, button)) await click(composer, button, 2000);
				return false;
			},
			30_000,
		).catch(async (cause: unknown) => {
			throw new Error(`The composer says: ${await textOf(composer)}`, { cause });
		});
	}

	/** Until the armor has taken its place and the composer is closed. */
	async function encrypt(expected: string): Promise<void> {
		const composer = await ann.composer();
		await until("the text in the composer", () =>
			composer.$eval("#composer-text", (field, text) => (field as HTMLTextAreaElement).value === text, expected),
		);
		await press("encrypt", composer, async () => (await textOf(composer)).includes(word("noticeEncrypted")));
		await click(composer, "done");
		await until("the composer to close", async () => !(await ann.composerIsOpen()));
	}

	/** What stands around the one armor in it, which stands as "-". */
	async function around(): Promise<string> {
		const model = await modelOf(ann.chat);
		const [span] = findArmor(model);
		expect(span?.state).toBe("whole");
		return model.replace(span?.text ?? "", "-");
	}

	const selectNumber = () => display.press(...Array(8).fill("Left"), ...Array(6).fill("shift+Left"));

	it.each(editors)("Alt+Shift+K encrypts what is selected with Shift and the arrow keys: %s", async (editor) => {
		await open(editor);
		await write("Call 12 345 at noon");
		await selectNumber();
		await display.press("alt+shift+k");
		await encrypt("12 345");
		expect(await around()).toBe("Call - at noon");
	});

	it("Alt+Shift+K takes all of it where nothing is selected", async () => {
		await open("textarea");
		await write("Call 12 345 at noon");
		await display.press("alt+shift+k");
		await encrypt("Call 12 345 at noon");
		expect(await around()).toBe("-");
	});

	it("Alt+Shift+K changes nothing where the text cannot be seen whole, and a note says so", async () => {
		await open("monaco");
		await write("Call 12 345 at noon");
		await selectNumber();
		const hosts = (await ourHosts(ann.chat)).length;
		await display.press("alt+shift+k");
		await until("a note beside the editor", async () => (await ourHosts(ann.chat)).length === hosts + 1);
		expect(await ann.composerIsOpen()).toBe(false);
		expect(await modelOf(ann.chat)).toBe("Call 12 345 at noon");
	});

	it("Alt+Shift+U opens the composer on a box that has no lock, and what is written there is sent from it", async () => {
		await open("textarea in a closed shadow root");
		await display.press("alt+shift+u");
		const composer = await ann.composer();
		if (await composer.$(person)) await choosePeople(composer);
		await until("the focus in the composer", () =>
			composer.evaluate(() => document.hasFocus() && document.activeElement?.id === "composer-text"),
		);
		await display.type("Noon at the pond");
		await press("send", composer, async () => site.messages.length > 0);
		const [message, ...others] = site.messages;
		expect(others).toEqual([]);
		expect(findArmor(message?.text ?? "")[0]).toMatchObject({ state: "whole", text: message?.text });
		await ann.waitToRead("Noon at the pond");
	});
});
