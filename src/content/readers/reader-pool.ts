/**
 * Reader frames are the cost (30 to 45 ms and about 1.8 MB each), so there are only as many as are near the screen, and never
 * more than `maxAlive`. A seat is a place in the page that wants one; the nearest seats get them. A frame that is given back
 * forgets what it showed, waits a moment for the next seat, and goes.
 */
import type { OwnFrame } from "../frames/own-frame.ts";

export interface Seat {
	readonly root: ShadowRoot;
	/** Distance from the middle of the screen, CSS px. */
	readonly distance: () => number;
	/** A ticket for what this seat shows now; null if it was refused. */
	readonly ticket: () => Promise<string | null>;

	readonly onFrame: (frame: OwnFrame) => void;
	/** The frame is another seat's from here on. */
	readonly onReleased: () => void;
	readonly onRefused: () => void;
}

export interface ReaderPool {
	readonly want: (seat: Seat) => void;
	readonly unwant: (seat: Seat) => void;
	/** What the seat shows has changed: its frame gets a new ticket. */
	readonly renew: (seat: Seat) => void;
	readonly alive: () => number;
	readonly close: () => void;
}

export const maxAlive = 20;

/** Scrolling gives frames back and wants them again within this time; later nobody near the screen needs them. */
const idleMs = 1500;

/** A page that moves a host about more often than this gets no frame there. */
const maxReloads = 5;

interface Options {
	readonly open: (ticket: string, root: ShadowRoot, onGone: () => void) => OwnFrame;
	/** Where frames without a seat wait, invisible. */
	readonly waiting: () => ShadowRoot;
	readonly max?: number;
}

export function createReaderPool({ open, waiting, max = maxAlive }: Options): ReaderPool {
	const wanted = new Set<Seat>();
	/** Null while the ticket is on its way: counts as alive. */
	const held = new Map<Seat, OwnFrame | null>();
	const idle = new Map<OwnFrame, ReturnType<typeof setTimeout>>();
	/** Changed while their ticket was on its way. */
	const stale = new Set<Seat>();
	const reloads = new WeakMap<Seat, number>();
	let scheduled = false;

	function schedule(): void {
		if (scheduled) return;
		scheduled = true;
		queueMicrotask(settle);
	}

	/** The nearest seats keep or get a frame, the others give theirs back. */
	function settle(): void {
		scheduled = false;
		const near = new Set(
			wanted.size <= max
				? wanted
				: [...wanted]
						.map((seat) => ({ seat, distance: seat.distance() }))
						.sort((a, b) => a.distance - b.distance)
						.slice(0, max)
						.map(({ seat }) => seat),
		);
		for (const seat of held.keys()) if (!near.has(seat)) release(seat);
		for (const seat of near) if (!held.has(seat)) void seatOne(seat);
	}

	function release(seat: Seat): void {
		const frame = held.get(seat);
		held.delete(seat);
		if (!frame) return;
		seat.onReleased();
		frame.send({ kind: "forget" });
		frame.listen(() => undefined);
		frame.show(false);
		if (!frame.alive() || !frame.moveTo(waiting())) {
			frame.remove();
			return;
		}
		idle.set(
			frame,
			setTimeout(() => drop(frame), idleMs),
		);
	}

	function drop(frame: OwnFrame): void {
		clearTimeout(idle.get(frame));
		idle.delete(frame);
		frame.remove();
	}

	async function seatOne(seat: Seat): Promise<void> {
		if (held.size >= max) return;
		held.set(seat, null);
		const ticket = await ticketOf(seat);
		if (held.get(seat) !== null) return;
		if (ticket === null) {
			held.delete(seat);
			wanted.delete(seat);
			seat.onRefused();
			return;
		}
		const frame = reuse(seat, ticket) ?? openNew(seat, ticket);
		held.set(seat, frame);
		seat.onFrame(frame);
		if (stale.delete(seat)) renew(seat);
	}

	function renew(seat: Seat): void {
		const frame = held.get(seat);
		if (frame === null) stale.add(seat);
		if (!frame) return;
		void ticketOf(seat).then((ticket) => {
			if (ticket !== null && held.get(seat) === frame) frame.send({ kind: "ticket", ticket });
		});
	}

	/** Whatever goes wrong is a refusal: a seat that is taken for good would be one of `max` less. */
	async function ticketOf(seat: Seat): Promise<string | null> {
		try {
			return await seat.ticket();
		} catch {
			return null;
		}
	}

	function reuse(seat: Seat, ticket: string): OwnFrame | null {
		for (const frame of idle.keys()) {
			if (!frame.alive() || !frame.moveTo(seat.root)) {
				drop(frame);
				continue;
			}
			clearTimeout(idle.get(frame));
			idle.delete(frame);
			frame.send({ kind: "ticket", ticket });
			return frame;
		}
		return null;
	}

	function openNew(seat: Seat, ticket: string): OwnFrame {
		// An idle frame that could not be moved is gone by now; those of seats and the idle ones together stay within bounds.
		for (const frame of [...idle.keys()].slice(0, Math.max(0, held.size + idle.size - max))) drop(frame);
		const frame = open(ticket, seat.root, () => {
			if (held.get(seat) !== frame) return;
			// Reloaded: the page moved the host. A new frame needs a new ticket.
			frame.remove();
			held.delete(seat);
			const times = (reloads.get(seat) ?? 0) + 1;
			reloads.set(seat, times);
			if (times > maxReloads) wanted.delete(seat);
			schedule();
		});
		return frame;
	}

	return {
		want: (seat) => {
			wanted.add(seat);
			schedule();
		},
		unwant: (seat) => {
			wanted.delete(seat);
			schedule();
		},
		renew,
		alive: () => [...held.values()].filter((frame) => frame !== null).length + idle.size,
		close: () => {
			wanted.clear();
			for (const frame of held.values()) frame?.remove();
			held.clear();
			for (const frame of [...idle.keys()]) drop(frame);
		},
	};
}
