// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ComposerView as View } from "../../src/messaging/channels.ts";
import { ask, onToPages } from "../../src/messaging/client.ts";
import { type Composer, createComposer } from "../../src/ui/composer/composer-controller.ts";
import { ComposerView } from "../../src/ui/composer/composer-view.tsx";
import { ben, carol, composerView, contact } from "./support/people.ts";
import { asTrusted, button, key, press, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));

const asked: [string, unknown][] = [];
const onClose = vi.fn();
let composer: Composer;
let root: HTMLElement;

/** The frame with `view`, and a background that answers by `replies`. */
async function start(view: Partial<View> = {}, replies: Record<string, unknown> = {}): Promise<void> {
	const shown = composerView(view);
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		// What is typed is told all along: draft-keeper.test.ts.
		if (channel === "composer/parts") return { ok: true, value: { parts: 1 } } as never;
		if (channel !== "composer/keep-draft") asked.push([channel, what]);
		if (channel === "composer/open") return { ok: true, value: { handle: "h", view: shown } } as never;
		if (channel === "composer/confirm-recipients") return { ok: true, value: { ...shown, confirmed: true } } as never;
		return (channel in replies ? replies[channel] : { ok: true, value: { outcome: "sent" } }) as never;
	});
	composer = createComposer("frame", onClose);
	root = document.createElement("div");
	document.body.replaceChildren(root);
	await act(async () => composer.open("ticket"));
	await draw();
}
async function draw(): Promise<void> {
	await act(async () => {
		await new Promise((resolve) => setTimeout(resolve, 0));
		render(<ComposerView state={composer.state.value} dispatch={composer.dispatch} unlock={composer.unlock} />, root);
	});
}
const field = () => root.querySelector<HTMLTextAreaElement>("#composer-text") ?? document.createElement("textarea");
async function type(text: string, trusted = true): Promise<void> {
	field().value = text;
	const event = new Event("input", { bubbles: true });
	await act(() => {
		field().dispatchEvent(trusted ? asTrusted(event) : event);
	});
	await draw();
}
async function change(selector: string, what: string | boolean, trusted = true): Promise<void> {
	const found = root.querySelector<HTMLInputElement & HTMLSelectElement>(selector);
	if (found === null) throw new Error(`no ${selector}`);
	if (typeof what === "boolean") found.checked = what;
	else found.value = what;
	const event = new Event("change", { bubbles: true });
	await act(() => {
		found.dispatchEvent(trusted ? asTrusted(event) : event);
	});
	await draw();
}
async function enter(init: KeyboardEventInit = {}, trusted = true): Promise<KeyboardEvent> {
	const event = await key(field(), "Enter", init, trusted);
	await draw();
	return event;
}
const channels = () => asked.map(([channel]) => channel);

afterEach(() => {
	composer.stop();
	asked.length = 0;
	vi.clearAllMocks();
});

describe("the composer", () => {
	it("sends on Enter and is ready for the next message", async () => {
		await start();
		await type("Hello");
		await enter();
		expect(channels()).toEqual(["composer/open", "composer/send"]);
		expect(asked[1]?.[1]).toMatchObject({ handle: "h", text: "Hello", recipients: ["ben"], submit: true });
		expect(asked[1]?.[1]).toHaveProperty("sendId", expect.stringMatching(/^[0-9a-f]{32}$/u));
		expect(onClose).not.toHaveBeenCalled();
		expect(field().value).toBe("");
	});

	it("breaks the line on Shift+Enter, and leaves an Enter of an input method alone", async () => {
		await start();
		await type("Hello");
		expect((await enter({ shiftKey: true })).defaultPrevented).toBe(false);
		expect((await enter({ isComposing: true })).defaultPrevented).toBe(false);
		expect(channels()).not.toContain("composer/send");
	});

	it("acts on nothing that a script made", async () => {
		await start();
		await type("Planted", false);
		expect(composer.state.value.draft).toBe("");
		await type("Hello");
		await enter({}, false);
		await press(button(root, "Send"), false);
		await key(field(), "Escape", {}, false);
		expect(channels()).toEqual(["composer/open"]);
		expect(composer.state.value.step).toBe("write");
	});

	it("shows recipients with trust in words, and the personal mark", async () => {
		await start();
		expect(words(root.querySelector(".chip") ?? root)).toContain("Known Ben");
		expect(root.querySelector(".personal-mark")?.textContent).toContain("copper");
	});

	it("confirms people once, then sends", async () => {
		await start({ confirmed: false });
		await type("Hello");
		await enter();
		expect(words(root)).toContain("In this chat on chat.example your messages will be for these people.");
		expect(document.activeElement).toBe(button(root, "Yes, these people"));
		await press(button(root, "Yes, these people"));
		expect(words(root)).toContain("Please press again.");
		expect(channels()).toEqual(["composer/open"]);
		await stayStill();
		await press(button(root, "Yes, these people"));
		await draw();
		expect(channels()).toEqual(["composer/open", "composer/confirm-recipients", "composer/send"]);
	});

	it("names everybody with their trust before the one yes, also who was not chosen here", async () => {
		const mallory = contact("Ben", "new", { id: "mallory" });
		await start({ confirmed: false, recipients: [ben, carol, mallory], contacts: [ben, carol, mallory] });
		await type("Hello");
		await enter();
		expect([...root.querySelectorAll(".question-people > li")].map(words)).toEqual([
			"Ben Known",
			"Carol Verified",
			"Ben New",
		]);
		await stayStill();
		await press(button(root, "Yes, these people"));
		await draw();
		expect(asked).toContainEqual([
			"composer/confirm-recipients",
			{ handle: "h", recipients: ["ben", "carol", "mallory"] },
		]);
	});

	it("names the account of a person with several, beside the level of that account", async () => {
		const id = "b".repeat(64);
		const person = { accountName: "Annie", accounts: ["a".repeat(64), id], trust: "changed" } as const;
		const annie = contact("Ann", "new", { id, person });
		await start({ confirmed: false, recipients: [annie, ben], contacts: [annie, ben] });
		expect([...root.querySelectorAll(".chip-list .chip")].map(words)).toEqual(["New Ann Annie", "Known Ben"]);
		await type("Hello");
		await enter();
		expect([...root.querySelectorAll(".question-people > li")].map(words)).toEqual([
			"Ann Annie · bbbb bbbb New",
			"Ben Known",
		]);
	});

	it.each(["Yes, send", "No, only put it in the box"])("takes %s only from a press that is meant", async (answer) => {
		await start({ autoSend: "ask" });
		await type("Hello");
		await enter();
		await press(button(root, answer));
		expect(channels()).toEqual(["composer/open"]);
		await stayStill();
		await press(button(root, answer));
		await draw();
		expect(channels()).toContain("composer/set-auto-send");
	});

	it("keeps the text when it is refused, says why, and offers the copy", async () => {
		await start(
			{},
			{ "composer/send": { ok: true, value: { outcome: "refused", reason: "too-long", copy: "ARMOR" } } },
		);
		await type("Hello");
		await enter();
		expect(field().value).toBe("Hello");
		expect(words(root)).toContain("longer than this site allows");
		expect(words(root)).toContain("Nothing was sent");
		const exec = vi.fn((_: string) => {
			expect(document.querySelector<HTMLTextAreaElement>("textarea.out-of-sight")?.value).toBe("ARMOR");
			return true;
		});
		Object.assign(document, { execCommand: exec });
		await press(button(root, "Copy"));
		expect(exec).toHaveBeenCalledWith("copy");
		expect(words(root)).toContain("Copied.");
		expect(document.querySelector("textarea.out-of-sight")).toBeNull();
	});

	it("does not claim that nothing was sent when it cannot know", async () => {
		await start(
			{},
			{ "composer/send": { ok: true, value: { outcome: "refused", reason: "not-seen", copy: "ARMOR" } } },
		);
		await type("Hello");
		await enter();
		expect(words(root)).not.toContain("Nothing was sent");
	});

	it("says that it came out cut, and gives the smaller parts one by one", async () => {
		const reply = { outcome: "refused", reason: "cut", copy: "ARMOR1\nARMOR2" };
		await start({}, { "composer/send": { ok: true, value: reply } });
		await type("Hello");
		await enter();
		expect(words(root)).toContain("only the beginning");
		expect(words(root)).not.toContain("Nothing was sent");
		expect(button(root, "Copy part 2 of 2")).not.toBeNull();
	});

	it.each([
		["smaller", "it goes out in smaller parts then", false],
		["offer", "only the beginning of the encrypted text.", true],
		[undefined, "there is no smaller way to cut it", false],
	] as const)("promises smaller parts only where there are some: %s", async (next, said, offered) => {
		const reply = { outcome: "refused", reason: "cut", copy: "ARMOR", ...(next === undefined ? {} : { next }) };
		await start({}, { "composer/send": { ok: true, value: reply } });
		await type("Hello");
		await enter();
		expect(words(root)).toContain(said);
		expect(words(root)).toContain("Your text is still here.");
		expect(words(root).includes("Send in smaller parts")).toBe(offered);
	});

	it("sends the same text in smaller parts when the user says so, as long as it is the same", async () => {
		const reply = { outcome: "refused", reason: "not-seen", copy: "ARMOR1\nARMOR2", next: "offer" };
		await start({}, { "composer/send": { ok: true, value: reply } });
		await type("Hello");
		await enter();
		expect(words(root)).toContain("What was sent before may still appear.");
		const smaller = button(root, "Send in smaller parts");
		await press(smaller, false);
		expect(asked.filter(([channel]) => channel === "composer/send").length).toBe(1);
		await press(smaller);
		await draw();
		const [first, second] = asked.filter(([channel]) => channel === "composer/send").map(([, what]) => what);
		expect(first).not.toHaveProperty("moreThan");
		expect(second).toEqual({ ...(first as object), moreThan: 2 });
		await enter();
		expect(asked.at(-1)?.[1]).toEqual(first);
		await type("Hello again");
		expect(words(root)).not.toContain("Send in smaller parts");
	});

	it.each(["no-send", "place-changed", "not-exact", "box-gone", "box-not-empty", "not-seen"] as const)(
		"says how many messages went out before it ended by %s",
		async (reason) => {
			const reply = { outcome: "refused", reason, copy: "A\nB\nC", out: { count: 2, of: 3 } };
			await start({}, { "composer/send": { ok: true, value: reply } });
			await type("Hello");
			await enter();
			expect(words(root)).toContain("2 of 3 messages went out, and your text is still here.");
			expect(words(root)).not.toContain("Nothing was sent");
			expect(words(root)).not.toContain("send button was not found");
		},
	);

	it("says that it may be folded, and does not claim that nothing was sent", async () => {
		const reply = { outcome: "refused", reason: "partly", copy: "A", out: { count: 1, of: 1 }, next: "offer" };
		await start({}, { "composer/send": { ok: true, value: reply } });
		await type("Hello");
		await enter();
		expect(words(root)).toContain("If it is folded there, unfold it and send again");
		expect(words(root)).toContain("Your text is still here.");
		expect(words(root)).not.toContain("Nothing was sent");
	});

	it("says of several messages that a box holds one, where the site's send is not pressed", async () => {
		const reply = { outcome: "refused", reason: "too-many", copy: "A\nB\nC" };
		await start({ autoSend: "no" }, { "composer/send": { ok: true, value: reply } });
		await type("Hello");
		composer.dispatch({ type: "sized", ahead: 3 });
		await draw();
		expect(words(root)).toContain("Makes 3 messages: Enter gives them to copy");
		expect(words(root)).not.toContain("Goes out");
		await enter();
		expect(words(root)).toContain("Your text makes 3 messages, and the site's box holds one.");
		expect(words(root)).toContain("Nothing was sent");
		expect(button(root, "Copy part 3 of 3")).not.toBeNull();
	});

	it("names the way back where it is too long because of what the site did before", async () => {
		await start();
		await type("Hello");
		composer.dispatch({ type: "sized", ahead: "kept-short" });
		await draw();
		expect(words(root)).toContain("Too long: this site cut longer messages before. The popup can forget that.");
	});

	it("says before sending how many messages it will be, and what does not fit", async () => {
		await start();
		await type("Hello");
		expect(words(root)).not.toContain("Goes out");
		for (const [ahead, said] of [
			[2, "Goes out as 2 messages · Enter sends"],
			["too-long", "Too long for this site"],
		] as const) {
			composer.dispatch({ type: "sized", ahead });
			await draw();
			expect(words(root)).toContain(said);
		}
		composer.dispatch({ type: "sized", ahead: 1 });
		await draw();
		expect(words(root)).not.toContain("Goes out");
	});

	it("says that the site may have seen text taken from its box", async () => {
		await start({ taken: "Hi" });
		expect(field().value).toBe("Hi");
		expect(words(root)).toContain("The site may have seen it.");
	});

	it("after focus theft takes no more text, says it, and offers the safe window", async () => {
		await start();
		await change("#disappears", "7d");
		await stayStill();
		await change(".option-check input", true);
		expect(ask).toHaveBeenLastCalledWith("composer/keep-draft", {
			handle: "h",
			text: "",
			options: { signed: true, disappears: "7d" },
		});
		await type("My sec");
		composer.dispatch({ type: "focus-stolen" });
		await draw();
		expect(field().readOnly).toBe(true);
		expect(words(root)).toContain("Some letters may have gone to the page.");
		await press(button(root, "Continue here"), false);
		expect(composer.state.value.stolen).toBe(true);
		await press(button(root, "Open safe window"));
		await draw();
		expect(asked).toContainEqual([
			"composer/to-safe-window",
			{ handle: "h", draft: "My sec", options: { signed: true, disappears: "7d" } },
		]);
		expect(onClose).toHaveBeenCalledWith(false);
	});

	it("invites where nobody is known, with the human line", async () => {
		await start({ recipients: [], contacts: [] });
		await press(button(root, "Invite"));
		await draw();
		expect(asked[1]).toEqual([
			"composer/invite",
			expect.objectContaining({ handle: "h", submit: true, line: expect.stringContaining("Sotto") }),
		]);
	});

	it("does not let anyone be chosen who cannot be written to", async () => {
		const contacts = [
			contact("Old", "known", { writable: false }),
			contact("Gone", "revoked"),
			contact("Other", "changed", { writable: false }),
			contact("Good", "new"),
		];
		await start({ recipients: [], contacts });
		const boxes = [...root.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
		expect(boxes.map((box) => box.disabled)).toEqual([true, true, true, false]);
	});

	it("forgets a kept draft with the text that is discarded", async () => {
		await start({ draft: "An old draft" });
		await key(field(), "Escape");
		await draw();
		await press(button(root, "Discard"));
		expect(composer.state.value.step).toBe("ask-discard");
		expect(words(root)).toContain("Please press again.");
		await stayStill();
		await press(button(root, "Discard"));
		expect(asked).toContainEqual(["composer/forget-draft", { handle: "h" }]);
	});

	it("forgets the text on lock, offers to unlock, and comes back by itself", async () => {
		await start({}, { "composer/refresh": { ok: true, value: composerView() } });
		await type("canary");
		const news = vi.mocked(onToPages).mock.calls.at(-1)?.[0];
		news?.({ to: "pages", kind: "vault-changed", vault: "locked" });
		await draw();
		expect(document.body.innerHTML).not.toContain("canary");
		expect(root.querySelector("textarea")).toBeNull();
		await press(button(root, "Unlock"));
		expect(channels()).toContain("composer/open-unlock");
		news?.({ to: "pages", kind: "vault-changed", vault: "unlocked" });
		await draw();
		expect(root.querySelector("textarea")).not.toBeNull();
	});

	it("shows nothing for a ticket that opens nothing", async () => {
		await start();
		composer.stop();
		vi.mocked(ask).mockResolvedValue({ ok: false, code: "ticket-spent" } as never);
		composer = createComposer("frame", onClose);
		await composer.open("guessed");
		await draw();
		expect(words(root)).toBe("");
	});

	it("sends with the options of the row under the text", async () => {
		await start();
		await type("Hello");
		await change("#disappears", "7d");
		await stayStill();
		await change(".option-check input", true);
		expect(words(root)).toContain("Anyone can check later that you wrote this");
		await enter();
		expect(asked.at(-1)).toEqual([
			"composer/send",
			expect.objectContaining({ text: "Hello", options: { signed: true, disappears: "7d" } }),
		]);
		expect(root.querySelector<HTMLInputElement>(".option-check input")?.checked).toBe(false);
		expect(root.querySelector<HTMLSelectElement>("#disappears")?.value).toBe("7d");
	});

	it("signs only after a press that is meant; not to sign needs none", async () => {
		await start();
		const box = root.querySelector<HTMLInputElement>(".option-check input");
		await change(".option-check input", true);
		expect([box?.checked, composer.state.value.options.signed]).toEqual([false, false]);
		expect(words(root)).toContain("Please press again.");
		await stayStill();
		await change(".option-check input", true);
		expect(composer.state.value.options.signed).toBe(true);
		expect(words(root)).not.toContain("Please press again.");
		await act(() => void window.dispatchEvent(new Event("resize")));
		await change(".option-check input", false);
		expect(composer.state.value.options.signed).toBe(false);
	});

	it("deletes nothing while a message is on its way", async () => {
		await start({}, { "composer/send": new Promise(() => undefined) });
		await change("#keep-here", "24h");
		await stayStill();
		await type("Hello");
		await enter();
		expect(button(root, "Delete and change").disabled).toBe(true);
	});

	it("sets how long this chat stays readable, by a real choice", async () => {
		await start(
			{ keep: "30d" },
			{ "composer/set-keep": { ok: true, value: composerView({ keep: "24h", ownKeep: "24h" }) } },
		);
		const list = root.querySelector<HTMLSelectElement>("#keep-here");
		expect(list?.selectedOptions[0]?.text).toBe("30 days (default)");
		await change("#keep-here", "closed");
		expect(words(root)).toContain("deleted, for good, when the last tab that shows it closes");
		await press(button(root, "Cancel"));
		await draw();
		await change("#keep-here", "24h", false);
		expect(channels()).not.toContain("composer/set-keep");
		await change("#keep-here", "24h");
		await press(button(root, "Delete and change"));
		expect(channels()).not.toContain("composer/set-keep");
		expect(words(root)).toContain("Please press again.");
		await stayStill();
		await press(button(root, "Delete and change"));
		await draw();
		expect(asked.at(-1)).toEqual(["composer/set-keep", { handle: "h", keep: "24h" }]);
		expect(composer.state.value.view).toMatchObject({ keep: "24h", ownKeep: "24h" });
		expect(list?.options[0]?.text).toBe("As in the settings");
		await change("#keep-here", "settings");
		expect(words(root)).toContain("Messages that the settings would no longer keep are deleted");
		await stayStill();
		await press(button(root, "Delete and change"));
		await draw();
		expect(asked.at(-1)).toEqual(["composer/set-keep", { handle: "h", keep: null }]);
	});

	it("asks before clear text is sent here, until somebody takes the tick away with a real press", async () => {
		await start({}, { "composer/set-asks-clear": { ok: true, value: composerView({ asksClear: false }) } });
		const box = root.querySelector<HTMLInputElement>("#asks-clear")!;
		expect([box.checked, box.parentElement?.textContent]).toEqual([true, "Ask before clear text is sent here"]);
		await change("#asks-clear", false, false);
		expect(channels()).not.toContain("composer/set-asks-clear");
		await change("#asks-clear", false);
		expect(asked.at(-1)).toEqual(["composer/set-asks-clear", { handle: "h", on: false }]);
		expect([box.checked, composer.state.value.job]).toEqual([false, null]);
	});

	it("asks again as before when that could not be saved", async () => {
		await start({}, { "composer/set-asks-clear": { ok: false, code: "storage-failed" } });
		const box = root.querySelector<HTMLInputElement>("#asks-clear")!;
		await change("#asks-clear", false);
		expect(box.checked).toBe(true);
		expect(root.querySelector("[role=alert]")?.textContent).toContain("could not save this");
	});

	it("sets nothing for a chat that has no people yet, and says when it can", async () => {
		await start({ recipients: [] });
		await press(button(root, "Done"));
		await draw();
		expect(root.querySelector("#asks-clear")).toBeNull();
		const list = root.querySelector<HTMLSelectElement>("#keep-here");
		expect([list?.disabled, list?.selectedOptions[0]?.text]).toEqual([true, "After your first message"]);
	});

	it("says what to do where nobody is known and nothing can be put in", async () => {
		await start({ recipients: [], contacts: [], canInsert: false });
		expect(words(root)).toContain("No contacts yet. Send your card");
	});

	it("shows what holds when that could not be saved", async () => {
		await start({ ownKeep: "90d" }, { "composer/set-keep": { ok: false, code: "storage-failed" } });
		await change("#keep-here", "24h");
		await stayStill();
		await press(button(root, "Delete and change"));
		await draw();
		expect(root.querySelector<HTMLSelectElement>("#keep-here")?.value).toBe("90d");
		expect(root.querySelector("[role=alert]")?.textContent).toContain("could not save this");
	});

	it("leads from the options back to the text on Escape, and closes nothing", async () => {
		await start();
		const list = root.querySelector<HTMLSelectElement>("#disappears");
		list?.focus();
		if (list !== null) await key(list, "Escape");
		await draw();
		expect(document.activeElement).toBe(field());
		expect(channels()).toEqual(["composer/open"]);
		expect(onClose).not.toHaveBeenCalled();
	});

	describe("on a lock of the vault", () => {
		const locked = composerView({ vault: "locked", mark: null, recipients: [], contacts: [] });
		const news = (vault: "locked" | "unlocked") => {
			for (const [hear] of vi.mocked(onToPages).mock.calls) hear({ to: "pages", kind: "vault-changed", vault });
		};
		/** An answer that comes when it is told to. */
		const later = () => {
			let give: (value: unknown) => void = () => undefined;
			const reply = new Promise((resolve) => (give = resolve));
			return { reply, give: (view: View) => give({ ok: true, value: view }) };
		};

		it("shows nothing of an answer that was asked for before it", async () => {
			const { reply, give } = later();
			await start({}, { "composer/refresh": reply });
			news("unlocked");
			news("locked");
			give(composerView({ draft: "Secret" }));
			await draw();
			expect(composer.state.value).toMatchObject({ draft: "", view: { vault: "locked", contacts: [], mark: null } });
		});

		it("takes nobody up who was confirmed before it", async () => {
			const { reply, give } = later();
			await start({ confirmed: false }, {});
			vi.mocked(ask).mockImplementation(async () => reply as never);
			await type("Hello");
			await enter();
			composer.dispatch({ type: "people-confirmed" });
			news("locked");
			give(composerView());
			await draw();
			expect(composer.state.value).toMatchObject({ view: { vault: "locked", contacts: [] }, chosen: [] });
		});

		it("opens as the vault is by then", async () => {
			const { reply, give } = later();
			vi.mocked(ask).mockImplementation(
				async (channel) => (channel === "composer/open" ? reply : { ok: true, value: locked }) as never,
			);
			composer = createComposer("frame", onClose);
			const seen: unknown[] = [];
			const opening = composer.open("ticket");
			const stop = composer.state.subscribe((state) => seen.push(state.view?.vault, state.draft));
			news("locked");
			give({ handle: "h", view: composerView({ draft: "Secret" }) } as never);
			await opening;
			stop();
			expect(composer.state.value.view).toEqual(locked);
			expect(seen).not.toContain("unlocked");
			expect(seen).not.toContain("Secret");
		});
	});
});
