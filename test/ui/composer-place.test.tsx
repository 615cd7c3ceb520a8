// @vitest-environment happy-dom
/** What the composer says of where it stands, and of a text that came back. */
import { describe, expect, it, vi } from "vitest";
import type { ComposerView as View } from "../../src/messaging/channels.ts";
import { ComposerNotice } from "../../src/ui/composer/composer-notice.tsx";
import { ComposerPlace, confirmText } from "../../src/ui/composer/composer-place.tsx";
import { type ComposerEvent, composerReducer, initialComposer } from "../../src/ui/composer/composer-state.ts";
import { message } from "./support/i18n.ts";
import { ben, carol, composerView } from "./support/people.ts";
import { show, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

const options = { signed: true, disappears: "7d" } as const;

function opened(change: Partial<View> = {}, ...events: readonly ComposerEvent[]) {
	const first = { type: "opened", handle: "h", view: composerView(change) } as const;
	return [first, ...events].reduce(composerReducer, initialComposer("frame"));
}
const said = async (change: Partial<View>, ...events: readonly ComposerEvent[]) =>
	words(await show(<ComposerPlace state={opened(change, ...events)} />));
const doubt = (kind: NonNullable<View["doubt"]>["kind"], others: readonly (typeof carol)[] = []) =>
	({ confirmed: false, doubt: { kind, others } }) as const;

describe("a guess", () => {
	it.each([
		["address", "likelyByAddress", "confirmLikely"],
		["messages", "likelyByMessages", "confirmLikely"],
		["author", "likelyByAuthor", "confirmPeople"],
		["conflict", "conflictSeveral", "confirmConflict"],
	] as const)("of the kind %s is said with its reason, and asked about", async (kind, notice, question) => {
		expect(await said(doubt(kind))).toContain(message(notice));
		expect(confirmText(opened(doubt(kind)))).toBe(message(question, ["chat.example"]));
		const asks = opened(doubt(kind), { type: "typed", text: "Hello" }, { type: "send", freshId: "1".repeat(32) });
		expect(asks).toMatchObject({ step: "confirm", job: null });
	});

	it("names the people of the other conversation", async () => {
		expect(await said(doubt("conflict", [carol]))).toContain("Carol");
	});

	it("is no longer spoken of once the user has chosen others", async () => {
		const others = { type: "picked", contact: carol.id, on: true } as const;
		expect(await said(doubt("address"), others)).toBe("");
		expect(confirmText(opened(doubt("conflict"), others))).toBe(message("confirmPeople", ["chat.example"]));
	});
});

describe("what stands in the box", () => {
	it.each([
		["quote", "composerQuoteLeftOut"],
		["own", "composerEditing"],
		["other", "composerBoxReplaced"],
	] as const)("is said: %s", async (inBox, key) => {
		expect(await said({ inBox })).toBe(message(key));
	});

	it("is told apart from text that was taken out of it", async () => {
		expect(await said({ taken: "mine" })).toBe(message("composerTaken", ["chat.example"]));
		const beside = await said({ taken: "mine", inBox: "quote" });
		expect(beside).toContain(message("composerTakenBeside", ["chat.example"]));
		expect(beside).not.toContain(message("composerTaken", ["chat.example"]));
	});

	it("is not spoken of once something was sent", async () => {
		const state = opened(
			{ inBox: "own", draft: "x" },
			{ type: "send", freshId: "1".repeat(32) },
			{
				type: "replied",
				reply: { outcome: "sent" },
			},
		);
		expect(words(await show(<ComposerPlace state={state} />))).toBe("");
	});
});

describe("a text that came back", () => {
	const back = { draft: "half a thought", draftBack: true, options };

	it("is said to be back, until the user goes on", async () => {
		const state = opened(back);
		expect(state).toMatchObject({ draft: "half a thought", options, notice: { kind: "draft-back" } });
		const root = await show(<ComposerNotice notice={{ kind: "draft-back" }} state={state} dispatch={vi.fn()} />);
		expect(words(root)).toContain(message("composerDraftBack"));
		expect(composerReducer(state, { type: "typed", text: "half a thought, and" }).notice).toBeNull();
	});

	it("comes with its options where the composer was opened locked", () => {
		const locked = { vault: "locked", recipients: [], contacts: [], draft: "" } as const;
		const state = opened(locked, { type: "refreshed", view: composerView(back) });
		expect(state).toMatchObject({ draft: "half a thought", options, notice: { kind: "draft-back" } });
		expect(state.chosen).toEqual([ben.id]);
	});

	it("is asked about once before it is thrown away", () => {
		const asks = composerReducer(opened(back), { type: "escape" });
		expect(asks).toMatchObject({ step: "ask-discard", notice: null });
		expect(composerReducer(asks, { type: "discard" })).toMatchObject({ draft: "", job: { kind: "close" } });
	});
});
