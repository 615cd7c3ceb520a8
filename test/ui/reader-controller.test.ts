import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ReaderView, VaultState } from "../../src/messaging/channels.ts";
import { ask, onToPages } from "../../src/messaging/client.ts";
import { createReader } from "../../src/ui/reader/reader-controller.ts";

vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));

const placeholder: ReaderView = { kind: "placeholder" };
const text = (words: string): ReaderView => ({
	kind: "message",
	text: words,
	author: { self: true },
	sentAt: 0,
	warnings: [],
	acceptable: false,
});
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
		const revealing = reader.reveal();
		news({ kind: "vault-changed", vault: "locked" });
		release(late);
		await revealing;
		expect(reader.view.value).toEqual({ kind: "locked" });

		const again = reader.reveal();
		await reader.show("second");
		release(late);
		await again;
		expect(reader.view.value).toEqual(placeholder);

		const last = reader.reveal();
		reader.forget();
		release(late);
		await last;
		expect(reader.view.value).toBeNull();
	});

	it("asks for nothing with no handle", async () => {
		const reader = createReader();
		await reader.reveal();
		await reader.accept();
		reader.unlock();
		news({ kind: "people-changed" });
		expect(ask).not.toHaveBeenCalled();
	});
});
