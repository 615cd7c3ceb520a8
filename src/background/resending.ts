/**
 * What did not come out whole: told, learned from, and cut smaller for the next try where the page showed that it cut, or where the user
 * asks for it. What was not seen may still come, so it is never cut anew by itself, and every way it was cut is looked for before
 * anything is sent again.
 */
import type { InsertVerdict, SendRefusal } from "../messaging/channels.ts";
import type { Scene } from "./composing.ts";
import type { Core } from "./core.ts";
import * as learned from "./learned-room.ts";
import { cutRow, type OutboxRow } from "./outbox.ts";
import { countOf, cutAnew, fits, isDense, type Room, roomFor } from "./room.ts";
import { changeSent } from "./sealing.ts";

type Refused = Extract<InsertVerdict, { outcome: "refused" }>;

/** The row as it goes out now: since it was cut, more may have been learned, or the user asks for smaller parts. */
export async function cutForNow(
	core: Core,
	{ site }: Scene,
	sendId: string,
	row: OutboxRow,
	room: Room,
	{ moreThan }: { readonly moreThan?: number | undefined },
): Promise<OutboxRow> {
	const asked = moreThan !== undefined && row.parts.length <= moreThan;
	if (asked) await learned.learnFromUser(core, site).catch(() => undefined);
	if (asked) return cutTo(core, sendId, row, smallerRoom(row, room));
	return fits(row.parts, room) ? row : cutTo(core, sendId, row, room);
}

/** For the next try. That nothing can be learned now must not keep the verdict from the composer. */
export async function afterRefusal(
	core: Core,
	{ site }: Scene,
	sendId: string,
	row: OutboxRow,
	room: Room,
	{ reason, out = 0, fate }: Refused,
): Promise<SendRefusal> {
	const { parts } = row;
	const part = fate && parts[fate.part];
	const told = out === 0 ? {} : { out: { count: Math.min(out, parts.length), of: parts.length } };
	const refused = { reason, copy: parts.join("\n"), ...told };
	if (fate === undefined || part === undefined) return refused;
	if (fate.cutAt === null && reason === "not-seen") {
		void learned.learnFromLost(core, site, part, parts.slice(0, fate.part)).catch(() => undefined);
	}
	const after = fate.cutAt === null ? row : await noteShown(core, sendId, row, part, fate.cutAt);
	if (reason === "cut" && after.shown !== null) {
		void learned.learnFromCut(core, site, part, after.shown).catch(() => undefined);
		const smaller = roomFor(room, part, after.shown, learned.leastBelieved);
		const cut = fits(parts, smaller) ? after : await cutTo(core, sendId, after, smaller);
		if (cut !== after) return { ...refused, copy: cut.parts.join("\n"), next: "smaller" };
	}
	const isOffered = reason === "not-seen" || reason === "partly" || reason === "cut";
	return isOffered && cutAnew(parts, smallerRoom(after, room)) !== parts ? { ...refused, next: "offer" } : refused;
}

/** All of it is in the chat. Letters in place of ideographs that were not seen say something about those. */
export async function learnFromSent(core: Core, site: string, { parts, before }: OutboxRow): Promise<void> {
	const [first = ""] = before.at(-1) ?? [];
	if (isDense(first) && !parts.some(isDense)) await learned.learnFromLetters(core, site, first);
}

async function noteShown(core: Core, sendId: string, row: OutboxRow, part: string, chars: number): Promise<OutboxRow> {
	const shown = countOf(part.slice(0, chars), "bytes");
	return (await changeSent(core, sendId, (now) => ({ ...now, shown }))) ?? { ...row, shown };
}

/** What the page showed of it, or half: letters, and less than before in any case. */
function smallerRoom({ parts, shown }: OutboxRow, room: Room): Room {
	const [first = ""] = parts;
	const longest = Math.max(...parts.map((part) => countOf(part, "bytes")));
	const half = Math.floor(longest / 2);
	return { ...roomFor(room, first, Math.min(shown ?? half, half), learned.leastLimit), dense: false };
}

/** The same row where it cannot be cut so small. */
async function cutTo(core: Core, sendId: string, row: OutboxRow, room: Room): Promise<OutboxRow> {
	const parts = cutAnew(row.parts, room);
	if (parts === row.parts) return row;
	const cut = (now: OutboxRow) => (now.parts.join() === row.parts.join() ? cutRow(now, parts) : now);
	return (await changeSent(core, sendId, cut)) ?? cutRow(row, parts);
}
