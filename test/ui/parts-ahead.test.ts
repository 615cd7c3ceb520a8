import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask } from "../../src/messaging/client.ts";
import { type ComposerState, composerReducer, initialComposer } from "../../src/ui/composer/composer-state.ts";
import { countAhead } from "../../src/ui/composer/parts-ahead.ts";

vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn() }));

const open = { vault: "unlocked" } as NonNullable<ComposerState["view"]>;
const state = signal<ComposerState>(initialComposer("frame"));
const answers: ((parts: number | null | "refused") => void)[] = [];
let stop: () => void;
let learned = false;
const asked = () => vi.mocked(ask).mock.calls.map(([, question]) => question);
const now = (change: Partial<ComposerState>) => {
	state.value = { ...state.peek(), ...change };
};
const later = () => vi.advanceTimersByTimeAsync(400);

beforeEach(() => {
	vi.useFakeTimers();
	vi.clearAllMocks();
	answers.splice(0);
	learned = false;
	vi.mocked(ask).mockImplementation(
		() =>
			new Promise((resolve) => {
				answers.push((parts) =>
					resolve(
						(parts === "refused" ? { ok: false, code: "internal" } : { ok: true, value: { parts, learned } }) as never,
					),
				);
			}),
	);
	state.value = initialComposer("frame");
	stop = countAhead(state, (event) => {
		state.value = composerReducer(state.peek(), event);
	});
	now({ handle: "h", view: open, chosen: ["ben"] });
});
afterEach(() => {
	stop();
	vi.useRealTimers();
});

test("asks once for a text that rests, with its bytes and not with itself", async () => {
	for (const draft of ["ü", "üb", "übe"]) now({ draft });
	await later();
	expect(asked()).toEqual([
		{ handle: "h", bytes: 4, recipients: ["ben"], options: { signed: false, disappears: null }, sendId: null },
	]);
	expect(JSON.stringify(asked())).not.toContain("übe");
	answers[0]?.(2);
	await later();
	expect(state.value.ahead).toBe(2);
	expect(asked().length).toBe(1);
});

test("says what does not fit, and nothing where there is no answer", async () => {
	now({ draft: "long" });
	await later();
	answers[0]?.(null);
	await later();
	expect(state.value.ahead).toBe("too-long");
	learned = true;
	now({ draft: "too long because of what the site did before" });
	await later();
	answers.pop()?.(null);
	await later();
	expect(state.value.ahead).toBe("kept-short");
	now({ draft: "longer" });
	await later();
	answers[1]?.("refused");
	await later();
	expect(state.value.ahead).toBeNull();
});

test("takes no answer about an older text", async () => {
	now({ draft: "one" });
	await later();
	now({ draft: "one and more" });
	await later();
	answers[1]?.(3);
	await later();
	answers[0]?.(1);
	await later();
	expect(state.value.ahead).toBe(3);
});

test("asks again for other people, other options, and after a refusal", async () => {
	now({ draft: "text" });
	await later();
	now({ chosen: ["ben", "carol"] });
	await later();
	now({ options: { signed: true, disappears: null } });
	await later();
	now({ attempt: "ab".repeat(16), notice: { kind: "refused", reason: "cut", copy: "" } });
	await later();
	expect(asked().length).toBe(4);
	expect(asked().at(-1)).toMatchObject({ sendId: "ab".repeat(16), recipients: ["ben", "carol"] });
});

test("forgets the number with the text, and asks nothing without text, people or an open vault", async () => {
	now({ draft: "text" });
	await later();
	answers[0]?.(2);
	await later();
	now({ draft: "  " });
	expect(state.value.ahead).toBeNull();
	await later();
	now({ draft: "text", chosen: [] });
	await later();
	now({ chosen: ["ben"], view: { ...open, vault: "locked" } });
	await later();
	expect(asked().length).toBe(1);
});
