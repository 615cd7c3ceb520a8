import { expect, it } from "vitest";
import type { FrameReport } from "../../src/messaging/channels.ts";
import { frameReport } from "../support/frame-report.ts";
import { origin, Person, senders, tab } from "../support/person.ts";

const popup = senders.popup();

/** The tab answers before its time is up. */
const inTime = (ms: number) => (ms > 1000 ? new Promise<never>(() => undefined) : Promise.resolve());

it("gathers what every frame of the tab sees, the top one first", async () => {
	const ann = await new Person("Ann").setUp();
	await ann.ask(senders.content(), "content/start", { top: true });
	const inner = frameReport({ top: false, boxes: [] });
	ann.diagnosed = async (request) => {
		await ann.ask(senders.content({ frameId: 4, origin: "null" }), "content/diagnosis", { request, report: inner });
		await ann.ask(senders.content(), "content/diagnosis", { request, report: frameReport() });
	};
	ann.passes = inTime;
	expect(await ann.ask(popup, "popup/diagnose", null)).toEqual({
		origin,
		on: true,
		needsReload: false,
		frames: [frameReport(), inner],
	});
	expect(ann.orders.at(-1)).toMatchObject({ tab, order: { kind: "diagnose" } });
});

it("says that nobody answered where no script runs", async () => {
	const person = new Person("Ann");
	expect(await person.ask(popup, "popup/diagnose", null)).toEqual({
		origin,
		on: false,
		needsReload: false,
		frames: [],
	});
});

it("takes no answer from another tab, to another question, or too late", async () => {
	const ann = await new Person("Ann").setUp();
	let asked = "";
	const other = senders.content({ tab: { id: tab + 1, url: `${origin}/room` } });
	ann.diagnosed = async (request) => {
		asked = request;
		await ann.ask(other, "content/diagnosis", { request, report: frameReport() });
		await ann.ask(senders.content(), "content/diagnosis", { request: "0".repeat(32), report: frameReport() });
	};
	expect((await ann.ask(popup, "popup/diagnose", null)).frames).toEqual([]);
	ann.diagnosed = async () => undefined;
	await ann.ask(senders.content(), "content/diagnosis", { request: asked, report: frameReport() });
	expect((await ann.ask(popup, "popup/diagnose", null)).frames).toEqual([]);
});

it("takes 32 frames at most", async () => {
	const ann = await new Person("Ann").setUp();
	ann.diagnosed = async (request) => {
		for (let frame = 0; frame < 40; frame++)
			await ann.ask(senders.content(), "content/diagnosis", { request, report: frameReport() });
	};
	ann.passes = inTime;
	expect((await ann.ask(popup, "popup/diagnose", null)).frames).toHaveLength(32);
});

it("goes by the browser's word for which frame is the top one", async () => {
	const ann = await new Person("Ann").setUp();
	ann.passes = inTime;
	ann.diagnosed = async (request) => {
		const liar = frameReport({ top: true, boxes: [] });
		await ann.ask(senders.content({ frameId: 4 }), "content/diagnosis", { request, report: liar });
		await ann.ask(senders.content(), "content/diagnosis", { request, report: frameReport({ top: false }) });
	};
	const { frames } = await ann.ask(popup, "popup/diagnose", null);
	expect(frames).toEqual([frameReport({ top: true }), frameReport({ top: false, boxes: [] })]);
});

it("does not wait for a tab that sleeps, tells what came until then, and nothing that comes later", async () => {
	const ann = await new Person("Ann").setUp();
	let asked = "";
	ann.diagnosed = async (request) => {
		asked = request;
		await ann.ask(senders.content({ frameId: 4 }), "content/diagnosis", { request, report: frameReport() });
		ann.passes = async () => undefined;
		await new Promise(() => undefined);
	};
	ann.passes = async () => {
		while (asked === "") await Promise.resolve();
		await new Promise((resolve) => setTimeout(resolve, 50));
	};
	const { frames } = await ann.ask(popup, "popup/diagnose", null);
	expect(frames).toHaveLength(1);
	await ann.ask(senders.content(), "content/diagnosis", { request: asked, report: frameReport() });
	expect(frames).toHaveLength(1);
	expect(Math.max(...ann.waits)).toBeGreaterThan(1000);
}, 10_000);

it.each<[string, object]>([
	["a title", { title: "Chat with Ben" }],
	[
		"a reason in the page's words",
		{ boxes: [{ ...frameReport().boxes[0], reasons: [{ why: "Message Ben:", points: 1 }] }] },
	],
	["an editor that is none", { boxes: [{ ...frameReport().boxes[0], editor: "Message Ben" }] }],
	["a text in the steps", { insertion: { ...frameReport().insertion, steps: [{ step: "paste", outcome: "hello" }] } }],
])("lets %s through from nobody", async (_, more) => {
	const ann = await new Person("Ann").setUp();
	const report = { ...frameReport(), ...more } as FrameReport;
	const ask = { request: "0".repeat(32), report };
	expect(await ann.result(senders.content(), "content/diagnosis", ask)).toEqual({ ok: false, code: "refused" });
});
