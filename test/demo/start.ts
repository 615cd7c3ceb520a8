/**
 * `npm start` after the bootstrap: the demo chat and one browser for each of two people. With a display the chat is theirs;
 * without one the conversation is played with real key presses and photographed.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { Person } from "../e2e/support/person.ts";
import { people } from "./model.ts";
import { playConversation } from "./play.ts";
import { DemoChat } from "./server.ts";

const kind: BrowserKind = process.argv.includes("--firefox") ? "firefox" : "chromium";
const hasDisplay = process.platform !== "linux" || Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
const pictures = fileURLToPath(new URL("../../screenshots", import.meta.url));

const width = 760;
const opening: Promise<Person>[] = [];
let chat: DemoChat | undefined;
let ending = false;

function open(name: string, index: number): Promise<Person> {
	const window = { x: index * width, y: 0, width, height: 900 };
	const person = Person.create(kind, name, { headful: hasDisplay, window });
	opening.push(person);
	return person;
}

/** Also ends browsers that are still starting. */
async function end(code: number): Promise<void> {
	if (ending) return;
	ending = true;
	const started = await Promise.allSettled(opening);
	await Promise.allSettled(started.map((one) => (one.status === "fulfilled" ? one.value.close() : undefined)));
	await chat?.close();
	process.exit(code);
}

for (const [signal, number] of [
	["SIGINT", 2],
	["SIGTERM", 15],
	["SIGHUP", 1],
] as const) {
	process.on(signal, () => {
		if (!ending) console.log("\nClosing the browsers and the chat ...");
		void end(128 + number);
	});
}

async function leaveToPeople(demo: DemoChat, persons: readonly Person[]): Promise<void> {
	const named = persons.map(
		(person) => [person, Object.keys(people).find((as) => people[as] === person.name) ?? ""] as const,
	);
	for (const [person, as] of named) {
		await person.openChat(demo.url("garden", as));
		const welcome = await person.pageAt("/welcome.html");
		await welcome.bringToFront();
	}
	console.log(`
Two windows are open, one for ${persons.map((person) => person.name).join(" and one for ")}. In each:
  1. Fill in the welcome page.
  2. Go to the chat's tab, press the Sotto button in the toolbar, turn the site on and reload the tab.
Then, as ${persons[0]?.name}: press the lock by the message box and invite. As ${persons[1]?.name}: accept, and answer.
The chat itself: ${demo.origin}

Ctrl+C closes everything.`);
	const gone = persons.map(
		(person) => new Promise<void>((resolve) => person.driver.browser.once("disconnected", () => resolve())),
	);
	await Promise.all(gone);
}

try {
	chat = await DemoChat.start();
	console.log(`The demo chat is at ${chat.origin}`);
	const persons = await Promise.all(Object.values(people).map(open));
	const [ann, ben] = persons;
	if (!ann || !ben) throw new Error("The demo chat needs two people.");
	if (hasDisplay) await leaveToPeople(chat, persons);
	else await playConversation({ chat, ann, ben, picture: (name) => join(pictures, `start-${kind}-${name}.png`) });
	await end(0);
} catch (error) {
	if (!ending) console.error(error);
	await end(1);
}
