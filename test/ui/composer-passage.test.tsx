// @vitest-environment happy-dom
/** The composer over one field, or over a selection. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { describe, expect, it, vi } from "vitest";
import {
	type ComposerEvent,
	type ComposerState,
	composerReducer,
	fieldText,
	initialComposer,
	mayInvite,
	mayWrite,
} from "../../src/ui/composer/composer-state.ts";
import { ComposerView } from "../../src/ui/composer/composer-view.tsx";
import { composerView } from "./support/people.ts";
import { button, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

const id = "1".repeat(32);
const send: ComposerEvent = { type: "send", freshId: id };
const typed = (text: string): ComposerEvent => ({ type: "typed", text });

function open(change = {}, ...events: ComposerEvent[]): ComposerState {
	const view = composerView({ into: "selection", taken: "as it stands", draft: "as it stands", ...change });
	const opened = composerReducer(initialComposer("frame"), { type: "opened", handle: "h", view });
	return events.reduce(composerReducer, opened);
}
const then = (state: ComposerState, ...events: ComposerEvent[]) => events.reduce(composerReducer, state);

async function shown(state: ComposerState): Promise<HTMLElement> {
	const root = document.createElement("div");
	document.body.replaceChildren(root);
	await act(() => render(<ComposerView state={state} dispatch={() => undefined} unlock={() => undefined} />, root));
	return root;
}

describe("encrypting", () => {
	it("asks nothing about sending, and never sends", () => {
		for (const autoSend of ["ask", "yes", "no"]) {
			expect(open({ autoSend }, send).job).toMatchObject({ kind: "send", submit: false, text: "as it stands" });
		}
	});

	it("shows the text until it is in its place, and takes no next one", () => {
		const state = open({}, send);
		expect([fieldText(state), mayWrite(state)]).toEqual(["as it stands", false]);
		expect(fieldText(then(state, typed("more")))).toBe("as it stands");
		const refused = then(state, { type: "replied", reply: { outcome: "refused", reason: "changed", copy: "armor" } });
		expect([fieldText(refused), mayWrite(refused)]).toEqual(["as it stands", true]);
		expect(then(state, { type: "replied", reply: { outcome: "inserted" } })).toMatchObject({
			draft: "",
			notice: { kind: "inserted" },
		});
	});

	it("still asks who it is for", () => {
		expect(open({ confirmed: false }, send)).toMatchObject({ step: "confirm", job: null });
	});

	it("has no place for an invitation", () => {
		expect(mayInvite(open())).toBe(false);
		expect(open({}, { type: "invite", freshId: id }).job).toBeNull();
	});
});

describe("leaving", () => {
	it("asks nothing about a text that still stands in the page", () => {
		expect(open({}, { type: "escape" }).job).toEqual({ kind: "close", focusBox: true });
	});

	it("asks about what was written here", () => {
		expect(open({}, typed("as it stands, and more"), { type: "escape" })).toMatchObject({
			step: "ask-discard",
			job: null,
		});
	});
});

describe("on the screen", () => {
	it.each([
		["field", "takes the place of the text in the field on chat.example"],
		["selection", "takes the place of what you selected on chat.example"],
	])("it says what becomes of a %s", async (into, said) => {
		const root = await shown(open({ into }));
		expect(words(root)).toContain(said);
		expect(words(root)).toContain("may have seen the text that stands there");
		expect(words(root)).not.toContain("was taken out of the box");
		expect(words(root)).toContain("Enter encrypts");
		expect(button(root, "Encrypt").disabled).toBe(false);
		expect(() => button(root, "Send")).toThrow("no button");
		const empty = await shown(open({ into, taken: "", draft: "" }));
		expect(words(empty)).toContain(said);
		expect(words(empty)).not.toContain("may have seen");
	});

	it("it says when it is done, and that nothing was sent", async () => {
		const root = await shown(open({}, send, { type: "replied", reply: { outcome: "inserted" } }));
		expect(words(root)).toContain("is in its place on chat.example");
		expect(words(root)).not.toContain("takes the place");
		expect(button(root, "Done")).toBeDefined();
	});

	it("a text that does not fit in is said to be too long for the field", async () => {
		const ahead = await shown(open({}, { type: "sized", ahead: "too-long" }));
		expect(words(ahead)).toContain("Too long for this field");
		const failed = await shown(open({}, send, { type: "failed", code: "too-large" }));
		expect(words(failed)).toContain("Too long for this field");
	});

	it("people are asked about for texts, not for messages of a chat", async () => {
		const root = await shown(open({ confirmed: false }, send));
		expect(words(root)).toContain("what you encrypt will be for these people");
	});

	it("without contacts nothing is offered that would go into the field", async () => {
		const root = await shown(open({ recipients: [], contacts: [] }));
		expect(words(root)).toContain("No contacts yet");
		expect(() => button(root, "Invite")).toThrow("no button");
	});
});
