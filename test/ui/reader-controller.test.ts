import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ReaderView, VaultState } from "../../src/messaging/channels.ts";
import { ask, onToPages } from "../../src/messaging/client.ts";
import { createReader } from "../../src/ui/reader/reader-controller.ts";
import { messageView } from "./support/people.ts";

vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));

const placeholder: ReaderView = { kind: "placeholder" };
const text = (words: string): ReaderView => messageView({ text: words, author: { self: true } });
const answers = vi.mocked(ask) as unknown as {
	mockImplementation: (reply: (channel: string, what: unknown) => Promise<unknown>) => void;
};

function answer(byChannel: Record<string, unknown>): void {
	answers.mockImplementation(async (channel) => byChannel[channel]);
}
function news(
	what: { readonly kind: "people-changed" } | { readonly kind: "vault-changed"; readonly vault: VaultState },
): void {
	vi.mocked(onToPages).mock.calls.at(-1)?.[0]({ to: "pages", ...what });
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => vi.clearAllMocks());

describe("a reader", () => {
	it("shows what its ticket opens", async () => {
		answer({ "reader/open": { ok: true, value: { handle: "h", view: text("one") } } });
		const reader = createReader();
		await reader.show("ticket");
		expect(reader.view.value).toEqual(text("one"));
		expect(ask).toHaveBeenCalledWith("reader/open", { ticket: "ticket" });
	});

	it.each(["ticket-spent", "not-allowed", "bad-request", "refused"])(
		"shows nothing at all for a ticket that is %s",
		async (code) => {
			answer({ "reader/open": { ok: false, code } });
			const reader = createReader();
			await reader.show("ticket");
			expect(reader.view.value).toBeNull();
		},
	);

	it("says a real failure", async () => {
		answer({ "reader/open": { ok: false, code: "storage-failed" } });
		const reader = createReader();
		await reader.show("ticket");
		expect(reader.view.value).toEqual({ kind: "failed", code: "storage-failed" });
	});

	it("forgets at once on lock, and comes back by itself", async () => {
		answer({
			"reader/open": { ok: true, value: { handle: "h", view: text("one") } },
			"reader/refresh": { ok: true, value: text("one") },
		});
		const reader = createReader();
		await reader.show("ticket");
		news({ kind: "vault-changed", vault: "locked" });
		expect(reader.view.value).toEqual({ kind: "locked" });
		news({ kind: "vault-changed", vault: "unlocked" });
		await settle();
		expect(reader.view.value).toEqual(text("one"));
		expect(ask).toHaveBeenLastCalledWith("reader/refresh", { handle: "h" });
	});

	it("looks again when people change", async () => {
		answer({
			"reader/open": { ok: true, value: { handle: "h", view: placeholder } },
			"reader/refresh": { ok: true, value: text("now") },
		});
		const reader = createReader();
		await reader.show("ticket");
		news({ kind: "people-changed" });
		await settle();
		expect(reader.view.value).toEqual(text("now"));
	});

	it("drops a reply that comes after the lock, after another ticket, or after forgetting", async () => {
		let release: (value: unknown) => void = () => undefined;
		answers.mockImplementation((channel) =>
			channel === "reader/open"
				? Promise.resolve({ ok: true, value: { handle: "h", view: placeholder } })
				: new Promise((resolve) => (release = resolve)),
		);
		const late = { ok: true, value: text("late") };
		const reader = createReader();
		await reader.show("first");
		reader.actions.onReveal();
		news({ kind: "vault-changed", vault: "locked" });
		release(late);
		await settle();
		expect(reader.view.value).toEqual({ kind: "locked" });

		reader.actions.onReveal();
		await reader.show("second");
		release(late);
		await settle();
		expect(reader.view.value).toEqual(placeholder);

		reader.actions.onReveal();
		reader.forget();
		release(late);
		await settle();
		expect(reader.view.value).toBeNull();
	});

	describe("hears of the vault while its ticket is being redeemed", () => {
		let open: (value: unknown) => void = () => undefined;
		const opening = (refreshed: ReaderView) => {
			answers.mockImplementation((channel) =>
				channel === "reader/open"
					? new Promise((resolve) => (open = resolve))
					: Promise.resolve({ ok: true, value: refreshed }),
			);
			const reader = createReader();
			return { reader, shown: reader.show("ticket") };
		};
		const answered = (view: ReaderView) => open({ ok: true, value: { handle: "h", view } });

		it("and shows no text that was opened before the lock", async () => {
			const { reader, shown } = opening(text("again"));
			news({ kind: "vault-changed", vault: "locked" });
			expect(reader.view.value).toBeNull();
			news({ kind: "people-changed" });
			answered(text("late"));
			await shown;
			expect(reader.view.value).toEqual({ kind: "locked" });
			news({ kind: "vault-changed", vault: "unlocked" });
			await settle();
			expect(reader.view.value).toEqual(text("again"));
		});

		it("and opens by itself after an unlock", async () => {
			const { reader, shown } = opening(text("now"));
			news({ kind: "vault-changed", vault: "unlocked" });
			answered({ kind: "locked" });
			await shown;
			expect(reader.view.value).toEqual(text("now"));
		});

		it("and says nothing of it under a ticket that was refused", async () => {
			const { reader, shown } = opening(text("now"));
			news({ kind: "vault-changed", vault: "locked" });
			open({ ok: false, code: "ticket-spent" });
			await shown;
			expect(reader.view.value).toBeNull();
		});
	});

	it("asks for nothing with no handle", async () => {
		const reader = createReader();
		const { actions } = reader;
		for (const act of [actions.onReveal, actions.onAccept, actions.onUnlock, actions.onGiveUpOlder]) act?.();
		actions.onUseNewStart();
		expect(await actions.exportProof()).toEqual({ ok: false, code: "ticket-spent" });
		expect(await actions.newInvitation("1".repeat(32))).toEqual({ ok: false, code: "ticket-spent" });
		news({ kind: "people-changed" });
		expect(ask).not.toHaveBeenCalled();
	});

	it("asks for its own message on every channel, and shows what comes back", async () => {
		answer({
			"reader/open": { ok: true, value: { handle: "h", view: placeholder } },
			"reader/give-up-older": { ok: true, value: text("newest") },
			"reader/use-new-start": { ok: true, value: text("new start") },
			"reader/export-proof": { ok: true, value: { armor: ["PROOF"] } },
			"reader/new-invitation": { ok: true, value: { armor: ["CARD"] } },
		});
		const reader = createReader();
		await reader.show("ticket");
		reader.actions.onGiveUpOlder();
		await settle();
		expect(reader.view.value).toEqual(text("newest"));
		reader.actions.onUseNewStart();
		await settle();
		expect(reader.view.value).toEqual(text("new start"));
		expect(await reader.actions.exportProof()).toEqual({ ok: true, value: { armor: ["PROOF"] } });
		expect(ask).toHaveBeenLastCalledWith("reader/export-proof", { handle: "h" });
		await reader.actions.newInvitation("2".repeat(32));
		expect(ask).toHaveBeenLastCalledWith("reader/new-invitation", { handle: "h", sendId: "2".repeat(32) });
	});

	it("takes the same view again for no change, so that what the user opened in it stays open", async () => {
		answer({
			"reader/open": { ok: true, value: { handle: "h", view: text("one") } },
			"reader/refresh": { ok: true, value: text("one") },
		});
		const reader = createReader();
		await reader.show("ticket");
		const before = reader.view.value;
		news({ kind: "people-changed" });
		await settle();
		expect(ask).toHaveBeenLastCalledWith("reader/refresh", { handle: "h" });
		expect(reader.view.value).toBe(before);
	});
});
