/**
 * One editor, one length: armor into the empty editor and out to the server; then armor of the dense alphabet after a person had typed
 * some lines; then a text of many lines, as it goes back into a box when a composer closes (armor is one line always); then a paste by
 * hand, for its time. After each step the editor's own model is asked.
 */
import type { Page } from "puppeteer";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { chord, type } from "../e2e/support/keys.ts";
import { until } from "../e2e/support/time.ts";
import { type EditorCase, nameOf } from "./catalog.ts";
import type { ExtensionWorld } from "./extension-world.ts";
import type { EditorServer } from "./server.ts";

export type Result =
	/** The model held the armor and nothing else, and so did what the server received; afterwards the editor was empty. */
	| { readonly kind: "exact"; readonly ms: number }
	/** All of the text, and not each of its line breaks. */
	| { readonly kind: "lines"; readonly ms: number }
	/** Nothing was sent, and the person is told why. */
	| { readonly kind: "refused"; readonly why: string; readonly ms: number }
	/** Never allowed. */
	| { readonly kind: "wrong"; readonly why: string; readonly ms: number };

export interface Attempt {
	readonly name: string;
	readonly browser: BrowserKind;
	readonly length: number;
	readonly empty: Result;
	readonly typedBefore: Result | null;
	/** Not sent: only whether the model holds the text, with its lines or without. */
	readonly manyLines: Result | null;
	/** Milliseconds from Ctrl+V until the model held the text; null if it never did. */
	readonly byHand: number | null;
	/** Whether the lock would have been offered there by itself. */
	readonly offered: boolean;
}

export interface Bench {
	readonly browser: BrowserKind;
	readonly page: Page;
	readonly world: ExtensionWorld;
	readonly server: EditorServer;
}

/** The two alphabets of armor (src/protocol/armor.ts). */
const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const ideographs = Array.from({ length: 0x4000 }, (_, index) => String.fromCharCode(0x4e00 + index));

/** As armor looks; the same for the same seed. */
export function armorOf(length: number, seed: number, alphabet: ArrayLike<string> = letters): string {
	let state = (seed * 2654435761 + 1) >>> 0;
	let text = "";
	while (text.length < length) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		text += alphabet[(state >>> 16) % alphabet.length];
	}
	return text;
}

/** Something a person has typed and not sent. */
const typed = "Hi secret 123\nat the pond 45\nat noon 6";

const lineLength = 64;

/** Whether two texts are the same but for line breaks and spaces around them. */
function alike(one: string, other: string): boolean {
	return one.replace(/\s+/g, "") === other.replace(/\s+/g, "");
}

export async function modelOf(page: Page): Promise<string> {
	return String(await page.evaluate("editorUnderTest.model()"));
}

async function focusEditor(page: Page): Promise<void> {
	await page.bringToFront();
	await page.evaluate("editorUnderTest.focus()");
}

/** In an empty room. */
export async function openEditor({ page, server }: Omit<Bench, "world">, of: EditorCase): Promise<void> {
	server.forget();
	server.show(of);
	await page.bringToFront();
	await page.goto(server.url(), { waitUntil: "domcontentloaded" });
	await until(
		`${nameOf(of)} to stand in its page`,
		() => page.evaluate("window.editorUnderTest !== undefined"),
		30_000,
	);
	await focusEditor(page);
}

async function insertAndSend({ page, world, server }: Bench, text: string): Promise<Result> {
	const before = server.messages.length;
	const { outcome, ms } = await world.run({ kind: "insert", text });
	const model = await modelOf(page);
	const wrong = (why: string): Result => ({ kind: "wrong", why, ms });
	if (server.messages.length !== before) return wrong("sent before its time");
	if (outcome !== "inserted") return { kind: "refused", why: outcome, ms };
	if (model !== text) return wrong(`model of ${model.length} characters for ${text.length}`);
	const sent = await world.run({ kind: "send", text });
	const arrived = server.messages.slice(before).map((message) => message.text);
	if (arrived.some((one) => one !== text) || arrived.length > 1) return wrong("the server received something else");
	if (sent.outcome !== "sent" || arrived.length === 0) return { kind: "refused", why: sent.outcome, ms };
	const left = await modelOf(page);
	return left === "" ? { kind: "exact", ms } : wrong("something stayed in the editor");
}

export async function typeByHand(page: Page, { oneLine }: EditorCase): Promise<string> {
	const text = oneLine ? typed.replaceAll("\n", " ") : typed;
	await focusEditor(page);
	await type(page, text);
	await until("the typed text in the model", async () => alike(await modelOf(page), text));
	return text;
}

async function afterTyping(bench: Bench, of: EditorCase, text: string): Promise<Result> {
	const { page, world } = bench;
	await typeByHand(page, of);
	const { outcome, ms } = await world.run({ kind: "clear", text: "" });
	const model = await modelOf(page);
	if (outcome !== "cleared") return { kind: "refused", why: outcome, ms };
	if (model !== "") return { kind: "wrong", why: "the typed text is gone from sight and still in the model", ms };
	return await insertAndSend(bench, text);
}

async function insertLines({ page, world }: Bench, length: number): Promise<Result> {
	const text = (armorOf(length, 4).match(new RegExp(`.{1,${lineLength}}`, "g")) ?? []).join("\n");
	const { outcome, ms } = await world.run({ kind: "insert", text });
	const model = await modelOf(page);
	if (outcome !== "inserted") return { kind: "refused", why: outcome, ms };
	if (model === text) return { kind: "exact", ms };
	return alike(model, text) ? { kind: "lines", ms } : { kind: "wrong", why: "another text of many lines", ms };
}

/** Fills the clipboard as a person does: from a field of another tab, with Ctrl+C. */
async function copyByHand(page: Page, text: string): Promise<void> {
	const other = await page.browser().newPage();
	await other.bringToFront();
	await other.evaluate((copied) => {
		const field = document.createElement("textarea");
		field.value = copied;
		document.body.append(field);
		field.select();
	}, text);
	await chord(other, "Control", "c");
	await other.close();
}

async function pasteByHand(page: Page, text: string): Promise<number | null> {
	await copyByHand(page, text);
	await focusEditor(page);
	await page.evaluate(`(() => {
		let began = 0;
		const windows = [window];
		for (const one of windows) {
			for (let i = 0; i < one.frames.length; i++) windows.push(one.frames[i]);
			one.addEventListener("keydown", (event) => { if (event.key === "v") began = performance.now(); }, { capture: true });
		}
		const end = performance.now() + 10000;
		window.pastedByHand = new Promise((resolve) => {
			const look = () => {
				if (began > 0 && editorUnderTest.model() === ${JSON.stringify(text)}) resolve(performance.now() - began);
				else if (performance.now() > end) resolve(null);
				else setTimeout(look, 5);
			};
			look();
		});
	})()`);
	await chord(page, "Control", "v");
	return (await page.evaluate("window.pastedByHand")) as number | null;
}

export interface Extent {
	readonly typedBefore: boolean;
	readonly manyLines: boolean;
	readonly byHand: boolean;
}

export async function attempt(bench: Bench, of: EditorCase, length: number, extent: Extent): Promise<Attempt> {
	const { page, browser } = bench;
	await openEditor(bench, of);
	// Only asks where the box is: nothing stands in it yet.
	const { offered } = await bench.world.run({ kind: "clear", text: "" });
	const empty = await insertAndSend(bench, armorOf(length, 1));
	let typedBefore: Result | null = null;
	if (extent.typedBefore && empty.kind === "exact")
		typedBefore = await afterTyping(bench, of, armorOf(length, 2, ideographs));
	let manyLines: Result | null = null;
	if (extent.manyLines && !of.oneLine && empty.kind === "exact") {
		await focusEditor(page);
		manyLines = await insertLines(bench, length);
		await page.evaluate("editorUnderTest.clear()");
	}
	let byHand: number | null = null;
	if (extent.byHand) {
		await page.evaluate("editorUnderTest.clear()");
		byHand = await pasteByHand(page, armorOf(length, 3));
	}
	return { name: nameOf(of), browser, length, empty, typedBefore, manyLines, byHand, offered };
}
