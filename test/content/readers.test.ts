// @vitest-environment happy-dom
/** Which armor of the page has a reader: what was asked for, and what is in sight. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OwnFrame } from "../../src/content/frames/own-frame.ts";
import { type Readers, startReaders } from "../../src/content/readers/readers.ts";
import { findStarts } from "../../src/content/scan/find-armor.ts";
import { encodeArmor } from "../../src/protocol/armor.ts";

const asked: (readonly string[])[] = [];
vi.mock(import("../../src/messaging/content-client.ts"), () => ({
	ask: ((_channel: string, { armor }: { armor: readonly string[] }) => {
		asked.push(armor);
		return Promise.resolve({ ticket: `${asked.length}` });
	}) as never,
	onToContent: () => () => undefined,
}));
vi.mock(import("../../src/content/frames/own-frame.ts"), () => ({
	openFrame: () =>
		({
			send: (message: { kind: string }) => void (message.kind === "forget" && forgotten()),
			listen: (hear: typeof tell) => {
				tell = hear;
			},
			show: () => undefined,
			alive: () => true,
			moveTo: () => true,
			remove: () => undefined,
		}) as unknown as OwnFrame,
}));
const forgotten = vi.fn();
/** What the newest frame says. */
let tell: Parameters<OwnFrame["listen"]>[0];

/** Everything is near the screen. */
class Near {
	readonly #tell: (entries: { target: Element; isIntersecting: boolean }[]) => void;
	constructor(tell: (entries: { target: Element; isIntersecting: boolean }[]) => void) {
		this.#tell = tell;
	}
	observe(target: Element): void {
		queueMicrotask(() => this.#tell([{ target, isIntersecting: true }]));
	}
	unobserve(): void {}
	disconnect(): void {}
}

let controller: AbortController;
let readers: Readers;
beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal("IntersectionObserver", Near);
	asked.length = 0;
	forgotten.mockClear();
	controller = new AbortController();
	document.body.replaceChildren();
	readers = startReaders(controller.signal, {
		place: () => ({ url: "https://chat.example/", title: "", header: "" }),
		onPressed: () => undefined,
	});
});
afterEach(() => {
	controller.abort();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const bytes = Uint8Array.from({ length: 1300 }, (_, index) => index % 251);
const cut = (maxChars: number | null, of = bytes) =>
	encodeArmor({ kind: 1, bytes: of, messageId: new Uint8Array(16).fill(5), maxChars });
/** Another's message id on bytes of one's own. */
const forge = (maxChars: number | null) => cut(maxChars, bytes.toReversed());

async function show(text: string): Promise<void> {
	const row = document.createElement("p");
	row.textContent = text;
	document.body.append(row);
	readers.onArmor(findStarts(row));
	await vi.advanceTimersByTimeAsync(3000);
}

test("a part of a cut that was given up has no reader any more once the message has come in more", async () => {
	const [orphan = ""] = cut(1000);
	await show(orphan);
	expect(asked).toEqual([[orphan]]);
	const whole = cut(500);
	for (const part of whole) await show(part);
	expect(asked.at(-1)).toEqual(whole);
	expect(forgotten).toHaveBeenCalledOnce();
	expect(readers.describe()).toEqual([whole]);
});

test("what was folded has none any more once it is there whole", async () => {
	const [whole = ""] = cut(null);
	await show(`${whole.slice(0, 300)} ... more`);
	await show(whole);
	expect(asked).toEqual([[whole.slice(0, 300)], [whole]]);
	expect(forgotten).toHaveBeenCalledOnce();
	expect(readers.describe()).toEqual([[whole]]);
});

test("another's armor in one piece, under the id of a message that is not all there, changes nothing about that", async () => {
	const [one = "", two = "", three = ""] = cut(700);
	const [forged = ""] = forge(null);
	for (const text of [one, two, forged]) await show(text);
	expect(asked).toEqual([[one], [one, two], [forged]]);
	expect(forgotten).not.toHaveBeenCalled();
	await show(three);
	expect(asked.at(-1)).toEqual([one, two, three]);
	expect(readers.describe()).toEqual([[one, two, three], [forged]]);
});

test("a reader keeps its height when more of its message comes", async () => {
	const [one = "", two = ""] = cut(700);
	await show(one);
	tell({ kind: "height", px: 333, ticket: "1" });
	const heights = () =>
		[...document.querySelectorAll<HTMLElement>("*")].filter(({ style }) => style.height === "333px");
	expect(heights()).toHaveLength(1);
	await show(two);
	expect(heights()).toHaveLength(1);
});

test("one in more parts may take its reader, and it has it again as soon as all of it has come", async () => {
	const [one = "", two = "", three = ""] = cut(700);
	const forged = forge(500);
	expect(forged.length).toBeGreaterThan(3);
	for (const text of [one, two, ...forged]) await show(text);
	expect(forgotten).toHaveBeenCalledOnce();
	expect(readers.describe()).toEqual([forged]);
	await show(three);
	expect(asked.at(-1)).toEqual([one, two, three]);
	expect(readers.describe()).toEqual([[one, two, three], forged]);
});

test("nor gets it one if it comes later, whole or cut off, and the same in smaller parts", async () => {
	const parts = cut(500);
	for (const part of parts) await show(part);
	const before = asked.length;
	const [orphan = ""] = cut(1000);
	await show(orphan);
	await show(`${orphan.slice(0, 300)} ... more`);
	expect(asked.length).toBe(before);
	expect(forgotten).not.toHaveBeenCalled();
	expect(readers.describe()).toEqual([parts]);
});
