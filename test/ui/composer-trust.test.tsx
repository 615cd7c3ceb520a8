// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ComposerView as View } from "../../src/messaging/channels.ts";
import { ask } from "../../src/messaging/client.ts";
import { type Composer, createComposer } from "../../src/ui/composer/composer-controller.ts";
import { isGuarded } from "../../src/ui/composer/composer-state.ts";
import { ComposerView } from "../../src/ui/composer/composer-view.tsx";
import { ben, carol, claimed, composerView, contact } from "./support/people.ts";
import { asTrusted, button, key, press, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));

const asked: [string, unknown][] = [];
let composer: Composer;
let root: HTMLElement;

const inDoubt = contact("Ben", "changed", { writable: false, change: claimed("verified") });
const shown = contact("Ben", "changed", { change: claimed("known") });
const ended = contact("Ben", "revoked", { writable: false });

async function start(recipient: View["recipients"][number], view: Partial<View> = {}): Promise<void> {
	const first = composerView({ recipients: [recipient], contacts: [recipient, carol], ...view });
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		if (channel === "composer/parts") return { ok: true, value: { parts: 1 } } as never;
		if (channel !== "composer/keep-draft") asked.push([channel, what]);
		if (channel === "composer/open") return { ok: true, value: { handle: "h", view: first } } as never;
		if (channel === "composer/open-contact") return { ok: true, value: null } as never;
		if (channel === "composer/answer-trust" || channel === "composer/make-sure-later") {
			return { ok: true, value: composerView() } as never;
		}
		return { ok: true, value: { outcome: "sent" } } as never;
	});
	composer = createComposer("frame", () => undefined);
	root = document.createElement("div");
	document.body.replaceChildren(root);
	await act(async () => composer.open("ticket"));
	asked.length = 0;
	await draw();
}
async function draw(): Promise<void> {
	await act(async () => {
		await new Promise((resolve) => setTimeout(resolve, 0));
		render(<ComposerView state={composer.state.value} dispatch={composer.dispatch} unlock={composer.unlock} />, root);
	});
}
const field = () => root.querySelector<HTMLTextAreaElement>("#composer-text") ?? document.createElement("textarea");
async function type(text: string): Promise<void> {
	field().value = text;
	await act(() => {
		field().dispatchEvent(asTrusted(new Event("input", { bubbles: true })));
	});
	await draw();
}
async function pressed(label: string): Promise<void> {
	await press(button(root, label));
	await draw();
}

afterEach(() => {
	composer.stop();
	asked.length = 0;
	vi.clearAllMocks();
});

describe("a composer for somebody to whom nothing may be sent", () => {
	it.each([
		["whose verified key is in question", inDoubt, "Another account was shown as that of Ben, whom you had verified."],
		["whose account was ended", ended, "The account of Ben was ended, so nothing is sent to it."],
		["of whom nobody knows what changed", contact("Ben", "changed"), "Nothing is sent to them before this is settled."],
	])("%s says so, keeps the text and sends nothing", async (_name, recipient, said) => {
		await start(recipient);
		await type("Hello");
		expect(words(root)).toContain(said);
		expect(words(root)).toContain("Your text is still here.");
		expect(button(root, "Send").disabled).toBe(true);
		await key(field(), "Enter");
		await draw();
		expect(asked).toEqual([]);
		expect(field().value).toBe("Hello");
		expect(composer.state.value.step).toBe("write");
	});

	it.each([
		[["signed-by-old"], "A key of Ben has signed for it."],
		[["signed-by-recovery"], "A key of Ben has signed for it."],
		[["other-site"], "It was shown on more than one site."],
		[["still-used"], "The account you know has written since."],
	] as const)("says what speaks for a claim and against it, locked or not: %s", async (evidence, said) => {
		for (const before of ["verified", "known"] as const) {
			await start(contact("Ben", "changed", { writable: false, change: claimed(before, { evidence }) }));
			expect(words(root)).toContain(said);
			composer.stop();
			await start(contact("Ben", "changed", { writable: false, change: claimed(before) }));
			expect(words(root)).not.toContain(said);
			composer.stop();
		}
	});

	it.each([
		["moved", "moved to a new account, and you had verified the old one"],
		["forked", "speaks with two voices"],
		["doubted", "It is unsure which account is that of Ben."],
		["differed", "What you and Ben compared was not the same, or a second person used the same code."],
	] as const)("names the cause: %s", async (kind, said) => {
		await start(contact("Ben", "changed", { change: claimed("verified", { kind }) }));
		expect(words(root)).toContain(said);
		expect(words(root)).not.toContain("It is not theirs");
		expect(button(root, "Verify or go on without").disabled).toBe(false);
	});

	it("takes back a false claim in place, by a real press that was seen, and the text can be sent", async () => {
		await start(inDoubt);
		await type("Hello");
		await pressed("It is not theirs");
		expect(asked, "it has to stay still first").toEqual([]);
		await stayStill();
		await press(button(root, "It is not theirs"), false);
		expect(asked).toEqual([]);
		await pressed("It is not theirs");
		expect(asked).toEqual([["composer/answer-trust", { handle: "h", contact: "ben", answer: "not-theirs" }]]);
		await draw();
		expect(words(root)).not.toContain("Another account");
		await key(field(), "Enter");
		await draw();
		expect(asked.at(-1)).toMatchObject(["composer/send", { text: "Hello", recipients: ["ben"] }]);
	});

	it("offers nothing that takes another key", async () => {
		await start(inDoubt);
		const labels = [...root.querySelectorAll("button")].map(words);
		expect(labels).not.toContain("It is theirs");
		expect(labels).not.toContain("Go on");
	});

	it("can be for the others alone", async () => {
		await start(ended, { recipients: [ended, carol], contacts: [ended, carol] });
		await type("Hello");
		expect(button(root, "Send").disabled).toBe(true);
		await pressed("Remove Ben");
		expect(words(root)).not.toContain("was ended");
		expect(button(root, "Send").disabled).toBe(false);
	});
});

describe("another account shown as that of somebody who was never verified", () => {
	it("is one notice until it was seen, and sending goes on", async () => {
		await start(shown);
		expect(words(root)).toContain("Your messages still go to the one you know.");
		await type("Hello");
		expect(button(root, "Send").disabled).toBe(false);
		await stayStill();
		await pressed("Seen");
		expect(asked).toEqual([["composer/answer-trust", { handle: "h", contact: "ben", answer: "seen" }]]);
		await draw();
		expect(words(root)).not.toContain("Your messages still go");
		expect(field().value).toBe("Hello");
	});

	it("says it of a move too", async () => {
		await start(contact("Ben", "changed", { change: claimed("known", { kind: "moved" }) }));
		expect(words(root)).toContain("Ben moved to a new account; the old one and the recovery key have signed for it.");
	});
});

describe("making sure of somebody", () => {
	it("is one line, and waits when it is put off", async () => {
		await start(ben, { makeSure: "ben" });
		expect(words(root)).toContain("Make sure it is really Ben.");
		await type("Hello");
		await pressed("Remind me later");
		expect(asked).toEqual([["composer/make-sure-later", { handle: "h", contact: "ben" }]]);
		await draw();
		expect(words(root)).not.toContain("Make sure it is really");
		expect(field().value).toBe("Hello");
	});

	it("is not offered beside something that is open, nor for somebody who is not meant any more", async () => {
		await start(shown, { makeSure: "ben" });
		expect(words(root)).not.toContain("Make sure it is really");
		composer.stop();
		await start(ben, { makeSure: "ben" });
		await pressed("Remove Ben");
		expect(words(root)).not.toContain("Make sure it is really");
	});

	it("opens the contact in a window of ours: the focus that goes there was not stolen", async () => {
		await start(ben, { makeSure: "ben" });
		expect(isGuarded(composer.state.value)).toBe(true);
		await pressed("Make sure");
		expect(asked).toEqual([["composer/open-contact", { handle: "h", contact: "ben" }]]);
		expect(isGuarded(composer.state.value)).toBe(false);
		await act(() => composer.dispatch({ type: "focused" }));
		expect(isGuarded(composer.state.value)).toBe(true);
		await pressed("Make sure");
		await type("H");
		expect(isGuarded(composer.state.value), "whoever types is here").toBe(true);
	});
});
