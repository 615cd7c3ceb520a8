import { describe, expect, it } from "vitest";
import type { MessageOptions, Retention } from "../../src/messaging/channels.ts";
import {
	type ComposerEvent,
	type ComposerState,
	composerReducer,
	fieldText,
	initialComposer,
	maySend,
} from "../../src/ui/composer/composer-state.ts";
import { ben, carol, composerView, contact } from "./support/people.ts";

const first = "1".repeat(32);
const second = "2".repeat(32);

const plain: MessageOptions = { signed: false, disappears: null };

function play(state: ComposerState, ...events: ComposerEvent[]): ComposerState {
	return events.reduce(composerReducer, state);
}
function opened(change = {}, surface: ComposerState["surface"] = "frame"): ComposerState {
	return play(initialComposer(surface), { type: "opened", handle: "h", view: composerView(change) });
}
const typed = (text: string): ComposerEvent => ({ type: "typed", text });
const encrypted = (sendId: string, ...parts: string[]): ComposerEvent => ({ type: "sealed", sendId, parts });
const send = (freshId = first): ComposerEvent => ({ type: "send", freshId });

describe("sending", () => {
	it("asks for nothing when the people are confirmed and the site may be sent on", () => {
		const state = play(opened(), typed("Hello"), send());
		expect(state.job).toEqual({
			kind: "send",
			sendId: first,
			text: "Hello",
			recipients: ["ben"],
			submit: true,
			options: plain,
		});
		expect(state.step).toBe("working");
	});

	it("does nothing with no text or no people", () => {
		expect(play(opened(), typed("  \n"), send()).job).toBeNull();
		const nobody = play(opened({ recipients: [] }), { type: "back" }, typed("Hello"), send());
		expect(nobody).toMatchObject({ step: "choose", draft: "Hello", job: null });
		expect(play(opened(), send()).job).toBeNull();
	});

	it("only inserts where the user said so", () => {
		expect(play(opened({ autoSend: "no" }), typed("Hello"), send()).job).toMatchObject({ kind: "send", submit: false });
	});

	it("keeps what is written while a text is on its way: the next message, or the rest of this one", () => {
		const sending = play(opened(), typed("Hello"), send());
		expect(fieldText(sending)).toBe("");
		const ahead = play(sending, typed("and more"));
		expect([fieldText(ahead), ahead.job]).toEqual(["and more", sending.job]);
		const sent = play(ahead, { type: "replied", reply: { outcome: "sent" } });
		expect([fieldText(sent), sent.next]).toEqual(["and more", ""]);
		const failed = play(ahead, { type: "failed", code: "internal" });
		expect(fieldText(failed)).toBe("Hello\nand more");
		const moved = play(ahead, { type: "aborted", why: "place-changed" });
		expect(fieldText(moved)).toBe("Hello\nand more");
	});

	it("does not sign a next message unasked that was joined to one that could not be sent", () => {
		const options = { signed: true, disappears: null };
		const sending = play(opened(), typed("Hello"), { type: "options", options }, send());
		const failed: ComposerEvent = { type: "failed", code: "internal" };
		expect(play(sending, failed).options.signed).toBe(true);
		expect(play(sending, typed("and more"), failed)).toMatchObject({ draft: "Hello\nand more", options: plain });
	});

	it("speaks of letters that were missed only where some can be typed", () => {
		const locked = play(opened(), { type: "vault", vault: "locked" }, { type: "keys-swallowed" });
		expect(locked.notice).toBeNull();
	});

	it("says at the end that letters were missed on the way", () => {
		const state = play(
			opened(),
			typed("Hello"),
			send(),
			{ type: "keys-swallowed" },
			{ type: "replied", reply: { outcome: "sent" } },
		);
		expect(state.notice).toEqual({ kind: "letters-missed" });
	});

	it("remembers a theft on the way", () => {
		const state = play(
			opened(),
			typed("Hello"),
			send(),
			{ type: "focus-stolen" },
			{ type: "replied", reply: { outcome: "sent" } },
		);
		expect(state.stolen).toBe(true);
	});

	it("takes no text while it asks, and starts nothing twice", () => {
		const confirming = play(opened({ confirmed: false }), typed("Hello"), send(), { type: "people-confirmed" });
		expect(play(confirming, typed("Hello again"))).toBe(confirming);
		const working = play(opened(), typed("Hello"), send());
		expect(play(working, send(second))).toBe(working);
		expect(play(working, { type: "escape" })).toBe(working);
	});

	it("stays open once it is sent, so that the next letter does not reach the site's box", () => {
		const state = play(opened(), typed("Hello"), send(), { type: "replied", reply: { outcome: "sent" } });
		expect(state).toMatchObject({ draft: "", attempt: null, job: null, step: "write", notice: { kind: "sent" } });
		expect(play(state, typed("Next"), send(second)).job).toMatchObject({ kind: "send", text: "Next", sendId: second });
		expect(play(state, { type: "escape" }).job).toEqual({ kind: "close", focusBox: true });
	});

	it("stays open after inserting, until done", () => {
		const state = play(opened(), typed("Hello"), send(), { type: "replied", reply: { outcome: "inserted" } });
		expect(state).toMatchObject({ draft: "", notice: { kind: "inserted" }, job: null });
		expect(play(state, { type: "done" }).job).toEqual({ kind: "close", focusBox: true });
	});
});

describe("failure", () => {
	const refused: ComposerEvent = { type: "replied", reply: { outcome: "refused", reason: "not-exact", copy: "ARMOR" } };

	it("keeps the text and offers the copy", () => {
		const state = play(opened(), typed("Hello"), send(), refused);
		expect(state).toMatchObject({
			draft: "Hello",
			step: "write",
			job: null,
			notice: { kind: "refused", reason: "not-exact", copy: "ARMOR" },
		});
	});

	it("retries under the same sendId until the text changes", () => {
		const failed = play(opened(), typed("Hello"), send(), { type: "failed", code: "internal" });
		expect(failed.draft).toBe("Hello");
		expect(play(failed, send(second)).job).toMatchObject({ sendId: first });
		expect(play(failed, typed("Hello there"), send(second)).job).toMatchObject({ sendId: second });
	});

	it("takes a new sendId when an invitation follows a message, or a message an invitation", () => {
		const message = play(opened(), typed("Hello"), send(), refused);
		expect(play(message, { type: "invite", freshId: second }).job).toMatchObject({ kind: "invite", sendId: second });
		const invited = play(opened({ taken: "Hello" }), { type: "invite", freshId: first }, refused);
		expect(play(invited, send(second)).job).toMatchObject({ kind: "send", sendId: second });
		expect(play(invited, { type: "invite", freshId: second }).job).toMatchObject({ kind: "invite", sendId: first });
	});

	it("takes a new sendId when the people change", () => {
		const failed = play(opened(), typed("Hello"), send(), refused, { type: "picked", contact: "carol", on: true });
		expect(failed.attempt).toBeNull();
	});
});

describe("people", () => {
	it("are confirmed once before the first message to them", () => {
		const asked = play(opened({ confirmed: false }), typed("Hello"), send());
		expect(asked).toMatchObject({ step: "confirm", job: null });
		const confirming = play(asked, { type: "people-confirmed" });
		expect(confirming.job).toEqual({ kind: "confirm", recipients: ["ben"] });
		const saved = play(confirming, { type: "people-saved", view: composerView() });
		expect(saved.job).toMatchObject({ kind: "send", recipients: ["ben"], sendId: first });
	});

	it("need a new yes after any change", () => {
		const changed = play(opened(), { type: "picked", contact: "carol", on: true }, typed("Hello"), send());
		expect(changed.step).toBe("confirm");
		const back = play(
			opened(),
			{ type: "picked", contact: "carol", on: true },
			{ type: "picked", contact: "carol", on: false },
		);
		expect(play(back, typed("Hello"), send()).job).toMatchObject({ kind: "send" });
	});

	it("go back to the text if something is typed instead of an answer", () => {
		const asked = play(opened({ confirmed: false }), typed("Hello"), send(), typed("Hello Ben"));
		expect(asked.step).toBe("write");
		expect(play(asked, { type: "people-confirmed" }).job).toBeNull();
	});

	it("who vanished are not kept", () => {
		const picked = play(opened(), { type: "picked", contact: "carol", on: true });
		expect(play(picked, { type: "refreshed", view: composerView({ contacts: [ben] }) }).chosen).toEqual(["ben"]);
	});

	it("follow the conversation as long as the user has not touched them", () => {
		const both = composerView({ recipients: [ben, carol] });
		expect(play(opened(), { type: "refreshed", view: both }).chosen).toEqual(["ben", "carol"]);
		expect(
			play(opened(), { type: "picked", contact: "ben", on: false }, { type: "refreshed", view: both }).chosen,
		).toEqual([]);
	});

	it("who joined while one wrote get nothing before a yes, confirmed or not", () => {
		const both = composerView({ recipients: [ben, carol] });
		const joined = play(opened(), typed("Hello"), { type: "refreshed", view: both }, send());
		expect(joined).toMatchObject({ step: "confirm", job: null, chosen: ["ben", "carol"] });
		const yes = play(joined, { type: "people-confirmed" }, { type: "people-saved", view: both });
		expect(yes.job).toMatchObject({ kind: "send", recipients: ["ben", "carol"] });
		const left = play(opened({ recipients: [ben, carol] }), { type: "refreshed", view: composerView() }, typed("Hi"));
		expect(play(left, send()).job).toMatchObject({ kind: "send", recipients: ["ben"] });
	});

	it("are chosen first in a conversation that has none", () => {
		expect(opened({ recipients: [], contacts: [contact("Dana")] }).step).toBe("choose");
		expect(opened({ recipients: [], contacts: [] }).step).toBe("write");
		expect(opened({ recipients: [], taken: "Hi" }).step).toBe("write");
	});
});

describe("pressing send for the user", () => {
	it("is asked once a site, and the answer carries on", () => {
		const asked = play(opened({ autoSend: "ask" }), typed("Hello"), send());
		expect(asked).toMatchObject({ step: "ask-auto-send", job: null });
		const answered = play(asked, { type: "auto-send", value: "no" });
		expect(answered.job).toEqual({ kind: "set-auto-send", value: "no" });
		expect(play(answered, { type: "auto-send-saved", value: "no" }).job).toMatchObject({ kind: "send", submit: false });
		expect(play(asked, { type: "escape" })).toMatchObject({ step: "write", draft: "Hello", job: null });
	});
});

describe("inviting", () => {
	it("needs no people, keeps the text, and closes once sent", () => {
		const nobody = opened({ recipients: [], contacts: [] });
		const inviting = play(nobody, { type: "invite", freshId: first });
		expect(inviting.job).toEqual({ kind: "invite", sendId: first, submit: true });
		expect(play(inviting, { type: "replied", reply: { outcome: "sent" } }).job).toEqual({
			kind: "close",
			focusBox: false,
		});
		const withText = play(
			opened({ taken: "Hi" }),
			{ type: "invite", freshId: first },
			{ type: "replied", reply: { outcome: "sent" } },
		);
		expect(withText).toMatchObject({ draft: "Hi", notice: { kind: "sent" }, job: null });
	});
});

describe("text taken out of the site's box", () => {
	const taken = opened({ taken: "begun" });

	it("is there again after unlocking, until it was sent", () => {
		const locked = play(taken, { type: "vault", vault: "locked" });
		expect(locked.draft).toBe("");
		expect(play(locked, { type: "refreshed", view: composerView({ draft: "begun" }) }).draft).toBe("begun");
		const sent = play(taken, send(), { type: "replied", reply: { outcome: "sent" } });
		expect(sent).toMatchObject({ takenSpent: true, draft: "", view: { taken: "" } });
		const again = play(
			sent,
			{ type: "vault", vault: "locked" },
			{ type: "refreshed", view: composerView(taken.view ?? {}) },
		);
		expect(again).toMatchObject({ draft: "", view: { taken: "" } });
	});

	describe("once it was sent, and another text was begun", () => {
		const locked = play(taken, send(), { type: "replied", reply: { outcome: "sent" } }, typed("the next one"), {
			type: "vault",
			vault: "locked",
		});
		const unlocked = { type: "refreshed" as const, view: composerView({ draft: "the next one" }) };

		it("does not stand in the way of that, which comes back with the vault", () => {
			const open = play(locked, unlocked);
			expect(open).toMatchObject({ draft: "the next one", behindLock: false });
			expect(play(open, typed(""), { type: "vault", vault: "locked" }, unlocked).draft).toBe("");
		});

		it.each<[string, ComposerEvent]>([
			["the lock was told twice", { type: "vault", vault: "locked" }],
			["it was on its way and failed", { type: "failed", code: "internal" }],
			["the view was asked again meanwhile", { type: "refreshed", view: composerView({ vault: "locked" }) }],
		])("also where %s", (_what, event) => {
			expect(play(locked, event, unlocked).draft).toBe("the next one");
		});

		it("nor does it come back where that was sent in spite of the lock", () => {
			const sent = play(locked, { type: "replied", reply: { outcome: "sent" } }, unlocked);
			expect(sent.draft).toBe("");
		});

		it("nor is it taken from the box again", () => {
			expect(play(locked, { type: "refreshed", view: composerView({ taken: "begun" }) }).draft).toBe("");
		});
	});

	it("does not come back into a field that the user has emptied", () => {
		const emptied = play(taken, typed(""), { type: "refreshed", view: composerView({ draft: "begun" }) });
		expect(emptied.draft).toBe("");
	});

	it("is to be put back if the composer closes without having sent it, unless it was thrown away", () => {
		const locked = play(taken, { type: "vault", vault: "locked" }, { type: "escape" });
		expect(locked).toMatchObject({ takenSpent: false, job: { kind: "close" } });
		expect(play(taken, { type: "escape" }, { type: "discard" }).takenSpent).toBe(true);
		expect(
			play(taken, { type: "invite", freshId: first }, { type: "replied", reply: { outcome: "sent" } }).takenSpent,
		).toBe(false);
	});
});

describe("leaving", () => {
	it("asks nothing without text", () => {
		expect(play(opened(), { type: "escape" }).job).toEqual({ kind: "close", focusBox: true });
	});

	it("asks before text is lost", () => {
		const asked = play(opened(), typed("Hello"), { type: "escape" });
		expect(asked).toMatchObject({ step: "ask-discard", draft: "Hello", job: null });
		expect(play(asked, { type: "back" })).toMatchObject({ step: "write", draft: "Hello" });
		expect(play(asked, { type: "discard" })).toMatchObject({ draft: "", job: { kind: "close" } });
	});
});

describe("focus theft", () => {
	const stolen = play(opened(), typed("My sec"), { type: "focus-stolen" });

	it("stops taking text and sending at once", () => {
		expect(play(stolen, typed("My secret")).draft).toBe("My sec");
		expect(play(stolen, send()).job).toBeNull();
		expect(play(stolen, { type: "invite", freshId: first }).job).toBeNull();
		expect(maySend(stolen)).toBe(false);
	});

	it("holds back what was already on its way", () => {
		const asked = play(opened({ confirmed: false }), typed("Hello"), send(), { type: "focus-stolen" });
		expect(play(asked, { type: "people-confirmed" }).job).toBeNull();
		const confirming = play(
			opened({ confirmed: false }),
			typed("Hello"),
			send(),
			{ type: "people-confirmed" },
			{ type: "focus-stolen" },
		);
		expect(play(confirming, { type: "people-saved", view: composerView() })).toMatchObject({
			step: "write",
			job: null,
			draft: "Hello",
		});
		const auto = play(opened({ autoSend: "ask" }), typed("Hello"), send(), { type: "focus-stolen" });
		expect(play(auto, { type: "auto-send", value: "yes" }).job).toBeNull();
	});

	it("ends by the user's choice: on here, or in the safe window with the draft", () => {
		expect(play(stolen, { type: "continue-here" }, typed("My secret")).draft).toBe("My secret");
		const moving = play(stolen, { type: "to-safe-window" });
		expect(moving.job).toEqual({ kind: "to-safe-window", draft: "My sec", options: plain });
		expect(play(moving, { type: "moved-to-safe-window" })).toMatchObject({
			draft: "",
			job: { kind: "close", focusBox: false },
		});
		expect(play(moving, { type: "failed", code: "internal" })).toMatchObject({ draft: "My sec", stolen: true });
	});

	it("is forgiven when the leaving turns out to be the user's", () => {
		expect(play(stolen, { type: "focus-was-theirs" }, typed("My secret")).draft).toBe("My secret");
	});

	it("is no theft while there is nothing to take", () => {
		expect(play(opened({ vault: "locked" }), { type: "focus-stolen" }).stolen).toBe(false);
		expect(play(opened(), typed("x"), { type: "to-safe-window" }, { type: "focus-stolen" }).stolen).toBe(false);
	});
});

describe("the place", () => {
	it("ends sending when it changes, and leaves the text to be carried away", () => {
		const state = play(opened(), typed("Hello"), { type: "aborted", why: "place-changed" });
		expect(state).toMatchObject({ aborted: "place-changed", draft: "Hello" });
		expect(play(state, send()).job).toBeNull();
		expect(play(state, { type: "to-safe-window" }).job).toEqual({
			kind: "to-safe-window",
			draft: "Hello",
			options: plain,
		});
	});

	it("stops a question that was open", () => {
		const state = play(opened({ confirmed: false }), typed("Hello"), send(), { type: "aborted", why: "place-changed" });
		expect(play(state, { type: "people-confirmed" }).job).toBeNull();
	});
});

describe("locking", () => {
	it("forgets text, people and mark, and says that text was lost", () => {
		const state = play(opened({ taken: "canary" }), typed("canary two"), { type: "vault", vault: "locked" });
		expect(JSON.stringify(state)).not.toMatch(/canary|Ben|Carol|copper/u);
		expect(state).toMatchObject({ handle: "h", notice: { kind: "draft-forgotten" } });
		expect(state.view?.vault).toBe("locked");
	});

	it("comes back with the same handle", () => {
		const state = play(
			opened(),
			{ type: "vault", vault: "locked" },
			{ type: "refreshed", view: composerView() },
			typed("Hello"),
			send(),
		);
		expect(state.job).toMatchObject({ kind: "send", recipients: ["ben"] });
	});
});

describe("the safe window", () => {
	it("only encrypts where nothing can be inserted, and never closes itself", () => {
		const state = play(opened({ canInsert: false, draft: "Hello" }, "safe"), send());
		expect(state.job).toEqual({ kind: "seal", sendId: first, text: "Hello", recipients: ["ben"], options: plain });
		const sealed = play(state, encrypted(first, "A", "B"));
		expect(sealed).toMatchObject({ draft: "", job: null, sealed: [{ sendId: first, parts: ["A", "B"], copied: [] }] });
		expect(play(sealed, { type: "escape" }).job).toBeNull();
	});

	describe("keeps an encrypted text until it was copied", () => {
		const one = play(opened({ canInsert: false }, "safe"), typed("Hello"), send(), encrypted(first, "A", "B"));
		const partsOf = (state: ComposerState) => state.sealed.map(({ parts }) => parts.join(""));
		const copied = (sendId: string, part: number): ComposerEvent => ({ type: "copied", sendId, part });

		it.each<[string, ComposerEvent[]]>([
			["the next letter", [typed("N")]],
			["an option", [{ type: "options", options: { signed: true, disappears: null } }]],
			["another time to keep", [{ type: "keep", keep: "7d" }]],
			["other people", [{ type: "picked", contact: "carol", on: true }]],
			["a look at the people", [{ type: "choose" }, { type: "back" }]],
			["Escape", [{ type: "escape" }]],
			["a text thrown away", [typed("N"), { type: "discard" }]],
			["a lock", [{ type: "vault", vault: "locked" }]],
			["news", [{ type: "refreshed", view: composerView({ canInsert: false }) }]],
			["a place that changed", [{ type: "aborted", why: "place-changed" }]],
			["a failure", [typed("N"), send(second), { type: "failed", code: "internal" }]],
		])("also after %s", (_what, events) => {
			expect(partsOf(play(one, ...events))).toEqual(["AB"]);
		});

		it("also beside the next one, and one part of two is not enough", () => {
			const two = play(one, copied(first, 0), typed("Next"), send(second), encrypted(second, "C"));
			expect(partsOf(two)).toEqual(["AB", "C"]);
			expect(partsOf(play(two, copied(first, 1), copied(first, 1)))).toEqual(["AB", "C"]);
			expect(partsOf(play(two, copied(first, 1), typed("Third")))).toEqual(["C"]);
			expect(partsOf(play(two, { type: "put-away", sendId: second }))).toEqual(["AB"]);
		});

		it("also when it comes after a lock, and the text that was begun since then stays", () => {
			const view = composerView({ canInsert: false });
			const since = play(
				opened({ canInsert: false }, "safe"),
				typed("Hello"),
				send(),
				{ type: "vault", vault: "locked" },
				{ type: "refreshed", view },
				typed("New"),
				encrypted(first, "A"),
			);
			expect(since).toMatchObject({ draft: "New", step: "write" });
			expect(partsOf(since)).toEqual(["A"]);
		});
	});
});

describe("options of a message", () => {
	const choose = (options: MessageOptions): ComposerEvent => ({ type: "options", options });
	const both: MessageOptions = { signed: true, disappears: "24h" };
	const sent: ComposerEvent = { type: "replied", reply: { outcome: "sent" } };

	it("go with the message, on the way into the page and as a copy", () => {
		expect(play(opened(), typed("Hello"), choose(both), send()).job).toMatchObject({ kind: "send", options: both });
		const copied = play(opened({ canInsert: false }, "safe"), choose(both), typed("Hello"), send());
		expect(copied.job).toMatchObject({ kind: "seal", options: both });
	});

	it("go along to the safe window, and are there when it opens", () => {
		const moving = play(opened(), typed("Hello"), choose(both), { type: "to-safe-window" });
		expect(moving.job).toEqual({ kind: "to-safe-window", draft: "Hello", options: both });
		expect(opened({ options: both }, "safe").options).toEqual(both);
	});

	it.each<[string, ComposerEvent]>([
		["sent", sent],
		["put in the box", { type: "replied", reply: { outcome: "inserted" } }],
		["encrypted to copy", encrypted(first, "A")],
	])("are not signed any more once it is %s; how long it may stay is remembered", (_how, outcome) => {
		const canInsert = outcome.type === "replied";
		const state = play(opened({ canInsert }), typed("Hello"), choose(both), send(), outcome);
		expect(state.options).toEqual({ signed: false, disappears: "24h" });
	});

	it.each<[string, ComposerEvent]>([
		["thrown away", { type: "discard" }],
		["forgotten on lock", { type: "vault", vault: "locked" }],
	])("sign nothing else when the text is %s", (_how, end) => {
		expect(play(opened({}, "safe"), typed("Hello"), choose(both), end).options).toEqual({
			signed: false,
			disappears: "24h",
		});
	});

	it("stay as they are when the message could not be sent", () => {
		const failed = play(opened(), typed("Hello"), choose(both), send(), { type: "failed", code: "internal" });
		expect(failed.options).toEqual(both);
	});

	it("make it another message to deliver, also in the middle of a question", () => {
		const failed = play(opened(), typed("Hello"), send(), { type: "failed", code: "internal" });
		expect(play(failed, choose(both), send(second)).job).toMatchObject({ sendId: second, options: both });
		const asking = play(opened({ confirmed: false }), typed("Hello"), send(), choose(both));
		expect(asking).toMatchObject({ step: "write", attempt: null });
	});

	it("cannot change under a message that is on its way, nor after the focus was stolen", () => {
		const working = play(opened(), typed("Hello"), send());
		expect(play(working, choose(both))).toBe(working);
		const stolen = play(opened(), typed("Hello"), { type: "focus-stolen" });
		expect(play(stolen, choose(both))).toBe(stolen);
	});
});

describe("how long a chat stays readable here", () => {
	const keep = (value: Retention | null): ComposerEvent => ({ type: "keep", keep: value });
	const saved = (value: Retention): ComposerEvent => ({
		type: "keep-saved",
		asked: value,
		view: composerView({ keep: value, ownKeep: value, site: "other.example" }),
	});

	it("is asked for, shown at once, and leaves the text alone", () => {
		const state = play(opened(), typed("Hello"), keep("7d"));
		expect(state.job).toEqual({ kind: "set-keep", keep: "7d", before: null });
		expect(state).toMatchObject({ step: "write", draft: "Hello", view: { ownKeep: "7d" } });
		const done = play(state, typed("Hello again"), saved("7d"));
		expect(done).toMatchObject({ job: null, draft: "Hello again", view: { keep: "7d", ownKeep: "7d" } });
		expect(done.view?.site).toBe("chat.example");
	});

	it("asks for nothing when nothing changes", () => {
		expect(play(opened({ ownKeep: "7d" }), keep("7d")).job).toBeNull();
	});

	it("goes back to what held before if it could not be saved, and says so", () => {
		const state = play(opened({ ownKeep: "90d" }), keep("7d"), {
			type: "keep-failed",
			asked: "7d",
			before: "90d",
			code: "storage-failed",
		});
		expect(state).toMatchObject({
			job: null,
			view: { ownKeep: "90d" },
			notice: { kind: "error", code: "storage-failed" },
		});
	});

	it("means the last choice, also when the answer to an earlier one comes late", () => {
		const state = play(opened({ ownKeep: "90d" }), keep("7d"), keep("24h"));
		expect(state.job).toEqual({ kind: "set-keep", keep: "24h", before: "90d" });
		expect(play(state, saved("7d"))).toBe(state);
		expect(play(state, saved("7d"), saved("24h"))).toMatchObject({ job: null, view: { ownKeep: "24h" } });
	});

	it("holds up no message, and is not lost by one", () => {
		const sending = play(opened(), typed("Hello"), keep("7d"), send());
		expect(sending.job).toMatchObject({ kind: "send" });
		const told = play(sending, saved("7d"));
		expect([told.job, told.view?.keep]).toEqual([sending.job, "7d"]);
		const failed = play(sending, { type: "keep-failed", asked: "7d", before: null, code: "internal" });
		expect([failed.job, failed.view?.ownKeep]).toEqual([sending.job, null]);
	});
});

describe("the question before clear text", () => {
	const wish = (on: boolean): ComposerEvent => ({ type: "asks-clear", on });
	const saved = (on: boolean): ComposerEvent => ({ type: "asks-clear-saved", on });

	it("is set at once, leaves the text alone, and asks for nothing that holds already", () => {
		const state = play(opened(), typed("Hello"), wish(false));
		expect(state).toMatchObject({ step: "write", draft: "Hello", job: { kind: "set-asks-clear", on: false } });
		expect(state.view?.asksClear).toBe(false);
		expect(play(state, saved(false)).job).toBeNull();
		expect(play(opened(), wish(true)).job).toBeNull();
	});

	it("means the last wish, and is as before when that could not be saved", () => {
		const state = play(opened(), wish(false), wish(true));
		expect(play(state, saved(false))).toBe(state);
		const failed = play(state, { type: "asks-clear-failed", on: true, code: "storage-failed" });
		expect(failed).toMatchObject({ job: null, view: { asksClear: false }, notice: { code: "storage-failed" } });
	});
});
