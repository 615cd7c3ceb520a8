/**
 * What was learned of a site's messages from how parts came out: a flag per origin, numbers only. The limit only shrinks and the pace
 * only grows, until the site is turned off.
 */
import type { PartFate } from "../messaging/channels.ts";
import { siteAt } from "../sites/index.ts";
import type { Core } from "./core.ts";
import { anyRoom, countOf, type Room } from "./room.ts";

export interface Learned {
	/** Characters that a message of letters and digits may have; null: no message came out cut. */
	readonly limit: number | null;
	/** Letters and digits of the longest message that came out whole. */
	readonly proven: number;
	/** False once a dense part came out cut, or not at all. */
	readonly dense: boolean;
	readonly paceMs: number;
}

const nothingLearned: Learned = { limit: null, proven: 0, dense: true, paceMs: 0 };

/** A page could make us believe in less; its messages would be nothing but frames. */
const leastLimit = 100;
/** Guesses stop here: the shortest lines that a chat is known to cut to. */
const leastGuess = 350;
const firstPaceMs = 1_000;
const mostPaceMs = 5_000;

export const roomKey = (origin: string): string => `room:${origin}`;

export async function learnedAt(core: Core, origin: string): Promise<Learned> {
	const found = await core.ports.flags.get(roomKey(origin));
	return typeof found === "object" && found !== null ? { ...nothingLearned, ...found } : nothingLearned;
}

/** `box`: characters the box itself takes. */
export async function roomAt(core: Core, origin: string, box: number | null): Promise<Room> {
	return roomOf(origin, box, await learnedAt(core, origin));
}

function roomOf(origin: string, box: number | null, learned: Learned): Room {
	const site = siteAt(origin);
	const limits = [site?.limit ?? null, learned.limit].filter((one) => one !== null);
	return {
		...anyRoom,
		limit: limits.length === 0 ? null : Math.min(...limits),
		// What cut an unknown site's message may have counted bytes.
		counts: site?.counts ?? (learned.limit === null ? "characters" : "bytes"),
		box,
		// A box with a limit of its own counts characters.
		dense: (site?.dense ?? box !== null) && learned.dense,
		paceMs: Math.max(site?.paceMs ?? 0, learned.paceMs),
	};
}

/** All of them came out. */
export function learnFromSent(core: Core, origin: string, parts: readonly string[]): Promise<void> {
	return change(core, origin, (known) => withProven(known, parts));
}

export function learnFromFailed(core: Core, origin: string, parts: readonly string[], fate: PartFate): Promise<void> {
	return change(core, origin, (known) => {
		const part = parts[fate.part];
		if (part === undefined) return known;
		const arrived = parts.slice(0, fate.part);
		return fate.cutAt === null
			? withLost(withProven(known, arrived), part, arrived)
			: withCut(withProven(known, arrived), part, fate.cutAt);
	});
}

function withProven(known: Learned, parts: readonly string[]): Learned {
	const lengths = parts.filter((part) => !isDense(part)).map(({ length }) => length);
	return { ...known, proven: Math.max(known.proven, ...lengths) };
}

function withCut(known: Learned, part: string, cutAt: number): Learned {
	// A dense one may have been cut by characters or by bytes; the next one, of letters, tells.
	const most = Math.max(leastLimit, countOf(part.slice(0, cutAt), "bytes"));
	return { ...known, dense: known.dense && !isDense(part), limit: Math.min(known.limit ?? most, most) };
}

/** It never came out: too many at once, or too long. Where nothing ever came out the page shows its messages later, or not at all. */
function withLost(known: Learned, part: string, arrived: readonly string[]): Learned {
	if (arrived.some(({ length }) => length >= part.length)) {
		return { ...known, paceMs: Math.min(Math.max(firstPaceMs, 2 * known.paceMs), mostPaceMs) };
	}
	if (isDense(part)) return { ...known, dense: false };
	if (known.proven === 0 || part.length <= known.proven) return known;
	const guess = Math.max(leastGuess, known.proven, Math.floor(part.length / 2));
	return { ...known, limit: Math.min(known.limit ?? guess, guess) };
}

const isDense = (part: string): boolean => /[\u4e00-\u8dff]{20}/.test(part);

async function change(core: Core, origin: string, how: (known: Learned) => Learned): Promise<void> {
	await core.locks.run("sites", async () => {
		const before = await learnedAt(core, origin);
		const after = how(before);
		if (JSON.stringify(after) !== JSON.stringify(before)) await core.ports.flags.set(roomKey(origin), after);
	});
}
