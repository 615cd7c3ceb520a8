/** One person's browser in memory: a background over in-memory ports, and what frames and content scripts would ask of it. */
import { type Background, createBackground } from "../../src/background/background.ts";
import type { Ports } from "../../src/background/ports.ts";
import type {
	Ask,
	ChannelName,
	ComposerView,
	ContentReplies,
	InsertVerdict,
	MessageOptions,
	OnPage,
	Place,
	ReaderView,
	Reply,
	Result,
	ToContent,
	ToPages,
} from "../../src/messaging/channels.ts";
import type { BrowserSender } from "../../src/platform/runtime.ts";
import type { Area } from "../../src/platform/storage.ts";
import { createSuite1, findArmor, type Suite } from "../../src/protocol/index.ts";
import type { DerivedKeys, KeyCache, SealedStore, Table } from "../../src/vault/store.ts";
import { createVault } from "../../src/vault/vault.ts";

export const own = { id: "sotto-id", origin: "chrome-extension://sotto-id" };
export const origin = "https://chat.example";
export const tab = 7;
export const suite = createSuite1({});

export function placeAt(room: string, site = origin): Place {
	return { url: `${site}/${room}`, title: room, header: `# ${room}` };
}

export const senders = {
	content: (more: Partial<BrowserSender> = {}): BrowserSender => ({
		id: own.id,
		origin,
		url: `${origin}/room`,
		frameId: 0,
		tab: { id: tab, url: `${origin}/room` },
		...more,
	}),
	page: (page: string, frameId: number | undefined, tabId: number | undefined): BrowserSender => ({
		id: own.id,
		origin: own.origin,
		url: `${own.origin}/${page}.html`,
		frameId,
		tab: tabId === undefined ? undefined : { id: tabId },
	}),
	reader: (frameId = 11, inTab = tab): BrowserSender => senders.page("reader", frameId, inTab),
	composer: (frameId = 12): BrowserSender => senders.page("composer", frameId, tab),
	popup: (): BrowserSender => senders.page("popup", undefined, undefined),
	welcome: (): BrowserSender => senders.page("welcome", 0, 3),
	safe: (): BrowserSender => senders.page("safe", 0, 99),
};

let random16 = 0;
export const mountId = (): string => (++random16).toString(16).padStart(32, "0");

function memoryArea(held: Map<string, unknown>): Area {
	return {
		get: async (key) => held.get(key),
		all: async () => Object.fromEntries(held),
		set: async (key, value) => void held.set(key, JSON.parse(JSON.stringify(value))),
		remove: async (keys) => {
			for (const key of typeof keys === "string" ? [keys] : keys) held.delete(key);
		},
	};
}

/** `fail`: nothing of the write is kept; `die`: it is kept, and the worker dies before it hears of it. */
export type Fate = "fail" | "die" | null;

/** How long the database takes: what was read is as old as when it was asked for, a write is not there before. */
export type Takes = (what: "get" | "entries" | "write", table: Table | null) => Promise<void>;

export function memoryStore(
	records: Map<string, Uint8Array>,
	fate: () => Fate = () => null,
	died: () => Promise<void> = async () => undefined,
	takes: Takes = async () => undefined,
): SealedStore {
	return {
		get: async (table, key) => {
			const found = records.get(`${table}/${key}`);
			await takes("get", table);
			return found;
		},
		getMany: async (table, keys) => {
			const found = keys.map((key) => records.get(`${table}/${key}`));
			await takes("get", table);
			return found;
		},
		entries: async (table) => {
			const found = [...records].flatMap(([key, value]) =>
				key.startsWith(`${table}/`) ? [{ key: key.slice(table.length + 1), value }] : [],
			);
			await takes("entries", table);
			return found;
		},
		write: async (changes) => {
			await takes("write", null);
			const end = fate();
			if (end === "fail") throw new Error("disk full");
			for (const { table, key, value } of changes) {
				if (value === null) records.delete(`${table}/${key}`);
				else records.set(`${table}/${key}`, value);
			}
			if (end === "die") await died();
		},
	};
}

export class Refused extends Error {
	readonly code: string;
	constructor(code: string) {
		super(code);
		this.code = code;
	}
}

/** The worker died while it had this request. */
export class Died extends Error {}

function death(): { readonly comes: Promise<never>; come(): void } {
	let come = (): void => undefined;
	const comes = new Promise<never>((_, reject) => {
		come = () => reject(new Died());
	});
	comes.catch(() => undefined);
	return { comes, come };
}

export class Person {
	readonly name: string;
	private readonly suite: Suite;
	/** Sealed records as they lie on disk. */
	readonly records = new Map<string, Uint8Array>();
	readonly session = new Map<string, unknown>();
	readonly flags = new Map<string, unknown>();
	readonly granted = new Set<string>();
	readonly scripts = new Map<string, string>();
	/** Where writing.js was put. */
	readonly writingIn: { readonly tab: number; readonly frame: number }[] = [];
	readonly news: ToPages[] = [];
	readonly orders: { tab: number; frame: number | undefined; order: ToContent }[] = [];
	readonly opened: string[] = [];
	now = Date.UTC(2026, 10, 21, 12);
	/** Milliseconds that pass at every look at the clock. */
	tick = 0;
	reloads = 0;
	readonly menus: { items: readonly { id: string; title: string }[]; patterns: readonly string[] }[] = [];
	readonly waits: number[] = [];
	/** Time stands still, unless a test says that this much goes by. */
	passes: (ms: number) => Promise<void> = async () => undefined;
	diskFull = false;
	/** Asked at every write. */
	fate: () => Fate = () => null;
	/** Waited for by every look into the database and every write. */
	takes: Takes = async () => undefined;
	/** So many writes of the keys to session memory fail. */
	keysFail = 0;
	/** Whether the browser tells of a locked screen. */
	screen = true;
	/** Whether its frames can prove that nothing covers them. */
	covers = true;
	readonly alarms = new Set<string>();
	idle: "active" | "idle" | "locked" = "active";
	/** What the page shows; null: no live content script. */
	page: ContentReplies["describe"] | null = { place: placeAt("room"), hasBox: true, armor: [] };
	/** What stands for the chat: inserted parts, in order. */
	chat: string[] = [];
	/** How the next insertions end; undefined: nobody answers. */
	verdict: InsertVerdict | undefined | ((parts: readonly string[]) => InsertVerdict | undefined) = {
		outcome: "inserted",
	};
	/** What its tabs never answer. */
	hangs: ToContent["kind"] | null = null;
	background: Background;
	private keys: DerivedKeys | null = null;
	private death = death();

	constructor(name: string, protocolSuite = suite) {
		this.name = name;
		this.suite = protocolSuite;
		this.background = this.boot();
	}

	/** The worker dies and comes up again; with `browser` also what lies in session memory goes. */
	restart(what: "worker" | "browser" = "worker"): void {
		if (what === "browser") {
			this.session.clear();
			this.keys = null;
		}
		this.background = this.boot();
		this.death.come();
		this.death = death();
	}

	private boot(): Background {
		const keys: KeyCache = {
			read: async () => this.keys,
			write: async (held) => {
				if (this.keysFail > 0) {
					this.keysFail--;
					throw new Error("no session memory");
				}
				this.keys = held;
			},
		};
		const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
		const ports: Ports = {
			own,
			now: () => {
				this.now += this.tick;
				return this.now;
			},
			wait: async (ms) => {
				this.waits.push(ms);
				await this.passes(ms);
			},
			random,
			memory: memoryArea(this.session),
			flags: memoryArea(this.flags),
			tabs: {
				active: async () => ({ id: tab, url: this.page?.place.url ?? `${origin}/room` }),
				url: async () => this.page?.place.url ?? `${origin}/room`,
				known: async () => [{ id: tab, url: `${origin}/room` }],
				send: async (to, order, frame) =>
					order.kind === this.hangs ? new Promise(() => undefined) : this.answer(to, order, frame),
				reload: async () => undefined,
				open: async (path) => void this.opened.push(path),
			},
			windows: { open: async (path) => void this.opened.push(path), toolbarPopup: async () => false },
			scripts: {
				registered: async () => [...this.scripts].map(([id, pattern]) => ({ id, matches: [pattern] })),
				register: async (id, pattern) => void this.scripts.set(id, pattern),
				unregister: async (id) => void this.scripts.delete(id),
				putWriting: async (where, frame) => void this.writingIn.push({ tab: where, frame }),
			},
			menus: { show: async (items, patterns) => void this.menus.push({ items, patterns }) },
			reloadExtension: () => {
				this.reloads++;
			},
			permissions: {
				pattern: (site) => `${new URL(site).protocol}//${new URL(site).hostname}/*`,
				has: async (site) => this.granted.has(new URL(site).hostname),
				drop: async (site) => this.granted.delete(new URL(site).hostname),
			},
			idle: { locksWithScreen: () => this.screen, setIdleAfter: () => undefined, state: async () => this.idle },
			alarms: {
				repeat: async (name) => void this.alarms.add(name),
				cancel: async (name) => void this.alarms.delete(name),
			},
			tellsCovers: () => this.covers,
			tellPages: (news) => void this.news.push(news),
			text: (key) => (key === "firstMessageLine" ? "A private message:" : key),
		};
		const died = async (): Promise<void> => {
			this.restart("worker");
			// Nobody hears of it.
			await new Promise(() => undefined);
		};
		const fate = () => (this.diskFull ? "fail" : this.fate());
		const store = memoryStore(this.records, fate, died, (what, table) => this.takes(what, table));
		return createBackground(ports, createVault({ store, keys, random }), this.suite);
	}

	/** What its content scripts do when they are asked what they see. */
	diagnosed: (request: string) => Promise<unknown> = async () => undefined;

	private answer(to: number, order: ToContent, frame: number | undefined): unknown {
		this.orders.push({ tab: to, frame, order });
		if (order.kind === "describe") return this.page ?? undefined;
		if (order.kind === "diagnose") return this.diagnosed(order.request);
		if (order.kind !== "insert") return null;
		const verdict = typeof this.verdict === "function" ? this.verdict(order.parts) : this.verdict;
		if (verdict !== undefined && verdict.outcome !== "refused") this.chat.push(...order.parts);
		return verdict;
	}

	async result<N extends ChannelName>(sender: BrowserSender, channel: N, ask: Ask<N>): Promise<Result<Reply<N>>> {
		return (await this.orDies(this.background.route({ channel, ask }, sender))) as Result<Reply<N>>;
	}

	/** Rejects with Died when the worker does, which is all that is heard of it. */
	orDies<T>(work: Promise<T>): Promise<T> {
		return Promise.race([work, this.death.comes]);
	}

	/** The reply; rejects with Refused and the code. */
	async ask<N extends ChannelName>(sender: BrowserSender, channel: N, ask: Ask<N>): Promise<Reply<N>> {
		const result = await this.result(sender, channel, ask);
		if (!result.ok) throw new Refused(result.code);
		return result.value;
	}

	/** Account made, vault open, site on. */
	async setUp(): Promise<this> {
		await this.ask(senders.welcome(), "welcome/create", {
			name: this.name,
			mark: { picture: 3, word: "fern" },
			salt: "AAAAAAAAAAAAAAAAAAAAAA",
			profile: 1,
			passphraseKey: passphraseKey,
		});
		await this.turnOn(origin);
		await this.ask(senders.content(), "content/start", { top: true });
		return this;
	}

	async turnOn(site: string): Promise<void> {
		this.granted.add(new URL(site).hostname);
		await this.ask(senders.popup(), "popup/site-on", { origin: site });
	}

	unlock(): Promise<null> {
		return this.ask(senders.popup(), "popup/unlock", { passphraseKey });
	}

	/** A reader frame for this armor: how it opens, and how to go on with it. */
	async read(
		armor: readonly string[],
		place = placeAt("room"),
		onPage = alone(armor),
		{ frame = 11, inTab = tab, at = origin } = {},
	): Promise<OpenReader> {
		const request = { mount: mountId(), armor, place, onPage };
		const url = `${at}/room`;
		const content = senders.content({ origin: at, url, tab: { id: inTab, url } });
		const reader = senders.reader(frame, inTab);
		const { ticket } = await this.ask(content, "content/request-reader", request);
		const { handle, view } = await this.ask(reader, "reader/open", { ticket });
		const step =
			(
				channel: "reader/refresh" | "reader/reveal" | "reader/accept" | "reader/give-up-older" | "reader/use-new-start",
			) =>
			() =>
				this.ask(reader, channel, { handle });
		return {
			handle,
			frame,
			view,
			refresh: step("reader/refresh"),
			reveal: step("reader/reveal"),
			accept: step("reader/accept"),
			giveUpOlder: step("reader/give-up-older"),
			useNewStart: step("reader/use-new-start"),
		};
	}

	async compose(
		place = placeAt("room"),
		limit: number | null = null,
		taken = "",
		into?: "field" | "selection",
	): Promise<OpenComposer> {
		const mount = mountId();
		if (this.page !== null) this.page = { ...this.page, place };
		const request = { mount, taken, place, limit, ...(into === undefined ? {} : { into }) };
		const { ticket } = await this.ask(senders.content(), "content/request-composer", request);
		const { handle, view } = await this.ask(senders.composer(), "composer/open", { ticket });
		return { handle, mount, view };
	}

	/** The parts of a message are sent for the user, who has said yes to that. */
	private async composeWithin(limit: number | null, place: Place): Promise<OpenComposer> {
		const composer = await this.compose(place, limit);
		const { handle } = composer;
		if (limit !== null) await this.ask(senders.composer(), "composer/set-auto-send", { handle, value: "yes" });
		return composer;
	}

	nextSendId(): string {
		return mountId();
	}

	/** Sends to whoever the composer names; gives the armor that came into the chat. `limit`: characters that the box takes. */
	async say(
		text: string,
		place = placeAt("room"),
		options = plain,
		limit: number | null = null,
	): Promise<readonly string[]> {
		const { handle, view } = await this.composeWithin(limit, place);
		const recipients = view.recipients.map(({ id }) => id);
		const before = this.chat.length;
		await this.ask(senders.composer(), "composer/send", {
			handle,
			sendId: this.nextSendId(),
			text,
			recipients,
			submit: limit !== null,
			options,
		});
		return armorsIn(this.chat.slice(before));
	}

	async invite(place = placeAt("room"), limit: number | null = null): Promise<readonly string[]> {
		const { handle } = await this.composeWithin(limit, place);
		const before = this.chat.length;
		const sendId = this.nextSendId();
		const ask = { handle, sendId, line: "Let us talk in private:", submit: limit !== null };
		await this.ask(senders.composer(), "composer/invite", ask);
		return armorsIn(this.chat.slice(before));
	}

	/** Stored rows of a table: names say nothing, numbers do. */
	count(table: Table): number {
		return [...this.records.keys()].filter((key) => key.startsWith(`${table}/`)).length;
	}

	/** All stored bytes, to see that nothing was written. */
	snapshot(): string {
		return JSON.stringify([...this.records].map(([key, value]) => [key, Array.from(value)]));
	}
}

export interface OpenReader {
	readonly handle: string;
	readonly frame: number;
	readonly view: ReaderView;
	refresh(): Promise<ReaderView>;
	reveal(): Promise<ReaderView>;
	accept(): Promise<ReaderView>;
	giveUpOlder(): Promise<ReaderView>;
	useNewStart(): Promise<ReaderView>;
}

export interface OpenComposer {
	readonly handle: string;
	readonly mount: string;
	readonly view: ComposerView;
}

/** A message with nothing chosen. */
export const plain: MessageOptions = { signed: false, disappears: null };

/** Nothing else is on the page. */
export function alone(armor: readonly string[]): OnPage {
	return { order: [findArmor(armor[0] ?? "")[0]?.message ?? "00000000000"], at: 0, label: "" };
}

export const passphraseKey = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";

export function armorsIn(texts: readonly string[]): readonly string[] {
	return texts.flatMap((text) => findArmor(text).map((span) => span.text));
}
