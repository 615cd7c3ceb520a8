/** Two people on one chat, and how they come to know each other there. */
import { DemoChat } from "../../demo/server.ts";
import type { BrowserKind, LaunchChoices } from "./driver.ts";
import { Person } from "./person.ts";

export const room = "garden";

export class Scene {
	readonly chat: DemoChat;
	readonly ann: Person;
	readonly ben: Person;

	private constructor(chat: DemoChat, ann: Person, ben: Person) {
		this.chat = chat;
		this.ann = ann;
		this.ben = ben;
	}

	/** Both set up, on the chat, with the site on. */
	static async open(
		kind: BrowserKind,
		names: readonly [string, string] = ["Ann", "Ben"],
		how: "ready" | "byHand" = "ready",
		choices: { readonly second?: LaunchChoices } = {},
	): Promise<Scene> {
		const chat = await DemoChat.start();
		const [ann, ben] = await Promise.allSettled([
			Person[how](kind, names[0], chat.url(room, "ann")),
			Person[how](kind, names[1], chat.url(room, "ben"), choices.second),
		]);
		if (ann.status === "fulfilled" && ben.status === "fulfilled") return new Scene(chat, ann.value, ben.value);
		for (const one of [ann, ben]) if (one.status === "fulfilled") await one.value.close();
		await chat.close();
		throw ann.status === "rejected" ? ann.reason : (ben as PromiseRejectedResult).reason;
	}

	/** Invite, accept, answer, keep: from here on both can just write. */
	async acquaint(answer = "Hello from Ben"): Promise<void> {
		await this.ann.invite();
		await this.ben.acceptCard();
		await this.ben.say(answer);
		await this.ann.meet(answer);
	}

	/** The texts the site has got, in order. */
	get seen(): readonly string[] {
		return this.chat.messages(room).map(({ text }) => text);
	}

	async close(): Promise<void> {
		await Promise.allSettled([this.ann.close(), this.ben.close(), this.chat.close()]);
	}
}
