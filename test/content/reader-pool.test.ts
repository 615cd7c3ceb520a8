import { expect, test, vi } from "vitest";
import type { OwnFrame } from "../../src/content/frames/own-frame.ts";
import { createReaderPool, type Seat } from "../../src/content/readers/reader-pool.ts";
import type { ContentToFrame } from "../../src/messaging/channels.ts";

class FakeFrame implements OwnFrame {
	readonly sent: ContentToFrame[] = [];
	removed = false;
	readonly movable: boolean;
	constructor(movable: boolean) {
		this.movable = movable;
	}
	send = (message: ContentToFrame) => this.sent.push(message);
	moveTo = () => this.movable;
	show = () => undefined;
	focus = () => undefined;
	blur = () => undefined;
	alive = () => true;
	remove = () => {
		this.removed = true;
	};
	listen = () => undefined;
}

const root = {} as ShadowRoot;
const settled = async () => {
	for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

function setUp(movable = true, max = 3) {
	const frames: FakeFrame[] = [];
	const reload: (() => void)[] = [];
	let most = 0;
	const pool = createReaderPool({
		max,
		waiting: () => root,
		open: (_ticket, _root, onGone) => {
			const frame = new FakeFrame(movable);
			frames.push(frame);
			reload.push(onGone);
			most = Math.max(most, frames.filter(({ removed }) => !removed).length);
			return frame;
		},
	});
	let tickets = 0;
	const seat = (distance: number, ticket?: () => Promise<string | null>) =>
		({
			root,
			distance: () => distance,
			ticket: vi.fn(ticket ?? (async () => `ticket ${++tickets}`)),
			onFrame: vi.fn(),
			onRefused: vi.fn(),
			onReleased: vi.fn(),
		}) satisfies Seat;
	return {
		pool,
		frames,
		reload,
		seat,
		most: () => most,
		living: () => frames.filter(({ removed }) => !removed).length,
	};
}

test("never more frames than the bound, and the nearest seats have them", async () => {
	const { pool, seat, most } = setUp();
	const seats = Array.from({ length: 12 }, (_, index) => seat(100 * (12 - index)));
	for (const one of seats) pool.want(one);
	await settled();
	expect(most()).toBe(3);
	expect(pool.alive()).toBe(3);
	expect(seats.map((one) => one.onFrame.mock.calls.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
});

test("a frame that is given back forgets, and shows the next message by a ticket over its port", async () => {
	const { pool, seat, frames } = setUp();
	const [first, second] = [seat(1), seat(2)];
	pool.want(first);
	await settled();
	pool.unwant(first);
	pool.want(second);
	await settled();
	expect(frames).toHaveLength(1);
	expect(frames[0]?.sent).toEqual([{ kind: "forget" }, { kind: "ticket", ticket: "ticket 2" }]);
	expect(first.onReleased).toHaveBeenCalledOnce();
	expect(second.onReleased).not.toHaveBeenCalled();
});

test("a frame that nobody wants soon is gone", async () => {
	vi.useFakeTimers();
	const { pool, seat, living } = setUp();
	const one = seat(1);
	pool.want(one);
	await settled();
	pool.unwant(one);
	await settled();
	vi.advanceTimersByTime(2000);
	expect(living()).toBe(0);
	vi.useRealTimers();
});

test("the bound holds where frames cannot be moved", async () => {
	const { pool, seat, most } = setUp(false);
	for (let round = 0; round < 5; round++) {
		const seats = Array.from({ length: 5 }, () => seat(round));
		for (const one of seats) pool.want(one);
		await settled();
		for (const one of seats) pool.unwant(one);
		await settled();
	}
	expect(most()).toBeLessThanOrEqual(3);
});

test("a seat that is left while its ticket is on the way gets no frame", async () => {
	const { pool, seat, frames } = setUp();
	let arrive = (_ticket: string) => {};
	const one = seat(1, () => new Promise((resolve) => (arrive = resolve)));
	pool.want(one);
	await settled();
	pool.unwant(one);
	await settled();
	arrive("late");
	await settled();
	expect(one.onFrame).not.toHaveBeenCalled();
	expect(frames).toHaveLength(0);
});

test("a refused seat is told and not asked for again", async () => {
	const { pool, seat } = setUp();
	const one = seat(1, async () => null);
	pool.want(one);
	await settled();
	expect(one.onRefused).toHaveBeenCalledOnce();
	expect(one.ticket).toHaveBeenCalledOnce();
	expect(pool.alive()).toBe(0);
});

test("a part that arrives gives the frame a new ticket, also while the first is on the way", async () => {
	const { pool, seat, frames } = setUp();
	const arrivals: ((ticket: string) => void)[] = [];
	const one = seat(1, () => new Promise((resolve) => arrivals.push(resolve)));
	pool.want(one);
	await settled();
	pool.renew(one);
	arrivals[0]?.("with one part");
	await settled();
	arrivals[1]?.("with both");
	await settled();
	expect(frames[0]?.sent).toEqual([{ kind: "ticket", ticket: "with both" }]);
});

test("a page that reloads a frame again and again gets no more of them", async () => {
	const { pool, seat, reload, frames } = setUp();
	pool.want(seat(1));
	await settled();
	for (let times = 0; times < 20; times++) {
		reload.at(-1)?.();
		await settled();
	}
	expect(frames.length).toBeLessThan(10);
	expect(pool.alive()).toBe(0);
});

test("a ticket that ends in an error is a refusal, and the place is free again", async () => {
	const { pool, seat, living } = setUp(true, 1);
	const broken = seat(1, async () => {
		throw new Error("of the page");
	});
	pool.want(broken);
	await settled();
	expect(broken.onRefused).toHaveBeenCalledOnce();
	pool.want(seat(2));
	await settled();
	expect(living()).toBe(1);
});
