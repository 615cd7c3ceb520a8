/**
 * Two people on a chat that swaps their cards: Mallory is "Ben" to Ann and "Ann" to Ben, and passes on what each of them writes. Each is
 * shown their own room of the site, as a site would that shows everybody what it likes.
 */
import { DemoChat } from "../../demo/server.ts";
import { cardOf } from "./by-hand.ts";
import type { BrowserKind, LaunchChoices } from "./driver.ts";
import { Partner, type Present } from "./partner.ts";
import { Person } from "./person.ts";

const rooms = { ann: "garden", ben: "lunch" } as const;

export class SwappedScene {
	readonly chat: DemoChat;
	readonly ann: Person;
	readonly ben: Person;
	/** Whom Ann takes for Ben, as a browser of theirs. */
	readonly mallory: Partner;
	readonly #asBen: Present;
	readonly #asAnn: Present;

	private constructor(
		chat: DemoChat,
		[ann, ben]: readonly [Person, Person],
		mallory: Partner,
		[asBen, asAnn]: readonly [Present, Present],
	) {
		this.chat = chat;
		this.ann = ann;
		this.ben = ben;
		this.mallory = mallory;
		this.#asBen = asBen;
		this.#asAnn = asAnn;
	}

	/** They have accepted each other, as they think, and have said hello. */
	static async open(kind: BrowserKind, choicesOfAnn: LaunchChoices = {}): Promise<SwappedScene> {
		const chat = await DemoChat.start();
		const open: Person[] = [];
		try {
			const ready = async (name: string, as: "ann" | "ben", choices?: LaunchChoices) => {
				const person = await Person.ready(kind, name, chat.url(rooms[as], as), choices);
				open.push(person);
				return person;
			};
			const [ann, ben] = await Promise.all([ready("Ann", "ann", choicesOfAnn), ready("Ben", "ben")]);
			const stands = async (mallory: Partner, before: Person, as: "ann" | "ben") =>
				mallory.joins(
					rooms[as],
					{
						texts: () => chat.messages(rooms[as]).map(({ text }) => text),
						post: (text) => void chat.record(rooms[as], as === "ann" ? "ben" : "ann", text),
					},
					await cardOf(before),
				);
			const [benToAnn, annToBen] = [await Partner.create("Ben"), await Partner.create("Ann")];
			const swapped = [await stands(benToAnn, ann, "ann"), await stands(annToBen, ben, "ben")] as const;
			const scene = new SwappedScene(chat, [ann, ben], benToAnn, swapped);
			await Promise.all([ann.acceptCard(), ben.acceptCard()]);
			await scene.#passOn("Hello Ben", "Hello Ann");
			return scene;
		} catch (error) {
			await Promise.allSettled([...open.map((one) => one.close()), chat.close()]);
			throw error;
		}
	}

	async #passOn(toBen: string, toAnn: string): Promise<void> {
		await this.ann.say(toBen);
		await this.#asBen.waitToRead(toBen);
		await this.#asAnn.say(toBen);
		await this.ben.waitToRead(toBen);
		await this.ben.say(toAnn);
		await this.#asAnn.waitToRead(toAnn);
		await this.#asBen.say(toAnn);
		await this.ann.waitToRead(toAnn);
	}

	/** Texts that Ann has given to the site, and those it has shown her. */
	get seenOfAnn(): readonly string[] {
		return this.chat.messages(rooms.ann).map(({ text }) => text);
	}

	/** A text that the site shows Ann as Ben's. */
	showAnn(text: string): void {
		this.chat.record(rooms.ann, "ben", text);
	}

	async close(): Promise<void> {
		await Promise.allSettled([this.ann.close(), this.ben.close(), this.chat.close()]);
	}
}
