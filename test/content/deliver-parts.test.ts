// @vitest-environment happy-dom
/** Several parts into one box, one after the other: how long between two, what is not sent again, and what is said of one that was lost. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type DeliverPorts, deliver } from "../../src/content/insert/deliver.ts";
import type { Place } from "../../src/messaging/channels.ts";

const place: Place = { url: "https://chat.example/garden", title: "Garden", header: "Ben" };
const parts = ["part one", "part two", "part three"];

let box: HTMLTextAreaElement;
/** What the site took, and when. */
let taken: { text: string; at: number }[];
let seen: Map<string, number>;
let shows: (text: string) => boolean;
let takes: (text: string) => boolean;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
	taken = [];
	seen = new Map();
	shows = () => true;
	takes = () => true;
	document.execCommand = () => false;
	document.body.innerHTML = "<form><textarea></textarea><button type=submit>Send</button></form>";
	box = document.querySelector("textarea") as HTMLTextAreaElement;
	document.querySelector("form")?.addEventListener("submit", (event) => {
		event.preventDefault();
		const text = box.value;
		if (text === "" || !takes(text)) return;
		taken.push({ text, at: performance.now() });
		box.value = "";
		if (shows(text)) seen.set(text, performance.now());
	});
});

afterEach(() => {
	vi.useRealTimers();
});

/** With a clock that does not wait. */
async function run(given: Parameters<typeof deliver>[0], to: DeliverPorts) {
	let verdict: Awaited<ReturnType<typeof deliver>> | null = null;
	void deliver(given, to).then((end) => {
		verdict = end;
	});
	while (verdict === null) await vi.advanceTimersByTimeAsync(10);
	return verdict;
}

const ports = (change: Partial<DeliverPorts> = {}): DeliverPorts => ({
	find: () => box,
	place: () => place,
	limit: null,
	allow: (run) => run(),
	seenAt: (text) => seen.get(text) ?? 0,
	begun: () => null,
	borrowFocus: async () => undefined,
	giveFocusBack: () => undefined,
	...change,
});
const cut = { chars: 5, sure: true };
const folded = { chars: 7, sure: false };
const order = (paceMs: number) => ({ parts, submit: true, place, paceMs });
const texts = () => taken.map(({ text }) => text);
const gaps = () => taken.slice(1).map(({ at }, index) => at - (taken[index]?.at ?? 0));

describe("parts", () => {
	it("go out in order, so long apart as the site wants", async () => {
		expect(await run(order(400), ports())).toEqual({ outcome: "sent" });
		expect(texts()).toEqual(parts);
		expect(Math.min(...gaps())).toBeGreaterThanOrEqual(400);
	});

	it("do not wait where nothing asks for it", async () => {
		await run(order(0), ports());
		expect(Math.max(...gaps())).toBeLessThan(400);
	});

	it("are not sent again when they were seen, and nothing is waited for before the first that goes out", async () => {
		seen.set("part one", 1);
		seen.set("part two", 1);
		const started = performance.now();
		expect(await run(order(3_000), ports())).toEqual({ outcome: "sent" });
		expect(texts()).toEqual(["part three"]);
		expect(performance.now() - started).toBeLessThan(2_500);
	});

	it("end at the one that does not appear, and it is said which", async () => {
		shows = (text) => text !== "part two";
		expect(await run(order(0), ports())).toEqual({
			outcome: "refused",
			reason: "not-seen",
			out: 1,
			fate: { part: 1, cutAt: null },
		});
		expect(texts()).toEqual(["part one", "part two"]);
	});

	it("end at the one that came out cut, and it is said where", async () => {
		shows = (text) => text !== "part two";
		const begun = vi.fn((text: string) => (taken.at(-1)?.text === text && text === "part two" ? cut : null));
		expect(await run(order(0), ports({ begun }))).toEqual({
			outcome: "refused",
			reason: "cut",
			out: 1,
			fate: { part: 1, cutAt: 5 },
		});
		expect(texts()).toEqual(["part one", "part two"]);
		expect(begun.mock.lastCall?.at(1)).toBeGreaterThan(taken[0]?.at ?? 0);
	});

	it("that may be folded are followed by the others, and the first is told", async () => {
		shows = (text) => text === "part one";
		const begun = (text: string) => (texts().includes(text) && text !== "part one" ? folded : null);
		expect(await run(order(0), ports({ begun }))).toEqual({
			outcome: "refused",
			reason: "partly",
			out: 3,
			fate: { part: 1, cutAt: 7 },
		});
		expect(texts()).toEqual(parts);
	});

	it("whose beginning stands there from before are not sent again", async () => {
		expect(await run(order(0), ports({ begun: () => folded }))).toMatchObject({ reason: "partly", out: 3 });
		expect(await run(order(0), ports({ begun: () => cut }))).toMatchObject({
			reason: "cut",
			fate: { part: 0, cutAt: 5 },
		});
		expect(taken).toEqual([]);
		// Without being asked to send, nothing is looked for.
		expect(await run({ ...order(0), parts: ["one"], submit: false }, ports({ begun: () => cut }))).toEqual({
			outcome: "inserted",
		});
	});

	it("are not sent where all of them came out late in another cut, and are where some of them did", async () => {
		const before = [["first half", "other half"], ["whole"]];
		seen.set("first half", 1);
		expect(await run({ ...order(0), before }, ports())).toEqual({ outcome: "sent" });
		expect(texts()).toEqual(parts);
		seen.clear();
		taken = [];
		seen.set("first half", 1);
		seen.set("other half", 1);
		expect(await run({ ...order(0), before }, ports())).toEqual({ outcome: "sent" });
		expect(taken).toEqual([]);
	});

	it("end at the one the site does not take, with an empty box, and it is said how many went out", async () => {
		takes = (text) => text !== "part three";
		const verdict = await run(order(0), ports());
		expect(verdict).toEqual({ outcome: "refused", reason: "no-send", out: 2 });
		expect(box.value).toBe("");
	});

	it("end where the place changes, and it is said how many went out", async () => {
		const place2 = { ...place, url: "https://chat.example/other" };
		const now = () => (texts().includes("part two") ? place2 : place);
		expect(await run(order(0), ports({ place: now }))).toEqual({ outcome: "refused", reason: "place-changed", out: 2 });
	});

	it("that are longer than the box takes are not begun", async () => {
		box.setAttribute("maxlength", "9");
		expect(await run(order(0), ports())).toEqual({ outcome: "refused", reason: "too-long" });
		expect(taken).toEqual([]);
	});
});
