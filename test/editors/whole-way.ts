/** The whole way through the product: lock, real keys in the composer, Enter, the site's editor, the server, and back as a reader. */
import { ourFrames, textOf } from "../e2e/support/frames.ts";
import { press } from "../e2e/support/keys.ts";
import { clickLock } from "../e2e/support/lock-button.ts";
import type { Person } from "../e2e/support/person.ts";
import { click, has } from "../e2e/support/surface.ts";
import { until } from "../e2e/support/time.ts";
import { word } from "../e2e/support/words.ts";
import { modelOf, openEditor, type Result } from "./attempt.ts";
import { type EditorCase, nameOf } from "./catalog.ts";
import type { EditorServer } from "./server.ts";

/** What the composer says when it does not send, and what that is called in the product. */
const refusals = {
	refusedBoxGone: "box-gone",
	refusedBoxNotEmpty: "box-not-empty",
	refusedNotExact: "not-exact",
	refusedTooLong: "too-long",
	refusedPlaceChanged: "place-changed",
	refusedNoSend: "no-send",
	refusedNotSeen: "not-seen",
	refusedBusy: "busy",
	noticeInserted: "waits for the site's button",
} as const;

export interface WholeWay {
	readonly result: Result;
	/** The lock, or "use this box" in the popup. */
	readonly by: "lock" | "use this box";
}

/** Two people who know each other in the room, on a plain textarea; from there on only the first one is needed. */
export async function acquaint(server: EditorServer, plain: EditorCase, ann: Person, ben: Person): Promise<void> {
	server.show(plain);
	await Promise.all([ann.openChat(server.url("ann")), ben.openChat(server.url("ben"))]);
	await ann.invite();
	await ben.acceptCard();
	await ben.say("Hello from Ben");
	await ann.meet("Hello from Ben");
}

/** In a frame the lock is out of a test's reach, and where the product is not sure it offers none: there the popup opens the composer. */
async function openComposer(ann: Person): Promise<WholeWay["by"]> {
	const locked = await until("the lock", () => clickLock(ann.chat), 3000).catch(() => false);
	if (locked) return "lock";
	await ann.chat.evaluate("editorUnderTest.focus()");
	const popup = await ann.driver.openPopup(ann.chat);
	await click(popup, "useLastBox");
	await ann.chat.bringToFront();
	return "use this box";
}

/** Until the composer says how it ended. */
async function outcomeOf(ann: Person): Promise<string> {
	return await until(
		"the composer's verdict",
		async () => {
			const [frame] = await ourFrames(ann.chat, "composer");
			if (frame === undefined) return "sent";
			for (const yes of ["confirmYes", "autoSendYes"]) if (await has(frame, yes)) await click(frame, yes, 2000);
			const says = await textOf(frame);
			for (const [key, name] of Object.entries(refusals)) {
				if (!says.includes(word(key))) continue;
				if (key === "noticeInserted" || (await has(frame, "copy"))) return name;
				return `${name}, and no copy`;
			}
			return says.includes(word("noticeSent")) ? "sent" : "";
		},
		30_000,
	);
}

export async function wholeWay(server: EditorServer, ann: Person, of: EditorCase): Promise<WholeWay> {
	const text = `Noon at the pond, ${nameOf(of)}`;
	const spot = { browser: ann.kind, page: ann.chat, server };
	const failed = (kind: "wrong" | "refused", why: string): WholeWay => ({ result: { kind, why, ms: 0 }, by: "lock" });
	const stands = await openEditor(spot, of).then(
		() => true,
		() => false,
	);
	if (!stands) return failed("wrong", "the editor does not start");
	const before = server.messages.length;
	const by = await openComposer(ann).catch(() => null);
	const composer = by === null ? null : await ann.composer().catch(() => null);
	if (by === null || composer === null) return failed("refused", "no composer");
	await ann.typeMessage(text);
	const began = performance.now();
	await press(ann.chat, "Enter");
	const outcome = await outcomeOf(ann);
	const ms = performance.now() - began;
	await press(ann.chat, "Escape");
	const arrived = server.messages.slice(before);
	const wrong = (why: string): WholeWay => ({ result: { kind: "wrong", why, ms }, by });
	if (arrived.some((message) => message.text.includes("pond"))) return wrong("clear text was sent");
	if (outcome !== "sent") {
		if (arrived.length > 0 && outcome !== "not-seen") return wrong(`sent, and said "${outcome}"`);
		return outcome.includes("no copy") ? wrong(outcome) : { result: { kind: "refused", why: outcome, ms }, by };
	}
	if (arrived.length !== 1) return wrong(`${arrived.length} messages arrived`);
	if ((await modelOf(ann.chat)) !== "") return wrong("something stayed in the editor");
	await ann.waitToRead(text);
	return { result: { kind: "exact", ms }, by };
}
