// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Reply } from "../../src/messaging/channels.ts";
import { ask, onToPages } from "../../src/messaging/client.ts";
import { derivePassphraseKey } from "../../src/ui/passphrase-worker-client.ts";
import { createPopup, type Popup, type PopupState } from "../../src/ui/popup/popup-controller.ts";
import { PopupView } from "../../src/ui/popup/popup-view.tsx";
import { saveFile } from "../../src/ui/save-file.ts";
import { ben, carol } from "./support/people.ts";
import { asTrusted, button, press, show, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));
vi.mock(import("../../src/ui/passphrase-worker-client.ts"), () => ({ derivePassphraseKey: vi.fn() }));
vi.mock(import("../../src/ui/save-file.ts"), () => ({ saveFile: vi.fn() }));

type Own = NonNullable<PopupState["own"]>;
const lives: Own = { ended: false, moved: false, kit: true, named: [] };
const kit = { code: `06S0Z ${"41A8D ".repeat(11)}`.trim(), statement: "SOTTOxvQstatement" };
const account = "a".repeat(64);
let popup: Popup;
let asked: [string, unknown][] = [];

/** The page of the own account; `answers` change with what was asked. */
async function open(own: Own, answers: Record<string, unknown> = {}): Promise<HTMLElement> {
	let now = own;
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push([channel, what]);
		if (channel === "popup/end-account") now = { ...now, ended: true };
		if (channel === "popup/kit-kept") now = { ...now, kit: true };
		const state = { vault: "unlocked", name: "Ann", account, own: now, people: [], site: null, mark: null };
		const known: Record<string, unknown> = {
			"popup/state": state as unknown as Reply<"popup/state">,
			"popup/contacts": [ben, carol],
			"popup/kdf-params": { salt: "A".repeat(22), profile: 1 },
			"popup/make-kit": kit,
			"popup/new-account": { ...kit, code: kit.code.replace("06S0Z", "06NEW") },
			"popup/account-news": { armor: ["SOTTOxvQnews"] },
			"popup/name-revoker": { armor: ["SOTTOxvQnamed"] },
			...answers,
		};
		const answer = known[channel];
		if (typeof answer === "string") return { ok: false, code: answer } as never;
		return { ok: true, value: answer ?? null } as never;
	});
	popup = createPopup();
	const root = await show(<PopupView popup={popup} />);
	await act(() => popup.refresh());
	await act(() => popup.go({ name: "account" }));
	asked = [];
	return root;
}
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));
async function fill(root: Element, id: string, value: string): Promise<void> {
	const field = root.querySelector<HTMLInputElement>(`#${id}`);
	if (field === null) throw new Error(`no ${id}`);
	field.value = value;
	await act(() => {
		field.dispatchEvent(asTrusted(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true })));
	});
}
async function submit(root: Element, trusted = true): Promise<void> {
	const event = new Event("submit", { bubbles: true, cancelable: true });
	await act(() => {
		root.querySelector("form")?.dispatchEvent(trusted ? asTrusted(event) : event);
	});
	await settle();
}
const sent = (channel: string) => asked.filter(([name]) => name === channel).map(([, what]) => what);

beforeEach(() => {
	vi.mocked(derivePassphraseKey).mockImplementation(async () => new Uint8Array(32).fill(7));
	vi.mocked(saveFile).mockClear();
});

describe("the page of the own account", () => {
	it("ends it only with the word typed, and then says what is next", async () => {
		const root = await open(lives);
		await press(button(root, "End my account"));
		expect(words(root)).toContain("This cannot be taken back.");
		await submit(root);
		await fill(root, "end-word", "en");
		await submit(root);
		await fill(root, "end-word", " End ");
		await submit(root, false);
		expect(sent("popup/end-account")).toEqual([]);
		await submit(root);
		expect(sent("popup/end-account")).toEqual([{ account }]);
		expect(words(root)).toContain("Your account was ended. Tell your contacts in each chat, and begin anew.");
		expect(words(root)).not.toContain("Name somebody");
		await press(button(root, "Show the statement for my contacts"));
		await settle();
		expect(root.querySelector<HTMLTextAreaElement>("textarea.armor")?.value).toBe("SOTTOxvQnews");
		await press(button(root, "Begin anew"));
		await fill(root, "move-passphrase", "correct horse");
		await submit(root);
		expect(sent("popup/new-account")).toEqual([{ passphraseKey: expect.stringMatching(/^[\w-]{43}$/u), kit: null }]);
		expect(words(root)).toContain("06NEW");
	});

	it("moves with the kit and the passphrase, and shows the kit of the new account", async () => {
		const root = await open(lives);
		await press(button(root, "Move to a new account"));
		await fill(root, "move-passphrase", "correct horse");
		await submit(root);
		expect(sent("popup/new-account")).toEqual([]);
		await fill(root, "move-kit", `Kit ${kit.code}`);
		await submit(root);
		expect(sent("popup/new-account")).toEqual([
			{ passphraseKey: expect.stringMatching(/^[\w-]{43}$/u), kit: `Kit ${kit.code}` },
		]);
		expect(JSON.stringify(asked)).not.toContain("horse");
		expect(words(root)).toContain("This is your new account.");
		expect(words(root)).toContain("06NEW");
		await press(button(root, "Save as a file"));
		await settle();
		expect(vi.mocked(saveFile).mock.calls[0]?.[1].replace(/\s+/g, " ")).toContain("06NEW 41A8D");
		expect(sent("popup/kit-kept")).toEqual([null]);
	});

	it("says why it did not move, and keeps what was put in", async () => {
		const root = await open(lives, { "popup/new-account": "wrong-recovery-key" });
		await press(button(root, "Move to a new account"));
		await fill(root, "move-kit", "another kit");
		await fill(root, "move-passphrase", "correct horse");
		await submit(root);
		expect(root.querySelector("[role=alert]")?.textContent).toContain("not the recovery key of your account");
		expect(root.querySelector<HTMLTextAreaElement>("#move-kit")?.value).toBe("another kit");
		expect(root.querySelector<HTMLInputElement>("#move-passphrase")?.value).toBe("");
	});

	it("has no move without a kit, and makes one", async () => {
		const root = await open({ ...lives, kit: false });
		expect(words(root)).not.toContain("Move to a new account");
		await press(button(root, "Make a recovery kit"));
		await settle();
		expect(words(root)).toContain(kit.code);
		expect(words(root)).toContain("Later");
		expect(sent("popup/kit-kept")).toEqual([]);
	});

	it("names a verified contact who may end it, in a message to carry", async () => {
		const root = await open({ ...lives, named: [ben.id] });
		expect(words(root)).toContain("May end my account: Ben");
		await press(button(root, "Name them"));
		const offered = [...root.querySelectorAll<HTMLOptionElement>("#name-who option")].map(({ value }) => value);
		expect(offered).toEqual(["", carol.id]);
		await fill(root, "name-passphrase", "correct horse");
		await submit(root);
		expect(sent("popup/name-revoker")).toEqual([]);
		await fill(root, "name-who", carol.id);
		await submit(root);
		expect(sent("popup/name-revoker")).toMatchObject([
			{ contact: carol.id, sendId: expect.stringMatching(/^[0-9a-f]{32}$/) },
		]);
		expect(root.querySelector<HTMLTextAreaElement>("textarea.armor")?.value).toBe("SOTTOxvQnamed");
	});

	it("names nobody where nobody is verified, and says so", async () => {
		const root = await open(lives, { "popup/contacts": [ben] });
		expect(words(root)).toContain("Only contacts you have verified can be named.");
		expect(words(root)).not.toContain("Name them");
	});

	it("shows nothing of a kit once Sotto is locked, even before the background answers", async () => {
		const root = await open({ ...lives, kit: false });
		const hear = vi.mocked(onToPages).mock.calls.at(-1)![0];
		await press(button(root, "Make a recovery kit"));
		await settle();
		expect(words(root)).toContain(kit.code);
		vi.mocked(ask).mockImplementation(() => new Promise(() => undefined));
		await act(() => hear({ to: "pages", kind: "vault-changed", vault: "locked" }));
		expect(root.innerHTML).not.toContain("06S0Z");
		expect(popup.page.peek()).toEqual({ name: "home" });
		expect(popup.state.peek()).toBeNull();
	});

	it("takes the kit from a file in a tab, and offers none where choosing one closes the popup", async () => {
		const link = 'a[href="/popup.html#account"]';
		const inPopup = await open(lives);
		await press(button(inPopup, "Move to a new account"));
		expect(inPopup.querySelector("#move-file")).toBeNull();
		expect(inPopup.querySelector(link)).not.toBeNull();
		location.hash = "#account";
		const root = await open(lives);
		await press(button(root, "Move to a new account"));
		expect(root.querySelector(link)).toBeNull();
		const choose = async (file: Blob, trusted = true) => {
			const input = root.querySelector<HTMLInputElement>("#move-file")!;
			Object.defineProperty(input, "files", { value: [file], configurable: true });
			const event = new Event("change", { bubbles: true });
			await act(() => void input.dispatchEvent(trusted ? asTrusted(event) : event));
			await settle();
			return root.querySelector<HTMLTextAreaElement>("#move-kit")?.value;
		};
		expect(await choose(new Blob([kit.code]), false)).toBe("");
		expect(await choose(new Blob(["x".repeat(65_537)]))).toBe("");
		expect(await choose(new Blob([`Kit of Ann\n${kit.code}`]))).toBe(`Kit of Ann\n${kit.code}`);
		location.hash = "";
	});
});
