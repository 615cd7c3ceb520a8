// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Protection, ReaderView, TrustState } from "../../src/messaging/channels.ts";
import type { ReaderActions } from "../../src/ui/reader/reader-actions.ts";
import { ReaderCard } from "../../src/ui/reader/reader-card.tsx";
import { shownDuration } from "../../src/ui/strings.ts";
import { ben, type Message, messageView, plainProtection } from "./support/people.ts";
import { button, idleActions, press, show, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

const day = 24 * 3_600_000;
const showView = (view: ReaderView, actions: Partial<ReaderActions> = {}) =>
	show(<ReaderCard view={view} actions={{ ...idleActions, ...actions }} />);
const showMessage = (
	protection: Partial<Protection>,
	change: Partial<Message> = {},
	actions?: Partial<ReaderActions>,
) => showView(messageView({ protection: { ...plainProtection, ...protection }, ...change }), actions);
const meta = (root: Element) => words(root.querySelector(".reader-meta") ?? root);
const row = (root: Element, title: string) => {
	const found = [...root.querySelectorAll("details dt")].find((dt) => dt.textContent === title);
	return words(found?.nextElementSibling ?? document.createElement("p"));
};

afterEach(() => {
	vi.useRealTimers();
});

describe("how a message is protected", () => {
	it("is said when asked for: closed until then", async () => {
		const root = await showMessage({});
		expect(root.querySelector("summary")?.textContent).toBe("How is this protected?");
		expect(root.querySelector("details")?.open).toBe(false);
	});

	it.each<[string, Partial<Protection>, RegExp]>([
		[
			"our own",
			{ way: "own" },
			/^You wrote it\. .*how long its readers keep theirs is up to them\. .*that invitation's key opens it too\.$/u,
		],
		[
			"of a session",
			{ way: "session" },
			/^Its key was made for this message alone\. Here it is deleted with it; how long .* keep theirs is up to them\.$/u,
		],
		[
			"that came with an invitation",
			{ way: "invitation", until: new Date(2027, 0, 5, 14, 0).getTime() },
			/key is kept until 5 January( 2027)? at 14:00, or until Sotto is next unlocked after that; whoever takes it before/u,
		],
		[
			"whose invitation is gone",
			{ way: "invitation", until: null },
			/that key is deleted here\. Its own key was made for this message alone/u,
		],
	])("names the key of a message %s", async (_which, protection, said) => {
		expect(row(await showMessage(protection), "Key")).toMatch(said);
	});

	it("tells how long it stays readable", async () => {
		expect(row(await showMessage({}), "Stays readable")).toBe("As long as you keep it.");
		const closing = await showMessage({ closesWithTab: true });
		expect(row(closing, "Stays readable")).toBe("Until the last tab that shows this chat is closed, or the browser.");
		expect(meta(closing)).toContain("until this chat's last tab closes");
		const dated = await showMessage({ readableUntil: Date.now() + 3 * day, shortenedByAuthor: true });
		expect(row(dated, "Stays readable")).toMatch(/^3 days left, until .+\. The author asked for less time/u);
		expect(meta(dated)).toContain("3 days left");
		expect(meta(await showMessage({}))).not.toMatch(/left|closes/u);
	});

	it("is honest about what can be proved", async () => {
		expect(row(await showMessage({}), "Proof")).toBe(
			"Our keys do not prove who wrote it. The site's own log together with a reader's key can.",
		);
		expect(row(await showMessage({ signed: true }), "Proof")).toBe("Signed by Ben: anyone can check who wrote it.");
		const own = await showMessage({ signed: true, way: "own" }, { author: { self: true } });
		expect(row(own, "Proof")).toBe("Signed by you: anyone can check who wrote it.");
	});
});

describe("a message whose time is up", () => {
	it("goes from the screen by itself, and says when", async () => {
		vi.useFakeTimers({ now: new Date(2026, 10, 21, 14, 0) });
		const root = await showMessage({ readableUntil: Date.now() + 90_000 });
		expect(words(root)).toContain("Hello");
		await act(async () => void (await vi.advanceTimersByTimeAsync(60_000)));
		expect(meta(root)).toContain("1 minute left");
		await act(async () => void (await vi.advanceTimersByTimeAsync(30_000)));
		expect(words(root)).toBe(
			"Deleted here on 21 November at 14:01, because the time it was to stay was over. Whoever still has it can send it again.",
		);
		expect(root.innerHTML).not.toContain("Hello");
	});

	it("is not shown at all when the time was up before", async () => {
		expect(words(await showMessage({ readableUntil: Date.now() - 1 }))).not.toContain("Hello");
	});
});

describe("a signed message", () => {
	it("has a mark that no text can imitate", async () => {
		expect((await showMessage({ signed: true })).querySelectorAll(".reader-meta > .signed-mark")).toHaveLength(1);
		const imitated = await showMessage({}, { text: '<span class="signed-mark">Signed</span>' });
		expect(imitated.querySelector(".signed-mark")).toBeNull();
	});

	it("is exported by a press that is meant, with a word on who can read it then", async () => {
		const exportProof = vi.fn(async () => ({ ok: true, value: { armor: ["PROOF"] } }) as const);
		const root = await showMessage({ signed: true }, {}, { exportProof });
		expect(words(root)).toContain("Whoever gets this copy can read the text");
		await press(button(root, "Export with proof"));
		expect(exportProof).not.toHaveBeenCalled();
		await stayStill();
		await press(button(root, "Export with proof"), false);
		expect(exportProof).not.toHaveBeenCalled();
		await press(button(root, "Export with proof"));
		expect(exportProof).toHaveBeenCalledOnce();
		const copied: string[] = [];
		Object.assign(document, {
			execCommand: () => copied.push(document.querySelector<HTMLTextAreaElement>("textarea")?.value ?? "") > 0,
		});
		await press(button(root, "Copy"));
		expect(copied).toEqual(["PROOF"]);
	});

	it("says why it could not be exported, and lets it be tried again", async () => {
		const root = await showMessage({ signed: true });
		await stayStill();
		await press(button(root, "Export with proof"));
		expect(root.querySelector("[role=alert]")?.textContent).toContain("Something went wrong");
		expect(button(root, "Export with proof")).toBeDefined();
	});

	it("is the only one that can be exported", async () => {
		expect((await showMessage({})).querySelector("button")).toBeNull();
	});
});

describe("a new start", () => {
	it("is used only by a press that is meant", async () => {
		const onUseNewStart = vi.fn();
		const root = await showMessage({}, { newStart: true, warnings: [{ kind: "started-over" }] }, { onUseNewStart });
		await stayStill();
		await press(button(root, "Use the new start"), false);
		expect(onUseNewStart).not.toHaveBeenCalled();
		await press(button(root, "Use the new start"));
		expect(onUseNewStart).toHaveBeenCalledOnce();
		expect(words(await showMessage({}))).not.toContain("Use the new start");
	});
});

describe("a message that is not shown", () => {
	it("says when its key went", async () => {
		const deletedAt = new Date(2025, 10, 20, 9, 5).getTime();
		const root = await showView({ kind: "failed", code: "key-deleted", deletedAt });
		expect(words(root)).toContain("Deleted here on 20 November 2025 at 09:05");
	});

	it("sent to an old invitation offers a new one, the same one on a second try", async () => {
		const newInvitation = vi
			.fn<ReaderActions["newInvitation"]>()
			.mockResolvedValueOnce({ ok: false, code: "busy" })
			.mockResolvedValueOnce({ ok: true, value: { armor: ["PART ONE", "PART TWO"] } });
		// A surface may draw the card anew at any time.
		const card = () => (
			<ReaderCard view={{ kind: "failed", code: "prekey-expired" }} actions={{ ...idleActions, newInvitation }} />
		);
		const root = await show(card());
		expect(words(root)).toContain("This was sent to an old invitation");
		await stayStill();
		await press(button(root, "Copy a new invitation"));
		expect(words(root)).toContain("Sotto is busy.");
		await act(() => render(card(), root));
		await stayStill();
		await press(button(root, "Copy a new invitation"));
		const ids = newInvitation.mock.calls.map(([sendId]) => sendId);
		expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/u), ids[0]]);
		expect(button(root, "Copy part 2 of 2")).toBeDefined();
	});

	it.each([
		[1, "Open it and give up one older message"],
		[12, "Open it and give up 12 older messages"],
	])("too far ahead opens at the price of %i older ones, by a press that is meant", async (givesUp, label) => {
		const onGiveUpOlder = vi.fn();
		const root = await showView({ kind: "failed", code: "too-many-skipped", givesUp }, { onGiveUpOlder });
		await press(button(root, label));
		expect(onGiveUpOlder).not.toHaveBeenCalled();
		await stayStill();
		await press(button(root, label));
		expect(onGiveUpOlder).toHaveBeenCalledOnce();
	});
});

describe("a proof", () => {
	type Proof = Extract<ReaderView, { kind: "proof" }>;
	/** 32 bytes, no two groups the same. */
	const idOf = (digit: string) => Array.from({ length: 16 }, (_, at) => `${digit}a${at.toString(16)}c`).join("");
	const wholeOf = (digit: string) => (idOf(digit).match(/.{4}/gu) ?? []).join(" ");
	const numbers = (root: Element) => [...root.querySelectorAll(".account-number")].map((one) => one.textContent);
	const dana = idOf("3");
	const bens = { ...ben, id: idOf("b") };
	const proof = (change: Partial<Proof> = {}): Proof => ({
		kind: "proof",
		text: "I owe you ten",
		sentAt: new Date(2025, 10, 20, 9, 5).getTime(),
		author: { self: false, contact: bens, id: bens.id },
		recipients: [
			{ id: "me", name: null, self: true },
			{ id: "carol", name: "Carol", self: false },
			{ id: dana, name: null, self: false },
		],
		...change,
	});

	it("says who signed which text, for whom, and when", async () => {
		const root = await showView(proof());
		expect(words(root)).toContain("Signed by Ben with their Sotto key.");
		expect(words(root)).toContain("It was for: You, Carol, somebody unknown.");
		expect(numbers(root)).toEqual([wholeOf("b"), wholeOf("3")]);
		expect(root.querySelector(".message-text")?.textContent).toBe("I owe you ten");
		expect(meta(root)).toMatch(/^Signed\s?Ben\s?Known\s?20 November 2025 at 09:05$/u);
		expect(root.querySelector(".reader-open")).not.toBeNull();
	});

	it("names nobody it does not know", async () => {
		const root = await showView(proof({ author: { self: false, contact: null, id: dana } }));
		expect(words(root)).toContain("Signed by an account that is not one of your contacts.");
		expect(words(root)).toContain(
			"Sotto cannot say who that is. Its owner finds the account number below in the popup",
		);
		expect(numbers(root)[0]).toBe(wholeOf("3"));
		expect(root.querySelector(".reader-warn")).not.toBeNull();
	});

	it("knows our own", async () => {
		const root = await showView(proof({ author: { self: true, contact: null, id: idOf("e") } }));
		expect(words(root)).toContain("Signed by you with your Sotto key.");
		expect(numbers(root)[0]).toBe(wholeOf("e"));
	});

	it.each<[TrustState, boolean]>([
		["verified", false],
		["changed", true],
		["revoked", true],
	])("of a contact that is %s is framed as what it is", async (trust, warns) => {
		const root = await showView(proof({ author: { self: false, contact: { ...bens, trust }, id: bens.id } }));
		expect(root.querySelector(".reader-warn") !== null).toBe(warns);
	});
});

describe("durations", () => {
	it.each([
		[7 * day - 1, "7 days"],
		[1.6 * day, "2 days"],
		[day, "24 hours"],
		[100 * 60_000, "2 hours"],
		[89 * 60_000, "89 minutes"],
		[61_000, "1 minute"],
		[-5, "1 minute"],
	])("%i ms are %s", (ms, said) => {
		expect(shownDuration(ms)).toBe(said);
	});
});
