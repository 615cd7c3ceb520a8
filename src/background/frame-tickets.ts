/**
 * What lets one frame, and no other, act for one message or one box. A content script asks for a ticket; the frame it makes
 * redeems it once and gets a handle, bound to the tab, to that frame and to its kind. Both are 32 random bytes in hex.
 * A reused, foreign, wrong or guessed one always fails with the same `ticket-spent`.
 *
 * Lives in session memory because the worker may die between any two requests. What the tickets are about never holds
 * plaintext, except text that stood in the site's own box or field, which the site has seen already.
 */
import type {
	ContactId,
	Destination,
	Handle,
	InBox,
	MessageOptions,
	MountId,
	OnPage,
	Place,
} from "../messaging/channels.ts";
import type { Area } from "../platform/storage.ts";
import { Fault } from "./fault.ts";
import type { FrameSender } from "./sender.ts";

/** The box a composer writes into. */
export interface Target {
	readonly tab: number;
	/** Frame of the content script. */
	readonly frame: number;
	readonly mount: MountId;
}

export interface ReaderSubject {
	readonly kind: "reader";
	readonly armor: readonly string[];
	readonly place: Place;
	/** The user clicked to see it whoever it is from. */
	readonly revealed: boolean;
	readonly onPage: OnPage;
	/** When the page began to show it, milliseconds. */
	readonly shownAt: number;
}

/** Of a composer in the page and of the safe window. */
export interface ComposerSubject {
	readonly kind: "composer" | "safe";
	readonly into: Destination;
	/** Null: nothing can be inserted (the tab has no live content script); texts are copied. */
	readonly target: Target | null;
	/** The tab whose conversation this is; null when it is about no tab. */
	readonly about: number | null;
	readonly place: Place;
	/** Longest text the box takes, null if unknown. */
	readonly limit: number | null;
	readonly taken: string;
	/** What was chosen for the draft that came along. */
	readonly options: MessageOptions;
	/** Id of the sealed draft that came along, or null. */
	readonly draft: string | null;
	/** Whom that draft was written to; null: nobody in particular. For others it is not sent without a question. */
	readonly draftFor: readonly ContactId[] | null;
	/** Armor that stands in the box and is replaced by what is sent; null: none. */
	readonly inBox: InBox | null;
	/** The messages around it are of another conversation (`asked`), and the user said whom it is for all the same (`answered`). */
	readonly doubt: "none" | "asked" | "answered";
	/** Null: nobody has looked yet for a text that was begun here before; true: it came back. */
	readonly broughtBack: boolean | null;
	/** The page turned to another place: nothing is inserted any more, the text may still go to the safe window. */
	readonly ended: boolean;
}

export type Subject = ReaderSubject | ComposerSubject;

export interface Bound<S extends Subject = Subject> {
	/** Tab of the frame that may use it; null: the next safe window that asks. */
	readonly tab: number | null;
	/** Null until redeemed. */
	readonly frame: number | null;
	/** Origin of the site this is about: proved by the browser when the ticket was asked for. */
	readonly site: string;
	readonly subject: S;
}

interface Entry extends Bound {
	/** When it was issued, milliseconds. */
	readonly at: number;
	/** Of a handle: the ticket it came from and the request that redeemed it, whose repeat is answered alike. */
	readonly from: { readonly ticket: string; readonly request: string | null } | null;
}

export interface FrameTickets {
	issue(bound: Omit<Bound, "frame">): Promise<string>;
	/** @throws Fault `ticket-spent` */
	redeem(ticket: string, from: FrameSender, requestId: string | undefined): Promise<{ handle: Handle; bound: Bound }>;
	/** @throws Fault `ticket-spent` */
	use(handle: Handle, from: FrameSender): Promise<Bound>;
	/** Composers (also a safe window) that may write into this tab. */
	composersFor(tab: number): Promise<readonly { handle: Handle; bound: Bound<ComposerSubject> }[]>;
	/** Ids of the drafts that stand in composers. */
	drafts(): Promise<ReadonlySet<string>>;
	/** What the readers of this tab show, the latest first. */
	readersIn(tab: number): Promise<readonly ReaderSubject[]>;
	/** Whether anybody may be writing: a composer or a safe window, in any tab. */
	anyComposer(): Promise<boolean>;
	/** Other facts about the subject of this handle; does nothing if it is gone. */
	amend(
		handle: Handle,
		facts: Partial<Omit<ReaderSubject, "kind">> | Partial<Omit<ComposerSubject, "kind">>,
	): Promise<void>;
	drop(handle: Handle): Promise<void>;
	/** Tickets for this box that no frame has redeemed. Gives what they were about, the latest last. */
	dropTicketsFor(target: Target): Promise<readonly ComposerSubject[]>;
	/** Everything whose frame stands in this tab. */
	dropTab(tab: number): Promise<void>;
}

/** A frame loads within a second or two; a page that is suspended meanwhile asks again. */
export const ticketLifetimeMs = 30_000;
/** A tab shows about 20 readers at a time and asks anew for each; the oldest handles make room. */
export const maxHandlesPerTab = 96;
export const maxTicketsPerTab = 48;
/** Composers, which the user opens one at a time. They never make room for readers: a page can show any number of messages. */
export const maxComposersPerTab = 8;
/** Characters of armor held per tab, so that no page fills the 10 MB of session memory. */
export const maxCharsPerTab = 2_000_000;

const ticketPrefix = "ticket:";
const handlePrefix = "handle:";

export function createFrameTickets(ports: {
	readonly memory: Area;
	readonly random: (length: number) => Uint8Array;
	readonly now: () => number;
}): FrameTickets {
	let loaded: Promise<Map<string, Entry>> | null = null;
	/** One change after the other: two frames must not both redeem one ticket. */
	let turn: Promise<unknown> = Promise.resolve();

	function entries(): Promise<Map<string, Entry>> {
		loaded ??= ports.memory.all().then((all) => {
			const ours = Object.entries(all).filter(([key]) => key.startsWith(ticketPrefix) || key.startsWith(handlePrefix));
			return new Map(ours as [string, Entry][]);
		});
		loaded.catch(() => {
			loaded = null;
		});
		return loaded;
	}

	function inTurn<T>(work: (map: Map<string, Entry>) => Promise<T>): Promise<T> {
		const result = turn.then(async () => work(await entries()));
		turn = result.catch(() => undefined);
		return result;
	}

	async function put(map: Map<string, Entry>, key: string, entry: Entry): Promise<void> {
		await ports.memory.set(key, entry);
		map.set(key, entry);
	}

	async function remove(map: Map<string, Entry>, keys: readonly string[]): Promise<void> {
		if (keys.length === 0) return;
		for (const key of keys) map.delete(key);
		await ports.memory.remove(keys);
	}

	/**
	 * Drops what has expired, and the oldest of this tab and kind of surface, so that one more under `prefix` with `chars`
	 * characters stays in bounds.
	 */
	async function makeRoom(map: Map<string, Entry>, coming: Bound, prefix: string, chars: number): Promise<void> {
		const now = ports.now();
		const out = [...map]
			.filter(([key, entry]) => key.startsWith(ticketPrefix) && isOld(entry, now))
			.map(([key]) => key);
		const isReader = coming.subject.kind === "reader";
		const kept = [...map].filter(([key, { tab, subject }]) => {
			return tab === coming.tab && (subject.kind === "reader") === isReader && !out.includes(key);
		});
		kept.sort(([, a], [, b]) => a.at - b.at);
		const most = isReader ? (prefix === ticketPrefix ? maxTicketsPerTab : maxHandlesPerTab) : maxComposersPerTab;
		let count = kept.filter(([key]) => key.startsWith(prefix)).length + 1;
		let held = kept.reduce((sum, [, entry]) => sum + size(entry.subject), chars);
		for (const [key, entry] of kept) {
			const crowded = key.startsWith(prefix) && count > most;
			if (!crowded && held <= maxCharsPerTab) continue;
			out.push(key);
			held -= size(entry.subject);
			if (key.startsWith(prefix)) count--;
		}
		await remove(map, out);
	}

	return {
		issue: (bound) =>
			inTurn(async (map) => {
				await makeRoom(map, { ...bound, frame: null }, ticketPrefix, size(bound.subject));
				const ticket = hex(ports.random(32));
				await put(map, ticketPrefix + ticket, { ...bound, frame: null, at: ports.now(), from: null });
				return ticket;
			}),

		redeem: (ticket, from, requestId) =>
			inTurn(async (map) => {
				const done = [...map].find(([, entry]) => entry.from?.ticket === ticket);
				if (done !== undefined) {
					const [key, entry] = done;
					const repeat = requestId !== undefined && entry.from?.request === requestId;
					// The safe window is our own page in our own window: reloading it is not a replay.
					if (!isFor(entry, from) || !(repeat || from.class === "safe")) throw new Fault("ticket-spent");
					return { handle: key.slice(handlePrefix.length), bound: entry };
				}
				const entry = map.get(ticketPrefix + ticket);
				if (entry === undefined) throw new Fault("ticket-spent");
				if (isOld(entry, ports.now()) || !isFor(entry, from)) {
					await remove(map, [ticketPrefix + ticket]);
					throw new Fault("ticket-spent");
				}
				// A frame shows one message at a time: its next one ends its authority over the last.
				const before = [...map].filter(([key, { tab, frame, subject }]) => {
					return key.startsWith(handlePrefix) && subject.kind === "reader" && tab === from.tab && frame === from.frame;
				});
				await remove(
					map,
					before.map(([key]) => key),
				);
				await makeRoom(map, { ...entry, tab: from.tab }, handlePrefix, 0);
				const handle = hex(ports.random(32));
				const bound: Entry = {
					...entry,
					tab: from.tab,
					frame: from.frame,
					from: { ticket, request: requestId ?? null },
				};
				await put(map, handlePrefix + handle, bound);
				await remove(map, [ticketPrefix + ticket]);
				return { handle, bound };
			}),

		use: (handle, from) =>
			inTurn(async (map) => {
				const entry = map.get(handlePrefix + handle);
				if (entry === undefined || !isFor(entry, from) || entry.frame !== from.frame) throw new Fault("ticket-spent");
				return entry;
			}),

		composersFor: (tab) =>
			inTurn(async (map) =>
				[...map].flatMap(([key, { subject, ...rest }]) =>
					key.startsWith(handlePrefix) && subject.kind !== "reader" && subject.target?.tab === tab
						? [{ handle: key.slice(handlePrefix.length), bound: { ...rest, subject } }]
						: [],
				),
			),

		drafts: () =>
			inTurn(
				async (map) =>
					new Set([...map].flatMap(([, { subject }]) => (subject.kind === "reader" ? [] : (subject.draft ?? [])))),
			),

		readersIn: (tab) =>
			inTurn(async (map) =>
				[...map]
					.filter(([key, entry]) => key.startsWith(handlePrefix) && entry.tab === tab)
					.sort(([, one], [, other]) => other.at - one.at)
					.flatMap(([, { subject }]) => (subject.kind === "reader" ? [subject] : [])),
			),

		anyComposer: () =>
			inTurn(async (map) => {
				const now = ports.now();
				return [...map].some(([key, entry]) => {
					return entry.subject.kind !== "reader" && (key.startsWith(handlePrefix) || !isOld(entry, now));
				});
			}),

		amend: (handle, facts) =>
			inTurn(async (map) => {
				const entry = map.get(handlePrefix + handle);
				if (entry === undefined) return;
				await put(map, handlePrefix + handle, { ...entry, subject: { ...entry.subject, ...facts } });
			}),

		drop: (handle) => inTurn((map) => remove(map, [handlePrefix + handle])),

		dropTicketsFor: (target) =>
			inTurn(async (map) => {
				const found = [...map].flatMap(([key, { subject }]) =>
					key.startsWith(ticketPrefix) && subject.kind === "composer" && sameTarget(subject.target, target)
						? [{ key, subject }]
						: [],
				);
				await remove(
					map,
					found.map(({ key }) => key),
				);
				return found.map(({ subject }) => subject);
			}),

		dropTab: (tab) =>
			inTurn((map) =>
				remove(
					map,
					[...map].filter(([, entry]) => entry.tab === tab).map(([key]) => key),
				),
			),
	};
}

function sameTarget(a: Target | null, b: Target): boolean {
	return a !== null && a.tab === b.tab && a.frame === b.frame && a.mount === b.mount;
}

function isFor(entry: Entry, from: FrameSender): boolean {
	if (entry.subject.kind !== from.class) return false;
	return entry.tab === from.tab || (entry.tab === null && from.class === "safe");
}

function isOld(entry: Entry, now: number): boolean {
	const age = now - entry.at;
	return age > ticketLifetimeMs || age < 0;
}

function size(subject: Subject): number {
	const { length } = subject.place.url;
	if (subject.kind === "reader") return length + charsOf(subject.armor);
	return length + subject.taken.length + (subject.inBox?.kind === "message" ? charsOf(subject.inBox.armor) : 0);
}

const charsOf = (armor: readonly string[]): number => armor.reduce((sum, part) => sum + part.length, 0);

function hex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
