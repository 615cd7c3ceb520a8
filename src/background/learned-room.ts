/**
 * What was learned of how much a site takes, from messages that came out cut: a flag per origin, numbers only. What a page shows can be
 * false or mean something else, so it takes two messages that were cut at one length; what was learned ends after a month, and
 * with the site, and the user can put it away (docs/sites.md).
 */
import { findArmor } from "../protocol/index.ts";
import { siteAt } from "../sites/index.ts";
import type { Core } from "./core.ts";
import { anyRoom, isDense, type Room } from "./room.ts";
import { evidenceKeys, roomKey, siteKey } from "./site-keys.ts";

interface Learned {
	/** Bytes that a message may have; null: as many as are known of the site. */
	readonly limit: number | null;
	/** False: letters and digits only. */
	readonly dense: boolean;
	readonly paceMs: number;
}

interface Stored extends Learned {
	/** When the latest of it was learned. Milliseconds. */
	readonly at: number;
}

interface Evidence {
	readonly bytes: number;
	/** The id that the parts of one message share. */
	readonly message: string;
	/** A second message said the same. */
	readonly twice: boolean;
}

const nothingLearned: Learned = { limit: null, dense: true, paceMs: 0 };

/** The shortest lines that a chat is known to cut to. Less is believed only after the user asked for smaller parts. */
export const leastBelieved = 350;
/** With less, messages would be nothing but frames. */
export const leastLimit = 100;
/** Of two cuts at one length: the site may have counted characters, and cut in front of one. Bytes. */
const tolerance = 3;
const firstPaceMs = 1_000;
const mostPaceMs = 5_000;
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** `box`: characters the box itself takes. */
export async function roomAt(core: Core, origin: string, box: number | null): Promise<Room> {
	const site = siteAt(origin);
	const learned = await learnedAt(core, origin);
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

export async function hasLearned(core: Core, origin: string): Promise<boolean> {
	const { limit, dense, paceMs } = await learnedAt(core, origin);
	return limit !== null || !dense || paceMs > 0;
}

export function forgetLearned({ locks, ports }: Core, origin: string): Promise<void> {
	return locks.run("sites", async () => {
		await ports.flags.remove(roomKey(origin));
		await ports.memory.remove(Object.values(evidenceKeys(origin)));
	});
}

/** So many bytes of it came out, where a message stands, and nothing after them. */
export function learnFromCut(core: Core, origin: string, part: string, bytes: number): Promise<void> {
	return change(core, origin, async (known) => {
		const agreed = await agree(core, evidenceKeys(origin).cut, { bytes, message: messageOf(part) });
		if (agreed === null) return known;
		// A dense one may have been cut by characters or by bytes; the next one, of letters, tells.
		const after = { ...known, dense: known.dense && !isDense(part) };
		return agreed >= leastBelieved ? withLimit(after, agreed) : after;
	});
}

/** The user says that smaller parts are needed: that is the word that was missing for a site that takes very little. */
export function learnFromUser(core: Core, origin: string): Promise<void> {
	return change(core, origin, async (known) => {
		const before = readEvidence(await core.ports.memory.get(evidenceKeys(origin).cut));
		return before?.twice === true ? withLimit(known, before.bytes) : known;
	});
}

/** A message of ideographs was not seen, and came out in letters. */
export function learnFromLetters(core: Core, origin: string, part: string): Promise<void> {
	return change(core, origin, async (known) => {
		const agreed = await agree(core, evidenceKeys(origin).dense, { bytes: 0, message: messageOf(part) });
		return agreed === null ? known : { ...known, dense: false };
	});
}

/** A part was not seen although parts as long came out just before it: there were too many at once. Of its length that says nothing. */
export function learnFromLost(core: Core, origin: string, part: string, arrived: readonly string[]): Promise<void> {
	return change(core, origin, async (known) => {
		if (!arrived.some(({ length }) => length >= part.length)) return known;
		return { ...known, paceMs: Math.min(Math.max(firstPaceMs, 2 * known.paceMs), mostPaceMs) };
	});
}

const withLimit = (known: Learned, bytes: number): Learned => {
	const limit = Math.max(leastLimit, bytes);
	return { ...known, limit: Math.min(known.limit ?? limit, limit) };
};

const messageOf = (part: string): string => findArmor(part)[0]?.message ?? "";

/** What both say, if the one before is of another message and says the same; else this one waits for the next. */
async function agree({ ports }: Core, key: string, seen: Omit<Evidence, "twice">): Promise<number | null> {
	const before = readEvidence(await ports.memory.get(key));
	const isSame = before !== null && Math.abs(before.bytes - seen.bytes) <= tolerance;
	const twice = isSame && (before.twice || (before.message !== seen.message && seen.message !== ""));
	const bytes = isSame ? Math.min(before.bytes, seen.bytes) : seen.bytes;
	await ports.memory.set(key, { bytes, message: seen.message, twice } satisfies Evidence);
	return twice ? bytes : null;
}

/** A flag on disk may be of another version, or damaged. */
async function learnedAt(core: Core, origin: string): Promise<Learned> {
	const found = await core.ports.flags.get(roomKey(origin));
	if (typeof found !== "object" || found === null) return nothingLearned;
	const { limit, dense, paceMs, at } = found as Partial<Record<keyof Stored, unknown>>;
	if (!isCount(at) || Math.abs(core.ports.now() - at) > keptMs) return nothingLearned;
	return {
		limit: isCount(limit) && limit >= leastLimit ? limit : null,
		dense: dense !== false,
		paceMs: isCount(paceMs) ? Math.min(paceMs, mostPaceMs) : 0,
	};
}

function readEvidence(found: unknown): Evidence | null {
	if (typeof found !== "object" || found === null) return null;
	const { bytes, message, twice } = found as Partial<Record<keyof Evidence, unknown>>;
	return isCount(bytes) && typeof message === "string" ? { bytes, message, twice: twice === true } : null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Nothing is written of a site that was turned off meanwhile: nothing would take it away again. */
async function change(core: Core, origin: string, how: (known: Learned) => Promise<Learned>): Promise<void> {
	const { flags, now } = core.ports;
	await core.locks.run("sites", async () => {
		if ((await flags.get(siteKey(origin))) === undefined) return;
		const before = await learnedAt(core, origin);
		const after = await how(before);
		if (JSON.stringify(after) === JSON.stringify(before)) return;
		await flags.set(roomKey(origin), { ...after, at: now() } satisfies Stored);
	});
}
