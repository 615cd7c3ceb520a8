/** The whole conversation of `npm start` without a display, one printed line a step. */
import type { Person } from "../e2e/support/person.ts";
import type { DemoChat } from "./server.ts";

export interface Scene {
	readonly chat: DemoChat;
	readonly ann: Person;
	readonly ben: Person;
	/** Path of the picture with this name. */
	readonly picture: (name: string) => string;
}

export async function playConversation({ chat, ann, ben, picture }: Scene): Promise<void> {
	let count = 0;
	const started = Date.now();
	const step = async (what: string, act: () => Promise<unknown>): Promise<void> => {
		count += 1;
		await act();
		console.log(`${String(count).padStart(2)}. ${what}  (${((Date.now() - started) / 1000).toFixed(1)} s)`);
	};
	const photograph = async (person: Person, name: string): Promise<void> => {
		const path = picture(name);
		console.log((await person.screenshot(path)) ? `    picture: ${path}` : `    no picture: ${path}`);
	};
	const both = [ann, ben] as const;

	await step("Ann and Ben each choose a name, a passphrase and a mark", async () => {
		await Promise.all(both.map((person) => person.setUp(`velvet tractor ${person.name.length} lagoon whistle ninety`)));
	});
	await step("Both open the chat and turn Sotto on for it in the popup", async () => {
		await Promise.all([ann.openChat(chat.url("garden", "ann")), ben.openChat(chat.url("garden", "ben"))]);
		await Promise.all(both.map((person) => person.siteOn()));
	});
	await step("Ann presses the lock and invites", () => ann.invite());
	await step("Ben sees the invitation in place", () => ben.waitToRead("Ann"));
	await photograph(ben, "invitation");
	await step("Ben accepts", () => ben.acceptCard());
	await step('Ben answers, encrypted: "Gladly. Is noon good?"', () => ben.say("Gladly. Is noon good?"));
	await step("Ann shows the answer and keeps Ben as the person of this chat", () => ann.meet("Gladly. Is noon good?"));
	await step("Ann presses the lock and types a reply of two lines", async () => {
		await ann.pressLock();
		await ann.typeMessage("Noon is good.\nBring the blue folder.");
	});
	await photograph(ann, "composer");
	await step("Enter sends it, and both read it in place", async () => {
		await ann.send();
		await Promise.all(both.map((person) => person.waitToRead("Bring the blue folder.")));
	});
	await photograph(ann, "ann");
	await photograph(ben, "ben");
	await step("The same in the other room with a rich editor: invite, accept, answer, reply", async () => {
		await Promise.all([ann.openChat(chat.url("lunch", "ann", "rich")), ben.openChat(chat.url("lunch", "ben", "rich"))]);
		await ann.invite();
		await ben.acceptCard();
		await ben.say("Soup today?");
		await ann.meet("Soup today?");
		await ann.say("Soup it is.");
		await ben.waitToRead("Soup it is.");
	});
	await photograph(ben, "rich");
	await step("After a reload everything is readable again", async () => {
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		await Promise.all([ann.waitToRead("Soup today?"), ann.waitToRead("Soup it is.")]);
	});
	const seen = [...chat.messages("garden"), ...chat.messages("lunch")];
	console.log(`\nWhat the site has of it, ${seen.length} messages:`);
	for (const { author, text } of seen)
		console.log(`    ${author}: ${text.length > 90 ? `${text.slice(0, 90)} ... (${text.length} characters)` : text}`);
}
