/**
 * Ann on a chat that swaps cards: Mallory is "Ben" to Ann and "Ann" to Ben, and passes on what each of them writes. Each is shown their
 * own room of the site, as a site would that shows everybody what it likes. Only Ann is at a browser.
 */
import type { ComparisonReply } from "../../../src/messaging/channels.ts";
import { DemoChat } from "../../demo/server.ts";
import { cardOf } from "./by-hand.ts";
import type { BrowserKind, LaunchChoices } from "./driver.ts";
import { Partner, type Present, type Wall } from "./partner.ts";
import { Person } from "./person.ts";
import { room } from "./scene.ts";
import { until } from "./time.ts";

type View<Kind extends ComparisonReply["view"]["kind"]> = Extract<ComparisonReply["view"], { readonly kind: Kind }>;

export class SwappedScene {
	readonly chat: DemoChat;
	readonly ann: Person;
	readonly ben: Partner;
	/** Whom Ann takes for Ben, as a browser of theirs. */
	readonly mallory: Partner;
	/** Whom Ben takes for Ann. */
	readonly #malloryToBen: Partner;
	/** Mallory in Ann's room. */
	readonly asBen: Present;
	/** Mallory in Ben's room. */
	readonly asAnn: Present;
	/** Ben in his room. */
	readonly bensSide: Present;

	private constructor(
		chat: DemoChat,
		ann: Person,
		[ben, mallory, malloryToBen]: readonly [Partner, Partner, Partner],
		[asBen, asAnn, bensSide]: readonly [Present, Present, Present],
	) {
		this.chat = chat;
		this.ann = ann;
		this.ben = ben;
		this.mallory = mallory;
		this.#malloryToBen = malloryToBen;
		this.asBen = asBen;
		this.asAnn = asAnn;
		this.bensSide = bensSide;
	}

	/** They have accepted each other, as they think, and have said hello. */
	static async open(kind: BrowserKind, choices: LaunchChoices = {}): Promise<SwappedScene> {
		const chat = await DemoChat.start();
		let ann: Person | null = null;
		try {
			ann = await Person.ready(kind, "Ann", chat.url(room, "ann"), choices);
			const mallory = await Partner.create("Ben");
			const annsWall: Wall = {
				texts: () => chat.messages(room).map(({ text }) => text),
				post: (text) => void chat.record(room, "ben", text),
			};
			const asBen = await mallory.joins(room, annsWall, await cardOf(ann));
			const [ben, malloryToBen, asAnn, bensSide] = await bensRoom();
			const scene = new SwappedScene(chat, ann, [ben, mallory, malloryToBen], [asBen, asAnn, bensSide]);
			await ann.acceptCard();
			await scene.#passOn("Hello Ben", "Hello Ann");
			return scene;
		} catch (error) {
			await Promise.allSettled([ann?.close(), chat.close()]);
			throw error;
		}
	}

	async #passOn(toBen: string, toAnn: string): Promise<void> {
		await this.ann.say(toBen);
		await this.asBen.waitToRead(toBen);
		await this.asAnn.say(toBen);
		await this.bensSide.waitToRead(toBen);
		await this.bensSide.say(toAnn);
		await this.asAnn.waitToRead(toAnn);
		await this.asBen.say(toAnn);
		await this.ann.waitToRead(toAnn);
	}

	/** All but Ann write on, after what has locked that. */
	async goOn(): Promise<void> {
		// What the other one said of the code may not have been read.
		for (const side of [this.asBen, this.asAnn, this.bensSide]) await side.compare("view");
		for (const one of [this.ben, this.mallory, this.#malloryToBen]) {
			if ((await one.contacts())[0]?.trust === "changed") await one.goesOn();
		}
	}

	/** Ben's code in a comparison that goes on in his room: what waits for a press there is sent, by him and by Mallory. */
	async bensCode(): Promise<View<"compare">["code"]> {
		return await until("Ben's code", async () => {
			for (const side of [this.asAnn, this.bensSide]) {
				if ((await side.compare("view")).kind === "to-send") await side.compare("send");
			}
			const view = await this.bensSide.compare("view");
			return view.kind === "compare" && view.code;
		});
	}

	/** Texts that Ann has given to the site, and those it has shown her. */
	get seenOfAnn(): readonly string[] {
		return this.chat.messages(room).map(({ text }) => text);
	}

	/** A text that the site shows Ann as Ben's. */
	showAnn(text: string): void {
		this.chat.record(room, "ben", text);
	}

	async close(): Promise<void> {
		await Promise.allSettled([this.ann.close(), this.chat.close()]);
	}
}

/** Ben, Mallory under Ann's name, and what each of both does in his room: they have accepted each other. */
async function bensRoom(): Promise<readonly [Partner, Partner, Present, Present]> {
	const texts: string[] = [];
	const wall: Wall = { texts: () => texts, post: (text) => void texts.push(text) };
	const [ben, mallory] = [await Partner.create("Ben"), await Partner.create("Ann")];
	const [bensSide, asAnn] = [ben.enters("lunch", wall), mallory.enters("lunch", wall)];
	await asAnn.invite();
	await bensSide.acceptCard();
	await bensSide.invite();
	await asAnn.acceptCard();
	return [ben, mallory, asAnn, bensSide];
}
