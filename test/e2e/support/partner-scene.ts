/** One person at a browser and another one without, on one chat. Two browsers: scene.ts. */

import type { ReaderView, TrustState } from "../../../src/messaging/channels.ts";
import type { Editor } from "../../demo/model.ts";
import { DemoChat } from "../../demo/server.ts";
import { cardOf } from "./by-hand.ts";
import type { BrowserKind } from "./driver.ts";
import { Partner, type Present, type Shown, type Wall } from "./partner.ts";
import { Person } from "./person.ts";
import { room } from "./scene.ts";

export class PartnerScene {
	readonly chat: DemoChat;
	readonly ann: Person;
	readonly #partner: Partner;
	readonly #rooms = new Map<string, Present>();
	#card: readonly string[] = [];

	private constructor(chat: DemoChat, ann: Person, partner: Partner) {
		this.chat = chat;
		this.ann = ann;
		this.#partner = partner;
	}

	/** Ann on the chat, with the site on. `names`: hers, and that of the one without a browser. */
	static async open(
		kind: BrowserKind,
		names: readonly [string, string] = ["Ann", "Ben"],
		how: "ready" | "byHand" = "ready",
	): Promise<PartnerScene> {
		const chat = await DemoChat.start();
		try {
			const [ann, ben] = await Promise.all([
				Person[how](kind, names[0], chat.url(room, "ann")),
				Partner.create(names[1]),
			]);
			return new PartnerScene(chat, ann, ben);
		} catch (error) {
			await chat.close();
			throw error;
		}
	}

	/** Ann accepts Ben's invitation in the room, and has read this of him: from here on both can just write there. */
	async acquaint(said = "Hello from Ben"): Promise<void> {
		await this.introduce();
		await this.ben.say(said);
		await this.ann.waitToRead(said);
	}

	/** Ann accepts Ben's invitation in the room, and has read nothing of him. */
	async introduce(): Promise<void> {
		await this.#join(room);
		await this.ann.acceptCard();
	}

	/** Ben is there, and nobody has invited anybody. */
	enter(where = room): void {
		this.#rooms.set(where, this.#partner.enters(where, this.#wall(where)));
	}

	/** Somebody else in the room under Ben's name, with an invitation and an account of their own. */
	async anotherBen(): Promise<Present> {
		return this.another("Ben");
	}

	/** Somebody else, who knows Ann and has put an invitation on the wall. */
	async another(name: string, where = room): Promise<Present> {
		return (await Partner.create(name)).joins(where, this.#wall(where), await this.#cardOfAnn());
	}

	/** Both can just write in another room, with another editor. */
	async meetIn(other: string, editor: Editor): Promise<void> {
		await this.#join(other);
		await this.ann.openChat(this.chat.url(other, "ann", editor));
		await this.ann.acceptCard();
	}

	/** What Ben does, in the room of the test unless another one is named. */
	readonly ben = {
		safetyNumber: (): Promise<string> => this.#in(room).safetyNumber(),
		endAccount: (): Promise<void> => this.#in(room).endAccount(),
		move: (): Promise<void> => this.#in(room).move(),
		waitToTrust: (level: TrustState): Promise<void> => this.#in(room).waitToTrust(level),
		canOpen: (text: string): Promise<boolean> => this.#in(room).canOpen(text),
		say: (text: string, where = room): Promise<void> => this.#in(where).say(text),
		sayWith: (...saying: Parameters<Present["say"]>): Promise<void> => this.#in(room).say(...saying),
		invite: (limit?: number): Promise<void> => this.#in(room).invite(limit),
		acceptCard: (): Promise<void> => this.#in(room).acceptCard(),
		sealByHand: (texts: readonly string[]): Promise<readonly string[]> => this.#in(room).sealByHand(texts),
		shown: (text: string): Promise<Shown> => this.#in(room).shown(text),
		readByHand: (text: string): Promise<ReaderView> => this.#partner.readByHand(text),
		compare: (act: Parameters<Present["compare"]>[0], where = room) => this.#in(where).compare(act),
		waitToRead: (text: string, where = room): Promise<void> => this.#in(where).waitToRead(text),
	};

	async #join(where: string): Promise<void> {
		this.#rooms.set(where, await this.#partner.joins(where, this.#wall(where), await this.#cardOfAnn()));
	}

	async #cardOfAnn(): Promise<readonly string[]> {
		if (this.#card.length === 0) this.#card = await cardOf(this.ann);
		return this.#card;
	}

	#wall(where: string): Wall {
		return {
			texts: () => this.chat.messages(where).map(({ text }) => text),
			post: (text) => void this.chat.record(where, "ben", text),
		};
	}

	#in(where: string): Present {
		const found = this.#rooms.get(where);
		if (!found) throw new Error(`Ben is not in ${where}.`);
		return found;
	}

	/** The texts the site has got, in order. */
	get seen(): readonly string[] {
		return this.chat.messages(room).map(({ text }) => text);
	}

	async close(): Promise<void> {
		await Promise.allSettled([this.ann.close(), this.chat.close()]);
	}
}
