// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ReaderView } from "../../src/messaging/channels.ts";
import { ask } from "../../src/messaging/client.ts";
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
};
const signed = messageView({ protection: { ...plainProtection, signed: true }, newStart: true });
let shown: ReaderView = card;
const asked: [string, unknown][] = [];

/** One load of the window. `handles`: those that the background still knows. */
async function load(hash: string, handles: readonly string[] = ["h1"]): Promise<HTMLElement> {
	asked.length = 0;
	location.hash = hash;
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push([channel, what]);
		const { handle } = what as { handle?: string };
		if (handle !== undefined && !handles.includes(handle)) return { ok: false, code: "ticket-spent" } as never;
		switch (channel) {
			case "composer/open":
				return (
					hash === "#ticket"
						? { ok: true, value: { handle: "h1", view: composerView() } }
						: { ok: false, code: "ticket-spent" }
				) as never;
			case "composer/refresh":
				return { ok: true, value: composerView({ draft: "kept" }) } as never;
			case "safe/messages":
				return { ok: true, value: { messages: [{ key: "k", view: shown }] } } as never;
			case "safe/accept":
				return { ok: true, value: { ...card, accepted: true, contact: ben } } as never;
			case "safe/use-new-start":
			case "safe/give-up-older":
				return { ok: true, value: { ...signed, newStart: false } } as never;
			case "safe/export-proof":
			case "safe/new-invitation":
				return { ok: true, value: { armor: ["ARMOR"] } } as never;
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

describe("a reload of the safe window", () => {
	it("goes on under the same handle, with the ticket gone from the address", async () => {
		await load("#ticket");
		expect(location.hash).toBe("");
		const root = await load("");
		expect(asked.map(([channel]) => channel)).toEqual(["composer/refresh", "safe/messages"]);
		expect(root.querySelector<HTMLTextAreaElement>("#composer-text")?.value).toBe("kept");
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
