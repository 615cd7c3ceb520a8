// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import type { ComposerView, ReaderView, VaultState } from "../../src/messaging/channels.ts";
import { ask, onToPages } from "../../src/messaging/client.ts";
import { mountSafe } from "../../src/ui/safe/mount-safe.tsx";
import { ben, composerView, messageView, plainProtection } from "./support/people.ts";
import { button, press, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));

const card: ReaderView = {
	kind: "card",
	name: "Ben",
	mine: false,
	contact: null,
	accepted: false,
	expired: false,
	looksLike: null,
	quoted: false,
};
const signed = messageView({ protection: { ...plainProtection, signed: true }, newStart: true });
let shown: ReaderView = card;
/** The composer as `composer/refresh` finds it when it is asked. */
let now: Partial<ComposerView> = {};
const asked: [string, unknown][] = [];
/** What holds an answer of this channel back until it is called. */
const held = new Map<string, (() => void)[]>();
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));
async function vaultIs(vault: VaultState): Promise<void> {
	for (const [hear] of vi.mocked(onToPages).mock.calls) hear({ to: "pages", kind: "vault-changed", vault });
	await settle();
}
async function release(channel: string): Promise<void> {
	for (const go of held.get(channel)?.splice(0) ?? []) go();
	await settle();
}

let timers: MockInstance<typeof setTimeout>;

/** One load of the window, with which the one before is gone. `handles`: those that the background still knows. */
async function load(hash: string, handles: readonly string[] = ["h1"]): Promise<HTMLElement> {
	asked.length = 0;
	for (const { value } of timers.mock.results.splice(0)) clearTimeout(value as ReturnType<typeof setTimeout>);
	location.hash = hash;
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		if (channel === "composer/parts") return { ok: true, value: { parts: 1 } } as never;
		asked.push([channel, what]);
		const found = now;
		const waiting = held.get(channel);
		if (waiting !== undefined) await new Promise<void>((go) => waiting.push(go));
		const { handle } = what as { handle?: string };
		if (handle !== undefined && !handles.includes(handle)) return { ok: false, code: "ticket-spent" } as never;
		switch (channel) {
			case "composer/open":
				return (
					hash === "#ticket"
						? { ok: true, value: { handle: "h1", view: composerView(now) } }
						: { ok: false, code: "ticket-spent" }
				) as never;
			case "composer/refresh":
				return { ok: true, value: composerView(found) } as never;
			case "safe/messages":
				return { ok: true, value: { messages: [{ key: "k", view: shown }] } } as never;
			case "safe/accept":
				return { ok: true, value: { ...card, accepted: true, contact: ben } } as never;
			case "safe/use-new-start":
			case "safe/give-up-older":
				return { ok: true, value: { ...signed, newStart: false } } as never;
			case "composer/seal-only":
			case "safe/export-proof":
			case "safe/new-invitation":
				return { ok: true, value: { armor: ["ARMOR"] } } as never;
			case "composer/send":
				return { ok: true, value: { outcome: "sent" } } as never;
			default:
				return { ok: true, value: null } as never;
		}
	});
	const root = document.createElement("div");
	document.body.replaceChildren(root);
	await act(async () => mountSafe(root));
	await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
	return root;
}

beforeEach(() => {
	sessionStorage.clear();
	shown = card;
	now = { draft: "kept" };
	held.clear();
	vi.mocked(onToPages).mockClear();
	timers = vi.spyOn(globalThis, "setTimeout");
});
afterEach(() => {
	for (const { value } of timers.mock.results) clearTimeout(value as ReturnType<typeof setTimeout>);
	timers.mockRestore();
});

describe("a card in the safe window", () => {
	it("is accepted by a real click", async () => {
		const root = await load("#ticket");
		await stayStill();
		await press(button(root, "Accept"), false);
		expect(asked.map(([channel]) => channel)).not.toContain("safe/accept");
		await press(button(root, "Accept"));
		expect(asked).toContainEqual(["safe/accept", { handle: "h1", key: "k" }]);
		await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
		expect(words(root)).toContain("You and Ben can talk privately here.");
	});
});

describe("a message in the safe window", () => {
	it("is asked about by its key", async () => {
		shown = signed;
		const root = await load("#ticket");
		await stayStill();
		await press(button(root, "Use the new start"));
		expect(asked).toContainEqual(["safe/use-new-start", { handle: "h1", key: "k" }]);
		await press(button(root, "Export with proof"));
		expect(asked).toContainEqual(["safe/export-proof", { handle: "h1", key: "k" }]);
	});

	it("gives up older ones, and is open then", async () => {
		shown = { kind: "failed", code: "too-many-skipped", givesUp: 2 };
		const root = await load("#ticket");
		await stayStill();
		await press(button(root, "Open it and give up 2 older messages"));
		expect(asked).toContainEqual(["safe/give-up-older", { handle: "h1", key: "k" }]);
		await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
		expect(words(root)).toContain("Hello");
	});

	it("offers a new invitation for an old one", async () => {
		shown = { kind: "failed", code: "prekey-expired" };
		const root = await load("#ticket");
		await stayStill();
		await press(button(root, "Copy a new invitation"));
		expect(asked).toContainEqual([
			"safe/new-invitation",
			{ handle: "h1", sendId: expect.stringMatching(/^[0-9a-f]{32}$/u) },
		]);
	});
});

describe("a lock of the vault", () => {
	it("takes no messages that were asked for before it", async () => {
		shown = signed;
		held.set("safe/messages", []);
		const root = await load("#ticket");
		await vaultIs("locked");
		await release("safe/messages");
		expect(words(root)).not.toContain("Hello");
		held.clear();
		await vaultIs("unlocked");
		expect(words(root)).toContain("Hello");
	});

	it("takes no outcome of a press before it, and only the last of two answers", async () => {
		shown = { kind: "failed", code: "too-many-skipped", givesUp: 2 };
		const root = await load("#ticket");
		await stayStill();
		held.set("safe/give-up-older", []);
		await press(button(root, "Open it and give up 2 older messages"));
		await vaultIs("locked");
		await vaultIs("unlocked");
		await release("safe/give-up-older");
		expect(words(root)).not.toContain("Hello");

		held.set("safe/messages", []);
		await press(button(root, "Refresh"));
		const before = held.get("safe/messages")?.splice(0) ?? [];
		await press(button(root, "Refresh"));
		await release("safe/messages");
		shown = signed;
		for (const go of before) go();
		await settle();
		expect(words(root)).not.toContain("Hello");
	});

	it("leaves nothing of the draft when it comes while the window opens", async () => {
		held.set("composer/refresh", []);
		sessionStorage.setItem("handle", "h1");
		const root = await load("");
		await vaultIs("locked");
		now = { vault: "locked", contacts: [], recipients: [], mark: null };
		await release("composer/refresh");
		await release("composer/refresh");
		expect(root.querySelector("#composer-text")).toBeNull();
		expect(words(root)).toContain("Sotto is locked.");
	});
});

describe("a reload of the safe window", () => {
	it("goes on under the same handle, with the ticket gone from the address", async () => {
		await load("#ticket");
		expect(location.hash).toBe("");
		const root = await load("");
		expect(asked.map(([channel]) => channel)).toEqual(["composer/refresh", "safe/messages"]);
		expect(root.querySelector<HTMLTextAreaElement>("#composer-text")?.value).toBe("kept");
	});

	it("signs nothing unasked after a signed text was sent, and remembers what else was chosen", async () => {
		now = { draft: "kept", options: { signed: true, disappears: "7d" } };
		let root = await load("#ticket");
		const signs = () => root.querySelector<HTMLInputElement>(".option-check input")?.checked;
		const disappears = () => root.querySelector<HTMLSelectElement>("#disappears")?.value;
		expect([signs(), disappears()]).toEqual([true, "7d"]);
		root = await load("");
		expect([signs(), disappears()]).toEqual([true, "7d"]);
		held.set("composer/send", []);
		await press(button(root, "Send"));
		root = await load("");
		expect([signs(), disappears()]).toEqual([false, "7d"]);
		sessionStorage.setItem("composer", "{damaged");
		root = await load("");
		expect([signs(), disappears()]).toEqual([false, "off"]);
	});

	it("still has the encrypted text that was not copied", async () => {
		now = { draft: "kept", canInsert: false };
		let root = await load("#ticket");
		await press(button(root, "Encrypt"));
		await settle();
		expect(words(root)).toContain("Encrypted. Copy it");
		now = { canInsert: false };
		root = await load("");
		expect(words(root)).toContain("Encrypted. Copy it");
		await press(button(root, "Copy"));
		expect(root.querySelector<HTMLTextAreaElement>("textarea.armor")?.value).toBe("ARMOR");
		await press(button(root, "Discard"));
		expect(words(root)).not.toContain("Encrypted. Copy it");
	});

	it("says that it has expired when the background forgot it", async () => {
		await load("#ticket");
		expect(words(await load("", []))).toContain("This has expired.");
	});

	it("means the new ticket when there is one", async () => {
		sessionStorage.setItem("handle", "old");
		await load("#ticket");
		expect(asked[0]).toEqual(["composer/open", { ticket: "ticket" }]);
		expect(sessionStorage.getItem("handle")).toBe("h1");
	});
});
