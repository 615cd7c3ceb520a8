// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Ask, CodeReply, VaultState } from "../../src/messaging/channels.ts";
import { ask, onToPages } from "../../src/messaging/client.ts";
import { mountCodes } from "../../src/ui/codes/mount-codes.tsx";
import { onHidden, openSource, watch } from "../../src/ui/codes/watching.ts";
import type { AnyErrorCode } from "../../src/ui/words.ts";
import { contact } from "./support/people.ts";
import { button, press, show, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));
vi.mock(import("../../src/ui/codes/watching.ts"), () => ({
	openSource: vi.fn(),
	watch: vi.fn(),
	onHidden: vi.fn(() => () => undefined),
}));

const ann = contact("Ann", "verified", { id: "a1".repeat(32) });
const carl = contact("Carl", "new", { id: "c1".repeat(32) });
const account = "ab".repeat(32);
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));

let vault: VaultState = "unlocked";
let openedFor: string | null = null;
let replies: (CodeReply | AnyErrorCode)[] = [];
const asked: [string, unknown][] = [];
const taken = () => asked.filter(([channel]) => channel === "codes/take").map(([, what]) => what as Ask<"codes/take">);

async function load(hash = ""): Promise<HTMLElement> {
	location.hash = hash;
	const root = await show(null);
	await act(async () => mountCodes(root));
	await settle();
	return root;
}

beforeEach(() => {
	vault = "unlocked";
	openedFor = null;
	replies = [];
	asked.length = 0;
	vi.mocked(onToPages).mockClear();
	vi.mocked(openSource).mockReset();
	vi.mocked(watch).mockReset();
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push([channel, what]);
		const { meant = null } = (what ?? {}) as { meant?: string | null };
		switch (channel) {
			case "codes/opened-for":
				return { ok: true, value: { contact: openedFor } } as never;
			case "codes/state":
				return {
					ok: true,
					value: { vault, name: "Ben", account, mark: null, meant: meant === ann.id ? ann : null },
				} as never;
			case "codes/show":
				return {
					ok: true,
					value: { qr: "AAAA", link: "web+sotto:X", file: "X\n", endsAt: Date.now() + 60_000 },
				} as never;
			case "codes/answer":
				return { ok: true, value: { armor: ["ARMOR"] } } as never;
			default: {
				const next = replies.shift() ?? "internal";
				return (typeof next === "string" ? { ok: false, code: next } : { ok: true, value: next }) as never;
			}
		}
	});
});

async function paste(root: HTMLElement, text = "web+sotto:X"): Promise<void> {
	const field = root.querySelector<HTMLTextAreaElement>("#code-text")!;
	await act(() => {
		field.value = text;
		field.dispatchEvent(new Event("input", { bubbles: true }));
	});
	const submit = new Event("submit", { bubbles: true, cancelable: true });
	Object.defineProperty(submit, "isTrusted", { value: true });
	await act(() => void field.form!.dispatchEvent(submit));
	await settle();
}

const asks: CodeReply = { kind: "ask", name: "Ann", account, contact: null };

describe("the tab for codes", () => {
	it("makes a code for whom it was opened, and shows it as a picture", async () => {
		openedFor = ann.id;
		const root = await load();
		expect(asked).toContainEqual(["codes/show", { meant: ann.id, way: "screen" }]);
		expect(root.querySelector("svg.qr path")?.getAttribute("d")).toMatch(/^M\d/);
		expect(words(root)).toContain("Make sure of Ann");
	});

	it("takes nobody from its address, where the history of the browser would keep them", async () => {
		openedFor = ann.id;
		await load(`#${ann.id}`);
		expect(location.hash).toBe("");
		expect(asked).toContainEqual(["codes/show", { meant: null, way: "screen" }]);
	});

	it("has another one made for a link and a file, and the same for both", async () => {
		const root = await load();
		await press(button(root, "Copy as a link"));
		await settle();
		await press(button(root, "Save as a file"));
		await settle();
		const links = asked.filter(
			([channel, what]) => channel === "codes/show" && (what as Ask<"codes/show">).way === "link",
		);
		expect(links).toEqual([["codes/show", { meant: null, way: "link" }]]);
	});

	it("asks how a text came, and takes the user's word", async () => {
		const root = await load();
		replies = [asks, { kind: "verified", contact: ann }];
		await paste(root);
		expect(taken()).toEqual([{ code: { text: "web+sotto:X" }, meant: null, say: "look", another: [] }]);
		const sure = button(root, "From themselves, and nobody else could change it");
		await press(sure);
		expect(taken()).toHaveLength(1);
		await stayStill();
		await press(sure, false);
		expect(taken()).toHaveLength(1);
		await press(sure);
		await settle();
		expect(taken()[1]).toMatchObject({ say: "sure" });
		expect(words(root)).toContain("Ann is verified. ");
		await press(button(root, "Copy an answer for them"));
		await settle();
		expect(root.querySelector<HTMLTextAreaElement>(".notice textarea")?.value).toBe("ARMOR");
	});

	it("opens with a link that the browser was given, and asks about it", async () => {
		replies = [asks];
		const root = await load(`#${encodeURIComponent("web+sotto:Y")}`);
		expect(taken()).toEqual([]);
		const read = button(root, "Read the link");
		await press(read);
		expect(taken()).toEqual([]);
		await stayStill();
		await press(read);
		await settle();
		expect(taken()).toEqual([{ code: { text: "web+sotto:Y" }, meant: null, say: "look", another: [] }]);
		expect(words(root)).toContain("How did it come to you?");
		expect(location.href).not.toContain("sotto:Y");
	});

	it("keeps such a link until Sotto is unlocked, and shows nothing after a lock", async () => {
		vault = "locked";
		const root = await load("#web+sotto:Y");
		expect(words(root)).toContain("Sotto is locked.");
		expect(taken()).toEqual([]);
		vault = "unlocked";
		replies = [{ kind: "verified", contact: ann }];
		const hear = vi.mocked(onToPages).mock.calls.at(-1)![0];
		hear({ to: "pages", kind: "vault-changed", vault });
		await settle();
		await stayStill();
		await press(button(root, "Read the link"));
		await settle();
		expect(taken()).toHaveLength(1);
		expect(words(root)).toContain("Ann is verified.");
		vault = "locked";
		await act(() => hear({ to: "pages", kind: "vault-changed", vault }));
		await settle();
		expect(words(root)).not.toContain("Ann");
		expect(root.querySelector("svg.qr")).toBeNull();
	});

	it("believes its camera of a contact without asking", async () => {
		vi.mocked(openSource).mockResolvedValue({ getTracks: () => [] } as unknown as MediaStream);
		vi.mocked(watch).mockResolvedValue("BBBB");
		replies = [
			{ ...asks, contact: ann },
			{ kind: "verified", contact: ann },
		];
		openedFor = ann.id;
		const root = await load();
		await press(button(root, "Use the camera"));
		await settle();
		const take = { code: { qr: "BBBB" }, meant: ann.id, another: [] };
		expect(taken()).toEqual([
			{ ...take, say: "look" },
			{ ...take, say: "sure" },
		]);
		expect(words(root)).toContain("Ann is verified.");
	});

	it("asks about somebody new before its camera, whose picture anybody can hold there", async () => {
		vi.mocked(openSource).mockResolvedValue({ getTracks: () => [] } as unknown as MediaStream);
		vi.mocked(watch).mockResolvedValue("BBBB");
		replies = [asks, { kind: "same-name", name: "Ann", contact: ann }, { kind: "verified", contact: ann }];
		const root = await load();
		await press(button(root, "Use the camera"));
		await settle();
		const take = { code: { qr: "BBBB" }, meant: null };
		expect(taken()).toEqual([{ ...take, say: "look", another: [] }]);
		expect(words(root)).toContain("somebody new, who calls themselves Ann");
		await stayStill();
		await press(button(root, "It is on the device of somebody beside me"));
		await settle();
		expect(taken()[1]).toEqual({ ...take, say: "sure", another: [] });
		await stayStill();
		await press(button(root, "Somebody else"));
		await settle();
		expect(taken()[2]).toEqual({ ...take, say: "sure", another: [ann.id] });
	});

	it("asks whose the account is that a page shows as somebody's new one", async () => {
		const claimed: CodeReply = { kind: "claimed", name: "Mallory", contact: ann };
		const root = await load();
		const dora = contact("Dora", "known", { id: "d1".repeat(32) });
		replies = [claimed, { ...claimed, contact: dora }, { ...claimed, contact: carl }, { ...asks, contact: carl }];
		await paste(root);
		expect(words(root)).toContain("This code calls itself Mallory.");
		await stayStill();
		await press(button(root, "Somebody else"));
		await settle();
		await stayStill();
		await press(button(root, "Somebody else"));
		await settle();
		await stayStill();
		await press(button(root, "It is \u2068Carl\u2069"));
		await settle();
		expect(taken().map(({ meant, say, another }) => [meant, say, another])).toEqual([
			[null, "look", []],
			[null, "look", [ann.id]],
			[null, "look", [ann.id, dora.id]],
			[carl.id, "look", [ann.id, dora.id]],
		]);
		expect(words(root)).toContain("How did it come to you?");
	});

	it("asks whose device it is before it locks for an account that nobody has", async () => {
		openedFor = ann.id;
		const root = await load();
		const unknown: CodeReply = { kind: "other-account", name: "Mallory", account, meant: ann };
		replies = [unknown, asks];
		await paste(root);
		await stayStill();
		await press(button(root, "Somebody else"));
		await settle();
		expect(taken().map(({ meant, another }) => [meant, another])).toEqual([
			[ann.id, []],
			[null, [ann.id]],
		]);
		replies = [unknown, { kind: "differs", contact: ann }];
		await paste(root);
		await stayStill();
		await press(button(root, "It is on the device of \u2068Ann\u2069"));
		await settle();
		expect(asked.at(-1)).toEqual(["codes/differs", { contact: ann.id }]);
	});

	it("switches a camera off that was allowed after the tab was left", async () => {
		const stop = vi.fn();
		let allow: (stream: MediaStream) => void = () => undefined;
		vi.mocked(openSource).mockReturnValue(new Promise((resolve) => (allow = resolve)));
		const unheard = vi.fn();
		vi.mocked(onHidden).mockReturnValueOnce(unheard);
		const root = await load();
		await press(button(root, "Use the camera"));
		vi.mocked(onHidden).mock.calls.at(-1)![0]();
		allow({ getTracks: () => [{ stop }] } as unknown as MediaStream);
		await settle();
		expect(stop).toHaveBeenCalledOnce();
		expect(watch).not.toHaveBeenCalled();
		expect(unheard).toHaveBeenCalledOnce();
		expect(button(root, "Use the camera")).toBeDefined();
	});

	it("does not believe what it saw on the screen", async () => {
		vi.mocked(openSource).mockResolvedValue({ getTracks: () => [] } as unknown as MediaStream);
		vi.mocked(watch).mockResolvedValue("BBBB");
		replies = [asks];
		const root = await load();
		await press(button(root, "From the screen"));
		await settle();
		expect(taken()).toMatchObject([{ say: "look" }]);
	});

	it("has its own code off the screen for as long as that is looked at, and not for a camera", async () => {
		let found: (qr: string | null) => void = () => undefined;
		vi.mocked(openSource).mockResolvedValue({ getTracks: () => [] } as unknown as MediaStream);
		vi.mocked(watch).mockImplementation(() => new Promise((resolve) => (found = resolve)));
		const root = await load();
		await press(button(root, "Use the camera"));
		expect(root.querySelector("svg.qr")).not.toBeNull();
		await press(button(root, "From the screen"));
		expect(root.querySelector("svg.qr")).toBeNull();
		expect(words(root)).toContain("Your own code is hidden");
		await act(async () => found(null));
		await settle();
		expect(root.querySelector("svg.qr")).not.toBeNull();
	});

	it("lets the user say whom they meant, or that it is another key of them", async () => {
		openedFor = ann.id;
		const root = await load();
		const other: CodeReply = { kind: "other-contact", contact: carl, meant: ann };
		replies = [other, { ...asks, contact: carl }, { kind: "verified", contact: carl }];
		await paste(root);
		await stayStill();
		await press(button(root, "I meant \u2068Carl\u2069"));
		await settle();
		await stayStill();
		await press(button(root, "From themselves, and nobody else could change it"));
		await settle();
		expect(taken().map(({ meant, say }) => [meant, say])).toEqual([
			[ann.id, "look"],
			[carl.id, "look"],
			[carl.id, "sure"],
		]);
		replies = [other, { kind: "differs", contact: ann }];
		await paste(root);
		await stayStill();
		await press(button(root, "It is on the device of \u2068Ann\u2069"));
		await settle();
		expect(asked.at(-1)).toEqual(["codes/differs", { contact: ann.id }]);
		expect(words(root.querySelector("[role=alert]")!)).toContain("Sending to Ann is locked; nothing is deleted.");
	});

	it.each<[CodeReply | AnyErrorCode, string]>([
		["malformed", "not a code of Sotto"],
		["prekey-expired", "has ended"],
		["unsupported-version", "another version"],
		["account-revoked", "ended"],
		[{ kind: "mine" }, "your own code"],
		[{ kind: "not-for-me" }, "another account than yours"],
		[{ kind: "no-card" }, "holds no card"],
		[{ kind: "old-account", contact: ann }, "had before"],
		[{ kind: "forked", contact: ann }, "Nothing is sent to them before this is settled."],
		[{ kind: "accepted", contact: carl }, "Nothing is verified"],
	])("says %j in words", async (reply, said) => {
		const root = await load();
		replies = [reply];
		await paste(root);
		expect(words(root)).toContain(said);
	});

	it.each([
		["Use the camera", "refused", "does not let Sotto use the camera"],
		["Use the camera", "none", "no camera"],
		["From the screen", "refused", "was not shared"],
	] as const)("says why there is no picture: %s, %s", async (label, why, said) => {
		vi.mocked(openSource).mockResolvedValue(why);
		const root = await load();
		await press(button(root, label));
		await settle();
		expect(words(root)).toContain(said);
		expect(watch).not.toHaveBeenCalled();
	});

	it("takes what is dropped, and has no page leave for it", async () => {
		const root = await load();
		replies = [asks];
		const drop = new Event("drop", { bubbles: true, cancelable: true });
		Object.defineProperty(drop, "isTrusted", { value: true });
		const file = new File(["web+sotto:Z\n"], "contact.sotto");
		Object.defineProperty(drop, "dataTransfer", { value: { files: [file], getData: () => "" } });
		await act(() => void root.querySelectorAll("section")[1]!.dispatchEvent(drop));
		await settle();
		await settle();
		expect(drop.defaultPrevented).toBe(true);
		expect(taken()).toMatchObject([{ code: { text: "web+sotto:Z\n" }, say: "look" }]);
	});
});
