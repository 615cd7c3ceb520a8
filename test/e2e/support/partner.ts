/**
 * Somebody in a chat without a browser: the real background in memory, at places of its own. For tests that look at one browser, where
 * the other side only writes and reads.
 */
import type {
	Ask,
	ComparisonReply,
	MessageOptions,
	ReaderView,
	Reply,
	TrustState,
} from "../../../src/messaging/channels.ts";
import { type ArmorKind, type ArmorSpan, armorKind, findArmor } from "../../../src/protocol/index.ts";
import { compareIn } from "../../support/comparing.ts";
import { armorsIn, Person as InMemory, passphraseKey, placeAt, plain, senders } from "../../support/person.ts";
import { until } from "./time.ts";

/** What both see of each other. */
export interface Wall {
	readonly texts: () => readonly string[];
	readonly post: (text: string) => void;
}

/** A message as its reader shows it. */
export type Shown = Extract<ReaderView, { readonly kind: "message" }>;

interface Saying extends Partial<MessageOptions> {
	/** Characters that a box takes, where it says so. */
	readonly limit?: number;
}

/** A partner in one room. */
export interface Present {
	readonly say: (text: string, saying?: Saying) => Promise<void>;
	/** Puts an invitation on the wall. `limit`: characters that a box takes, where it says so. */
	readonly invite: (limit?: number) => Promise<void>;
	/** Until somebody else's invitation is on the wall, which is accepted. */
	readonly acceptCard: () => Promise<void>;
	/** Texts sealed for everybody they know, and for no room: the armor of each. */
	readonly sealByHand: (texts: readonly string[]) => Promise<readonly string[]>;
	/** Until this message opens by itself: what is shown with it. */
	readonly shown: (text: string) => Promise<Shown>;
	/** A proof of a signed message that they have read. */
	readonly proofOf: (text: string) => Promise<string>;
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

	/** What pasted text comes to. */
	readByHand(text: string): Promise<ReaderView> {
		return this.#now().ask(senders.popup(), "popup/read-by-hand", { text });
	}

	/** A contact code of theirs: for anybody, unless it is meant for one they know. */
	code(meant: string | null = null): Promise<Reply<"codes/show">> {
		return this.#now().ask(codesPage, "codes/show", { meant, way: meant === null ? "link" : "screen" });
	}

	contacts(): Promise<Reply<"popup/contacts">> {
		return this.#now().ask(senders.popup(), "popup/contacts", null);
	}

	/** Says of the one person they know that the safety number is another one. */
	numberDiffers(): Promise<void> {
		return this.#answer("differs");
	}

	/** Writes to the one person they know all the same, after what has locked that. */
	goesOn(): Promise<void> {
		return this.#answer("downgrade");
	}

	async #answer(answer: Ask<"popup/answer-trust">["answer"]): Promise<void> {
		const [contact] = await this.contacts();
		await this.#now().ask(senders.popup(), "popup/answer-trust", { contact: contact?.id ?? "", answer });
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
		await (await this.#now().read(card, placeAt(room))).accept();
		const present = this.enters(room, wall);
		await present.invite();
		return present;
	}

	/** Comes to `room`, where nobody knows them yet. */
	enters(room: string, wall: Wall): Present {
		const place = placeAt(room);
		const read = new Map<string, { readonly parts: readonly string[]; readonly view: ReaderView }>();
		const readAll = async () => {
			for (const [id, parts] of wholeMessages(wall.texts())) {
				if (!read.has(id)) read.set(id, { parts, view: (await this.#now().read(parts, place)).view });
			}
		};
		const waitToRead = async (text: string) =>
			await until(`${this.name} to read "${text}"`, async () => {
				await readAll();
				for (const { parts, view } of read.values()) {
					if (view.kind === "message" && view.text.includes(text)) return { parts, view };
				}
				return null;
			});
		return {
			say: async (text, { limit, ...options } = {}) => {
				const armor = await this.#now().say(text, place, { ...plain, ...options }, limit);
				for (const part of armor) wall.post(part);
			},
			invite: async (limit) => {
				for (const armor of await this.#now().invite(place, limit)) wall.post(armor);
			},
			acceptCard: async () => {
				await until(`${this.name} to find an invitation`, async () => {
					for (const parts of wholeMessages(wall.texts(), armorKind.card).values()) {
						const card = await this.#now().read(parts, place);
						if (card.view.kind !== "card" || card.view.mine) continue;
						await card.accept();
						return true;
					}
					return false;
				});
			},
			sealByHand: async (texts) => {
				const people = await this.#now().ask(senders.popup(), "popup/contacts", null);
				const recipients = people.map(({ id }) => id);
				const sealed: string[] = [];
				for (const text of texts) {
					const ask = { sendId: this.#self.nextSendId(), text, recipients, options: plain };
					const { armor } = await this.#now().ask(senders.popup(), "popup/write-by-hand", ask);
					sealed.push(armor.join("\n"));
				}
				return sealed;
			},
			shown: async (text) => {
				const { parts } = await waitToRead(text);
				const { view } = await this.#now().read(parts, place);
				if (view.kind !== "message") throw new Error(`"${text}" is ${view.kind} now.`);
				return view;
			},
			proofOf: async (text) => {
				const { parts } = await waitToRead(text);
				const ask = { text: parts.join("\n") };
				return (await this.#now().ask(senders.popup(), "popup/export-proof-by-hand", ask)).armor.join("\n");
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
			waitToRead: async (text) => void (await waitToRead(text)),
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

/** Armor of each message, or card, of which all parts are there, by its id. */
function wholeMessages(
	texts: readonly string[],
	kind: ArmorKind = armorKind.envelope,
): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, Map<number, ArmorSpan>>();
	for (const span of texts.flatMap((text) => findArmor(text))) {
		if (span.state !== "whole" || span.kind !== kind) continue;
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
