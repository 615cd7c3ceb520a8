// @vitest-environment happy-dom
/** How the file of what only writing needs comes to page.js: once, only where it is waited for, and again where it did not come. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { frameState } from "../../src/content/frame-state.ts";
import { awaitWriting, handOver } from "../../src/content/hand-over.ts";
import type { Writing } from "../../src/content/writing/writing.ts";
import { type WritingFile, writingFile } from "../../src/content/writing-file.ts";
import { ask } from "../../src/messaging/content-client.ts";

vi.mock(import("../../src/messaging/content-client.ts"), () => ({ ask: vi.fn(), onToContent: vi.fn() }));

let controller: AbortController;
let file: WritingFile;
/** What the browser does when the background is asked. */
let background: () => Promise<null>;

/** As the browser runs writing.js in this frame. */
const start = vi.fn((_state: unknown) => ({ name: "writing" }) as unknown as Writing);
const arrive = () => handOver(start);

beforeEach(() => {
	vi.useFakeTimers();
	start.mockClear();
	background = async () => {
		await null;
		arrive();
		return null;
	};
	vi.mocked(ask)
		.mockReset()
		.mockImplementation((() => background()) as never);
	controller = new AbortController();
	file = writingFile(controller.signal);
});
afterEach(() => {
	controller.abort();
	vi.useRealTimers();
});

test("it comes when it is asked for, and takes over the state of this frame", async () => {
	expect(file.here()).toBeNull();
	const writing = await file.load();
	expect(writing).toMatchObject({ name: "writing" });
	expect(start).toHaveBeenCalledExactlyOnceWith(frameState());
	expect(file.here()).toBe(writing);
	expect(vi.mocked(ask).mock.calls).toEqual([["content/load-writing", null]]);
});

test("asked twice, also at once, it comes once", async () => {
	const [one, two] = await Promise.all([file.load(), file.load()]);
	expect(one).toBe(two);
	expect(await file.load()).toBe(one);
	expect([vi.mocked(ask).mock.calls.length, start.mock.calls.length]).toEqual([1, 1]);
});

test("run once more in the same frame, it does nothing", async () => {
	await file.load();
	arrive();
	arrive();
	expect(start).toHaveBeenCalledOnce();
});

test("refused, there is none; the next to ask tries again", async () => {
	background = async () => null;
	expect(await file.load()).toBeNull();
	background = async () => {
		arrive();
		return null;
	};
	expect(await file.load()).not.toBeNull();
});

test("what comes after its time does nothing", async () => {
	background = async () => null;
	await file.load();
	arrive();
	expect([start.mock.calls.length, file.here()]).toEqual([0, null]);
});

test("the background may die between putting it here and saying so", async () => {
	background = () => {
		arrive();
		return new Promise(() => undefined);
	};
	expect(await file.load()).not.toBeNull();
	// Or be asked twice, by the client, and put it here twice.
	file = writingFile(controller.signal);
	background = async () => {
		arrive();
		arrive();
		return null;
	};
	expect(await file.load()).not.toBeNull();
	expect(start).toHaveBeenCalledTimes(2);
});

test("an answer that never comes is not waited for, and does not stand in the way of the next", async () => {
	background = () => new Promise(() => undefined);
	const first = file.load();
	await vi.advanceTimersByTimeAsync(9_000);
	expect(vi.mocked(ask)).toHaveBeenCalledOnce();
	await vi.advanceTimersByTimeAsync(2_000);
	expect(await first).toBeNull();
	background = async () => {
		arrive();
		return null;
	};
	expect(await file.load()).not.toBeNull();
});

test("a script that has ended takes nothing and gives nothing", async () => {
	const writing = file.load();
	await writing;
	controller.abort();
	expect([file.here(), await file.load()]).toEqual([null, null]);
	// While it waits.
	controller = new AbortController();
	file = writingFile(controller.signal);
	start.mockClear();
	background = async () => {
		controller.abort();
		arrive();
		return null;
	};
	expect(await file.load()).toBeNull();
	expect(start).not.toHaveBeenCalled();
});

test("word of another document is not taken for this one's", () => {
	const taken = vi.fn();
	const elsewhere = document.implementation.createHTMLDocument();
	const world = {};
	awaitWriting(taken, world);
	const [mark] = Object.getOwnPropertySymbols(world);
	const waiting = Object.getOwnPropertyDescriptor(world, mark!)!.value as { of: Document };
	Object.defineProperty(world, mark!, { value: { ...waiting, of: elsewhere }, configurable: true });
	handOver(start, world);
	expect(taken).not.toHaveBeenCalled();
	Object.defineProperty(world, mark!, { value: waiting, configurable: true });
	handOver(start, world);
	expect(taken).toHaveBeenCalledOnce();
});

test("who stops waiting does not take away the word of who waits now", () => {
	const world = {};
	const [one, two] = [vi.fn(), vi.fn()];
	const withdraw = awaitWriting(one, world);
	awaitWriting(two, world);
	withdraw();
	handOver(start, world);
	expect([one.mock.calls.length, two.mock.calls.length]).toEqual([0, 1]);
});

test("it is got ready while the page has nothing to do, once", async () => {
	const idle: (() => void)[] = [];
	vi.stubGlobal("requestIdleCallback", (run: () => void) => idle.push(run));
	file.warm();
	file.warm();
	expect([idle.length, vi.mocked(ask).mock.calls.length]).toEqual([1, 0]);
	idle[0]!();
	await vi.advanceTimersByTimeAsync(0);
	expect(file.here()).not.toBeNull();
	vi.unstubAllGlobals();
});
