// @vitest-environment happy-dom
/** An editor that draws its text itself: the element that takes its keys is empty whatever the editor holds. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type DeliverPorts, deliver } from "../../src/content/insert/deliver.ts";
import { oneArmor } from "./fake-armor.ts";

const place = { url: "https://chat.example/garden", title: "Garden", header: "Ben" };

let armor: string;
let field: HTMLTextAreaElement;
/** What the editor holds, whether all of it is selected, and what was sent. */
let held: string;
let all: boolean;
let sent: string[];
/** Whether Enter sends. */
let sends: boolean;
let copies: number;
let copiesAfterTaken: number | null;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
	document.execCommand = () => false;
	armor = oneArmor();
	[held, all, sent, sends, copies, copiesAfterTaken] = ["", false, [], true, 0, null];
	document.body.innerHTML =
		"<div><div class=monaco-editor><textarea></textarea></div><button type=button>Send</button></div>";
	field = document.querySelector("textarea") as HTMLTextAreaElement;
	field.addEventListener("keydown", (event) => {
		if (event.key === "a" && event.ctrlKey) {
			all = true;
			event.preventDefault();
		}
		if (event.key === "Enter" && sends) {
			sent.push(held);
			held = "";
			event.preventDefault();
		}
	});
	field.addEventListener("paste", (event) => {
		held = (all ? "" : held) + (event.clipboardData?.getData("text/plain") ?? "");
		all = false;
		event.preventDefault();
	});
	field.addEventListener("copy", (event) => {
		copies++;
		event.clipboardData?.setData("text/plain", all ? held : "");
		event.preventDefault();
	});
});
afterEach(() => {
	vi.useRealTimers();
	document.body.replaceChildren();
});

const ports: DeliverPorts = {
	find: () => field,
	place: () => place,
	limit: null,
	allow: (run) => run(),
	seenAt: (text) => (sent.includes(text) ? performance.now() : 0),
	begun: () => null,
	borrowFocus: async () => undefined,
	giveFocusBack: () => {
		copiesAfterTaken = -copies;
	},
};

async function run() {
	let verdict: Awaited<ReturnType<typeof deliver>> | null = null;
	void deliver({ parts: [armor], submit: true, place, paceMs: 0 }, ports).then((end) => {
		verdict = end;
	});
	while (verdict === null) await vi.advanceTimersByTimeAsync(10);
	return verdict;
}

test("is asked whether the text has gone: a button that does nothing is followed by Enter, and then left alone", async () => {
	expect(await run()).toEqual({ outcome: "sent" });
	expect(sent).toEqual([armor]);
	// To ask selects in it, and takes the focus from the composer.
	expect(copiesAfterTaken! + copies).toBe(0);
});

test("keeps what nothing sends, and is not taken for emptied", async () => {
	sends = false;
	expect(await run()).toEqual({ outcome: "inserted" });
	expect([held, sent, copiesAfterTaken]).toEqual([armor, [], null]);
	sends = true;
	expect(await run()).toEqual({ outcome: "sent" });
	expect(sent).toEqual([armor]);
});

test("keeps the words that somebody wrote into it", async () => {
	held = "my own words";
	expect(await run()).toEqual({ outcome: "refused", reason: "box-not-empty" });
	expect([held, sent]).toEqual(["my own words", []]);
});
