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
			listen: () => undefined,
			show: () => undefined,
			alive: () => true,
			moveTo: () => true,
			remove: () => undefined,
		}) as unknown as OwnFrame,
}));
const forgotten = vi.fn();

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
const cut = (maxChars: number | null) =>
	encodeArmor({ kind: 1, bytes, messageId: new Uint8Array(16).fill(5), maxChars });

async function show(text: string): Promise<void> {
	const row = document.createElement("p");
	row.textContent = text;
	document.body.append(row);
	readers.onArmor(findStarts(row));
	await vi.advanceTimersByTimeAsync(3000);
}

test("a part of a cut that was given up has no reader any more once the message has come whole", async () => {
	const [orphan = ""] = cut(1000);
	await show(orphan);
	expect(asked).toEqual([[orphan]]);
	const [whole = ""] = cut(null);
	await show(whole);
	expect(asked).toEqual([[orphan], [whole]]);
	expect(forgotten).toHaveBeenCalledOnce();
	expect(readers.describe()).toEqual([[whole]]);
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
