/**
 * Somebody in a chat without a browser: the real background in memory, at places of its own. For tests that look at one browser, where
 * the other side only writes and reads.
 */
import type { Ask, ComparisonReply, Reply, TrustState } from "../../../src/messaging/channels.ts";
import { type ArmorSpan, armorKind, findArmor } from "../../../src/protocol/index.ts";
import { compareIn } from "../../support/comparing.ts";
import { armorsIn, Person as InMemory, passphraseKey, placeAt, senders } from "../../support/person.ts";
import { until } from "./time.ts";

/** What both see of each other. */
export interface Wall {
	readonly texts: () => readonly string[];
	readonly post: (text: string) => void;
}

/** A partner in one room. */
export interface Present {
	readonly say: (text: string) => Promise<void>;
	/** Until a message opens by itself for this person and is, or holds, `text`. */
	readonly waitToRead: (text: string) => Promise<void>;
	/** Whether this message, wherever it was posted, is sealed to a key of theirs. */
	readonly canOpen: (text: string) => Promise<boolean>;
	/** The safety number with the one person they know, as they read it out. */
	readonly safetyNumber: () => Promise<string>;
	/** Ends their account, for everybody in the room to see. */
	readonly endAccount: () => Promise<void>;
	/** Comparing a code with the only contact; what follows from it is posted. Everything on the wall was read before. */
	readonly compare: (act: Ask<"popup/compare">["act"]) => Promise<ComparisonReply["view"]>;
	/** To a new account, with the word of it for everybody in the room to see. */
	readonly move: () => Promise<void>;
	/** How far they trust the one person they know, once they have seen all statements in the room. */
	readonly waitToTrust: (level: TrustState) => Promise<void>;
}

const codesPage = senders.page("codes", 0, 5);

export class Partner {
	readonly name: string;
	readonly #self: InMemory;
	/** Their recovery kit, which they have kept. */
	#kit = "";

	private constructor(name: string) {
		this.name = name;
		this.#self = new InMemory(name);
	}

	static async create(name: string): Promise<Partner> {
		const partner = new Partner(name);
		await partner.#now().setUp();
		await partner.#keep((await partner.#now().ask(senders.popup(), "popup/make-kit", null)).code);
		return partner;
	}

	async #keep(code: string): Promise<void> {
		this.#kit = code;
		await this.#now().ask(senders.popup(), "popup/kit-kept", null);
	}

	#now(): InMemory {
		this.#self.now = Date.now();
		return this.#self;
	}

	/** A contact code of theirs for anybody. */
	code(): Promise<Reply<"codes/show">> {
		return this.#now().ask(codesPage, "codes/show", { meant: null, way: "link" });
	}

	/** Says that this code is on the device of somebody beside them; gives what they answer, to be carried by hand. */
	async takesCode(qr: string): Promise<string> {
		const take = { code: { qr }, meant: null, say: "sure", another: [] } as const;
		const reply = await this.#now().ask(codesPage, "codes/take", take);
		if (reply.kind !== "verified") throw new Error(`The code came to ${reply.kind}.`);
		const answer = { sendId: this.#self.nextSendId(), contact: reply.contact.id };
		return (await this.#now().ask(codesPage, "codes/answer", answer)).armor.join("\n");
	}

	/** Takes the person of this card for one of `room`, and puts an invitation of one's own on the wall. */
	async joins(room: string, wall: Wall, card: readonly string[]): Promise<Present> {
		const place = placeAt(room);
		await (await this.#now().read(card, place)).accept();
		for (const armor of await this.#now().invite(place)) wall.post(armor);
		const read = new Map<string, string>();
		const readAll = async () => {
			for (const [id, parts] of wholeMessages(wall.texts())) {
				if (read.has(id)) continue;
				const { view } = await this.#now().read(parts, place);
				read.set(id, view.kind === "message" ? view.text : "");
			}
		};
		return {
			say: async (text) => {
				for (const armor of await this.#now().say(text, place)) wall.post(armor);
			},
			canOpen: async (text) => {
				const views = await Promise.all(
					[...wholeMessages([text]).values()].map(async (parts) => (await this.#now().read(parts, place)).reveal()),
				);
				return views.length > 0 && views.every(({ kind }) => kind === "message");
			},
			safetyNumber: async () => {
				const [contact] = await this.#now().ask(senders.popup(), "popup/contacts", null);
				const ask = { contact: contact?.id ?? "" };
				return (await this.#now().ask(senders.popup(), "popup/safety-number", ask)).digits;
			},
			endAccount: async () => wall.post((await this.#now().ask(senders.popup(), "popup/revocation", null)).armor),
			move: async () => {
				const ask = { passphraseKey, kit: this.#kit };
				await this.#keep((await this.#now().ask(senders.popup(), "popup/new-account", ask)).code);
				const news = { sendId: this.#self.nextSendId() };
				for (const armor of (await this.#now().ask(senders.popup(), "popup/account-news", news)).armor)
					wall.post(armor);
			},
			waitToTrust: async (level) => {
				await until(`${this.name}'s trust to be ${level}`, async () => {
					for (const span of wall.texts().flatMap((text) => findArmor(text))) {
						if (span.state === "whole" && span.kind === armorKind.notice) await this.#now().read([span.text], place);
					}
					const [contact] = await this.#now().ask(senders.popup(), "popup/contacts", null);
					return contact?.trust === level;
				});
			},
			waitToRead: async (text) => {
				await until(`${this.name} to read "${text}"`, async () => {
					await readAll();
					return [...read.values()].some((one) => one.includes(text));
				});
			},
			compare: async (act) => {
				await readAll();
				const self = this.#now();
				self.page = { place, hasBox: true, armor: [] };
				const before = self.chat.length;
				const [{ id: contact } = { id: "" }] = await self.ask(senders.popup(), "popup/contacts", null);
				const { view } = await compareIn(self, contact, act);
				for (const armor of armorsIn(self.chat.slice(before))) wall.post(armor);
				return view;
			},
		};
	}
}

/** Armor of each message of which all parts are there, by its id. */
function wholeMessages(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, Map<number, ArmorSpan>>();
	for (const span of texts.flatMap((text) => findArmor(text))) {
		if (span.state !== "whole" || span.kind !== armorKind.envelope) continue;
		const id = `${span.message} ${span.count}`;
		found.set(id, (found.get(id) ?? new Map<number, ArmorSpan>()).set(span.part, span));
	}
	const whole = new Map<string, readonly string[]>();
	for (const [id, parts] of found) {
		const spans = [...parts.values()];
		if (spans.length === spans[0]?.count)
			whole.set(
				id,
				spans.map(({ text }) => text),
			);
	}
	return whole;
}
