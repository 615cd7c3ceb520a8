import { describe, expect, it } from "vitest";
import {
	createFrameTickets,
	maxCharsPerTab,
	maxHandlesPerTab,
	ticketLifetimeMs,
} from "../../src/background/frame-tickets.ts";
import type { FrameSender } from "../../src/background/sender.ts";
import { alone, placeAt } from "../support/person.ts";

const spent = { code: "ticket-spent" };
const reader = (tab = 1, frame = 5): FrameSender => ({ class: "reader", tab, frame });
const subject = (armor = "armor") =>
	({
		kind: "reader",
		armor: [armor],
		place: placeAt("room"),
		onPage: alone([armor]),
		revealed: false,
		shownAt: 0,
	}) as const;
const bound = (tab: number | null = 1, armor = "armor") => ({
	tab,
	site: "https://chat.example",
	subject: subject(armor),
});

function setUp() {
	const held = new Map<string, unknown>();
	const clock = { now: 1000 };
	const make = () =>
		createFrameTickets({
			memory: {
				get: async (key) => held.get(key),
				all: async () => Object.fromEntries(held),
				set: async (key, value) => void held.set(key, value),
				remove: async (keys) => {
					for (const key of [keys].flat() as string[]) held.delete(key);
				},
			},
			random: (length) => crypto.getRandomValues(new Uint8Array(length)),
			now: () => clock.now,
		});
	return { held, clock, make, tickets: make() };
}

describe("frame tickets", () => {
	it("open once, for the tab and kind they were issued for", async () => {
		const { tickets } = setUp();
		const ticket = await tickets.issue(bound());
		expect(ticket).toMatch(/^[0-9a-f]{64}$/);
		const { handle } = await tickets.redeem(ticket, reader(), "r1");
		expect((await tickets.use(handle, reader())).subject).toEqual(subject());
		await expect(tickets.redeem(ticket, reader(), "r2")).rejects.toMatchObject(spent);
		await expect(tickets.redeem(ticket, reader(), undefined)).rejects.toMatchObject(spent);
		await expect(tickets.redeem(ticket, reader(1, 6), "r1")).resolves.toBeDefined();
	});

	it("open once when two frames ask at the same moment", async () => {
		const { tickets } = setUp();
		const ticket = await tickets.issue(bound());
		const both = await Promise.allSettled([
			tickets.redeem(ticket, reader(1, 5), "a"),
			tickets.redeem(ticket, reader(1, 6), "b"),
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
	});

	it("are worth nothing in another tab, for another kind, or guessed, and are burnt by it", async () => {
		const { tickets } = setUp();
		for (const other of [
			reader(2),
			{ class: "composer", tab: 1, frame: 5 },
			{ class: "safe", tab: 1, frame: 0 },
		] as const) {
			const ticket = await tickets.issue(bound());
			await expect(tickets.redeem(ticket, other, "x")).rejects.toMatchObject(spent);
			await expect(tickets.redeem(ticket, reader(), "y")).rejects.toMatchObject(spent);
		}
		await expect(tickets.redeem("0".repeat(64), reader(), "z")).rejects.toMatchObject(spent);
	});

	it("end after their time", async () => {
		const { tickets, clock } = setUp();
		const ticket = await tickets.issue(bound());
		clock.now += ticketLifetimeMs + 1;
		await expect(tickets.redeem(ticket, reader(), "x")).rejects.toMatchObject(spent);
	});

	it("survive the worker, and so does the answer to a repeated request", async () => {
		const { make, tickets } = setUp();
		const ticket = await tickets.issue(bound());
		const first = await make().redeem(ticket, reader(), "same request");
		const again = await make().redeem(ticket, reader(), "same request");
		expect(again.handle).toBe(first.handle);
		await expect(make().redeem(ticket, reader(), "other request")).rejects.toMatchObject(spent);
		await expect(make().use(first.handle, reader())).resolves.toBeDefined();
	});

	it("give handles that only their frame can use", async () => {
		const { tickets } = setUp();
		const { handle } = await tickets.redeem(await tickets.issue(bound()), reader(), "x");
		for (const other of [reader(1, 6), reader(2, 5), { class: "composer", tab: 1, frame: 5 }] as const)
			await expect(tickets.use(handle, other)).rejects.toMatchObject(spent);
		await expect(tickets.use("f".repeat(64), reader())).rejects.toMatchObject(spent);
	});

	it("end with their tab", async () => {
		const { tickets, held } = setUp();
		const { handle } = await tickets.redeem(await tickets.issue(bound()), reader(), "x");
		const other = await tickets.redeem(await tickets.issue(bound(2)), reader(2), "y");
		await tickets.issue(bound());
		await tickets.dropTab(1);
		await expect(tickets.use(handle, reader())).rejects.toMatchObject(spent);
		await expect(tickets.use(other.handle, reader(2))).resolves.toBeDefined();
		expect(held.size).toBe(1);
	});

	it("come back after session memory failed once", async () => {
		const { held } = setUp();
		let fails = 1;
		const tickets = createFrameTickets({
			memory: {
				get: async (key) => held.get(key),
				all: async () => {
					if (fails-- > 0) throw new Error("not now");
					return Object.fromEntries(held);
				},
				set: async (key, value) => void held.set(key, value),
				remove: async () => undefined,
			},
			random: (length) => crypto.getRandomValues(new Uint8Array(length)),
			now: () => 1000,
		});
		await expect(tickets.issue(bound())).rejects.toThrow();
		await expect(tickets.issue(bound())).resolves.toMatch(/^[0-9a-f]{64}$/);
	});

	it("end with the next message that the same frame shows", async () => {
		const { tickets } = setUp();
		const first = await tickets.redeem(await tickets.issue(bound()), reader(), "a");
		const other = await tickets.redeem(await tickets.issue(bound()), reader(1, 6), "b");
		const second = await tickets.redeem(await tickets.issue(bound()), reader(), "c");
		await expect(tickets.use(first.handle, reader())).rejects.toMatchObject(spent);
		await expect(tickets.use(second.handle, reader())).resolves.toBeDefined();
		await expect(tickets.use(other.handle, reader(1, 6))).resolves.toBeDefined();
	});

	it("stay bounded in number and size a tab", async () => {
		const { tickets, held, clock } = setUp();
		for (let i = 0; i < maxHandlesPerTab + 20; i++) {
			clock.now++;
			await tickets.redeem(await tickets.issue(bound()), reader(1, 100 + i), `r${i}`);
		}
		expect(held.size).toBeLessThanOrEqual(maxHandlesPerTab + 1);
		for (let i = 0; i < 5; i++) {
			clock.now++;
			await tickets.issue(bound(1, "x".repeat(maxCharsPerTab / 2)));
		}
		expect(JSON.stringify([...held]).length).toBeLessThan(maxCharsPerTab + 20_000);
	});
});
