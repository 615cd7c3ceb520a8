import { describe, expect, it } from "vitest";
import { alone, mountId, origin, Person, placeAt, senders, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const pattern = "https://chat.example/*";
const start = (person: Person) => person.ask(senders.content(), "content/start", { top: true });

describe("sites", () => {
	it("are off until the user turns them on and the browser agrees", async () => {
		const person = new Person("Ann");
		expect(await start(person)).toEqual({ on: false, composing: false, limit: null, boxes: [] });
		await expect(person.ask(senders.popup(), "popup/site-on", { origin })).rejects.toMatchObject({
			code: "not-allowed",
		});
		person.granted.add("chat.example");
		expect((await start(person)).on).toBe(false);
		await person.ask(senders.popup(), "popup/site-on", { origin });
		expect((await start(person)).on).toBe(true);
		expect([...person.scripts]).toEqual([[pattern, pattern]]);
	});

	it("get what writing needs in the one frame that asks, while they are on", async () => {
		const person = new Person("Ann");
		const ask = (frameId: number) => person.result(senders.content({ frameId }), "content/load-writing", null);
		expect(await ask(3)).toEqual({ ok: false, code: "refused" });
		person.granted.add("chat.example");
		await person.ask(senders.popup(), "popup/site-on", { origin });
		expect(await ask(3)).toEqual({ ok: true, value: null });
		expect(person.writingIn).toEqual([{ tab, frame: 3 }]);
		await person.ask(senders.popup(), "popup/site-off", { origin });
		expect(await ask(3)).toEqual({ ok: false, code: "refused" });
		expect(person.writingIn).toHaveLength(1);
	});

	it("need a reload in tabs from before", async () => {
		const person = new Person("Ann");
		person.granted.add("chat.example");
		await person.ask(senders.popup(), "popup/site-on", { origin });
		const site = async () => (await person.ask(senders.popup(), "popup/state", null)).site;
		expect(await site()).toEqual({
			origin,
			host: "chat.example",
			on: true,
			needsReload: true,
			boxes: { use: 0, not: 0 },
			learned: false,
		});
		await person.ask(senders.content({ frameId: 3 }), "content/start", { top: false });
		expect((await site())?.needsReload).toBe(true);
		await start(person);
		expect((await site())?.needsReload).toBe(false);
		await person.background.tabRemoved(tab);
		expect((await site())?.needsReload).toBe(true);
	});

	it("turned off take our scripts, frames and the permission away", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		await ann.ask(senders.popup(), "popup/site-off", { origin });
		expect(ann.orders.at(-1)).toMatchObject({ tab, order: { kind: "shut-down" } });
		expect(ann.scripts.size).toBe(0);
		expect(ann.granted.size).toBe(0);
		expect((await start(ann)).on).toBe(false);
		expect(await ann.result(senders.composer(), "composer/refresh", { handle })).toEqual({
			ok: false,
			code: "ticket-spent",
		});
		const ask = { mount: mountId(), armor: ["x"], place: placeAt("room"), onPage: alone(["x"]) };
		expect(await ann.result(senders.content(), "content/request-reader", ask)).toEqual({ ok: false, code: "refused" });
	});

	it("follow the browser's own permission pages", async () => {
		const person = new Person("Ann");
		person.granted.add("chat.example");
		await person.background.sitesChanged({ added: [pattern, "*://*/*"], removed: [] });
		expect((await start(person)).on).toBe(true);
		person.granted.clear();
		expect((await start(person)).on).toBe(false);
		await person.background.sitesChanged({ added: [], removed: [pattern] });
		expect(person.scripts.size).toBe(0);
		expect([...person.flags.keys()]).toEqual([]);
	});

	it("are registered again after an update", async () => {
		const person = await new Person("Ann").setUp();
		person.scripts.clear();
		person.scripts.set("left over", "https://old.example/*");
		await person.background.installed("update");
		expect([...person.scripts]).toEqual([[pattern, pattern]]);
		expect(person.opened).toEqual([]);
	});

	it("keep two ports of one host apart", async () => {
		const person = new Person("Ann");
		person.granted.add("localhost");
		const [one, two] = ["http://localhost:3000", "http://localhost:4000"] as const;
		const on = async (site: string) => {
			const sender = senders.content({ origin: site, url: site });
			return (await person.ask(sender, "content/start", { top: true })).on;
		};
		await person.ask(senders.popup(), "popup/site-on", { origin: one });
		expect([await on(one), await on(two)]).toEqual([true, false]);
		await person.ask(senders.popup(), "popup/site-on", { origin: two });
		await person.ask(senders.popup(), "popup/site-off", { origin: one });
		expect([await on(one), await on(two)]).toEqual([false, true]);
		expect(person.granted.has("localhost")).toBe(true);
	});

	it("hold no secret in the flags", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		await ann.ask(senders.composer(), "composer/set-auto-send", { handle, value: "no" });
		expect(Object.fromEntries(ann.flags)).toEqual({ [`site:${origin}`]: { autoSend: "no" } });
	});

	describe("boxes", () => {
		const salt = "0".repeat(32);
		const mark = (digit: string, spot = digit) => ({
			salt,
			look: digit.repeat(14),
			spot: spot.repeat(14),
			named: false,
		});
		const boxesOf = async (person: Person) => (await start(person)).boxes;
		const told = (person: Person) => person.orders.findLast(({ order }) => order.kind === "box-choices");
		const counts = async (person: Person) => (await person.ask(senders.popup(), "popup/state", null)).site?.boxes;

		it("that the user chose or ruled out are remembered, the last word on each", async () => {
			const ann = await new Person("Ann").setUp();
			const say = (digit: string, use: boolean) =>
				ann.ask(senders.content({ frameId: 4 }), "content/remember-box", { mark: mark(digit), use });
			await say("a", true);
			await say("b", false);
			await say("a", false);
			await say("c", true);
			expect(await boxesOf(ann)).toEqual([
				{ mark: mark("b"), use: false },
				{ mark: mark("a"), use: false },
				{ mark: mark("c"), use: true },
			]);
			expect(await counts(ann)).toEqual({ use: 1, not: 2 });
			expect(told(ann)).toMatchObject({
				tab,
				order: { kind: "box-choices", site: origin, boxes: [{ use: false }, { use: false }, { use: true }] },
			});
		});

		it("are forgotten from the popup, one kind at a time, and with the site", async () => {
			const ann = await new Person("Ann").setUp();
			await ann.ask(senders.content(), "content/remember-box", { mark: mark("a"), use: true });
			await ann.ask(senders.content(), "content/remember-box", { mark: mark("b"), use: false });
			await ann.ask(senders.popup(), "popup/forget-boxes", { origin, use: true });
			expect(await counts(ann)).toEqual({ use: 0, not: 1 });
			expect(told(ann)?.order).toMatchObject({ boxes: [{ use: false }] });
			await ann.ask(senders.popup(), "popup/forget-boxes", { origin, use: false });
			expect(Object.fromEntries(ann.flags)).toEqual({ [`site:${origin}`]: {} });
			await ann.ask(senders.content(), "content/remember-box", { mark: mark("a"), use: true });
			await ann.ask(senders.popup(), "popup/site-off", { origin });
			expect([...ann.flags.keys()]).toEqual([]);
		});

		it("stay when how to send is set, and do not unset it", async () => {
			const { ann } = await acquainted();
			const { handle } = await ann.compose();
			await ann.ask(senders.content(), "content/remember-box", { mark: mark("a"), use: true });
			await ann.ask(senders.composer(), "composer/set-auto-send", { handle, value: "no" });
			await ann.ask(senders.content(), "content/remember-box", { mark: mark("b"), use: true });
			expect(ann.flags.get(`site:${origin}`)).toMatchObject({ autoSend: "no", boxes: [{}, {}] });
		});

		it("are 20 at most, the oldest goes", async () => {
			const ann = await new Person("Ann").setUp();
			for (let one = 0; one < 22; one++) {
				const look = one.toString(16).padStart(14, "0");
				const choice = { mark: { ...mark("a"), look }, use: true };
				await ann.ask(senders.content(), "content/remember-box", choice);
			}
			const kept = await boxesOf(ann);
			expect([kept.length, kept[0]?.mark.look]).toEqual([20, "2".padStart(14, "0")]);
		});

		it("are the site's own: another one, and one that is off, gets none in", async () => {
			const ann = await new Person("Ann").setUp();
			const elsewhere = senders.content({ origin: "https://other.example", url: "https://other.example/" });
			const ask = { mark: mark("a"), use: true };
			expect(await ann.result(elsewhere, "content/remember-box", ask)).toEqual({ ok: false, code: "refused" });
			expect(await boxesOf(ann)).toEqual([]);
			const frameWithoutOrigin = senders.content({ origin: "null", frameId: 3 });
			await ann.ask(frameWithoutOrigin, "content/remember-box", ask);
			expect(await boxesOf(ann)).toHaveLength(1);
		});

		it("are told by digests and nothing else", async () => {
			const ann = await new Person("Ann").setUp();
			for (const wrong of [
				{ mark: { ...mark("a"), look: "Message Ann  " }, use: true },
				{ mark: { ...mark("a"), label: "Ann" }, use: true },
				{ mark: mark("a"), use: true, text: "x" },
			]) {
				const ask = wrong as { mark: ReturnType<typeof mark>; use: boolean };
				expect(await ann.result(senders.content(), "content/remember-box", ask)).toEqual({
					ok: false,
					code: "refused",
				});
			}
		});
	});

	it("put the guard up while a composer is open, and down after it", async () => {
		const { ann } = await acquainted();
		const guards = () =>
			ann.orders.flatMap(({ order }) => (order.kind === "composing" ? [[order.on, order.brokenOff]] : []));
		await start(ann);
		const before = guards().length;
		const first = await ann.compose();
		const frame = senders.content({ frameId: 9 });
		expect((await ann.ask(frame, "content/start", { top: false })).composing).toBe(true);
		await ann.ask(senders.composer(), "composer/close", { handle: first.handle });
		const second = await ann.compose();
		await ann.ask(senders.content(), "content/composer-aborted", { mount: second.mount, why: "host-removed" });
		expect(guards().slice(before)).toEqual([
			[true, undefined],
			[false, undefined],
			[true, undefined],
			// The user may still be typing: every frame hears of that first.
			[true, true],
			[false, undefined],
		]);
		await ann.ask(frame, "content/user-returned", null);
		expect(guards().at(-1)).toEqual([false, false]);
		expect(ann.news.at(-1)).toMatchObject({ kind: "composer-aborted", why: "host-removed" });
		expect((await ann.ask(frame, "content/start", { top: false })).composing).toBe(false);
	});
});
