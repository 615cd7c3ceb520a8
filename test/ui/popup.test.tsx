// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ask } from "../../src/messaging/client.ts";
import { requestSite } from "../../src/platform/permissions.ts";
import { derivePassphraseKey } from "../../src/ui/passphrase-worker-client.ts";
import { createPopup, type Popup, type PopupState } from "../../src/ui/popup/popup-controller.ts";
import { PopupView } from "../../src/ui/popup/popup-view.tsx";
import { frameReport } from "../support/frame-report.ts";
import { ben, carol, contactPage, messageView, plainProtection } from "./support/people.ts";
import { asTrusted, button, press, show, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));
vi.mock(import("../../src/platform/permissions.ts"), async (original) => ({
	...(await original()),
	requestSite: vi.fn(),
}));
vi.mock(import("../../src/ui/passphrase-worker-client.ts"), () => ({ derivePassphraseKey: vi.fn() }));

const asked: [string, unknown][] = [];
let popup: Popup;

async function open(state: Partial<PopupState> = {}, replies: Record<string, unknown> = {}): Promise<HTMLElement> {
	const whole: PopupState = {
		vault: "unlocked",
		name: "Ann",
		account: "a".repeat(64),
		own: { ended: false, moved: false, kit: false, named: [] },
		mark: { picture: 3, word: "copper" },
		site: {
			origin: "https://chat.example",
			host: "chat.example",
			on: true,
			needsReload: false,
			boxes: { use: 0, not: 0 },
			learned: false,
		},
		people: [ben],
		autoLockMinutes: 15,
		keep: "30d",
		tellsSeen: true,
		locksWithScreen: true,
		...state,
	};
	const known: Record<string, unknown> = {
		"popup/state": { ok: true, value: whole },
		"popup/contacts": { ok: true, value: [ben, carol] },
		"popup/contact": { ok: true, value: contactPage(ben) },
		...replies,
	};
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push([channel, what]);
		return (known[channel] ?? { ok: true, value: null }) as never;
	});
	popup = createPopup();
	const root = await show(<PopupView popup={popup} />);
	await act(() => popup.refresh());
	asked.length = 0;
	return root;
}
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));

async function fill(root: Element, selector: string, value: string): Promise<void> {
	const field = root.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector);
	if (field === null) throw new Error(`no ${selector}`);
	field.value = value;
	await act(() => {
		field.dispatchEvent(asTrusted(new Event("input", { bubbles: true })));
	});
}
/** Ticks a box or picks from a list. */
async function choose(root: Element, selector: string, what: string | boolean, trusted = true): Promise<void> {
	const field = root.querySelector<HTMLInputElement & HTMLSelectElement>(selector);
	if (field === null) throw new Error(`no ${selector}`);
	if (typeof what === "boolean") field.checked = what;
	else field.value = what;
	const event = new Event("change", { bubbles: true });
	await act(() => {
		field.dispatchEvent(trusted ? asTrusted(event) : event);
	});
}
async function submit(root: Element, trusted = true): Promise<void> {
	const event = new Event("submit", { bubbles: true, cancelable: true });
	await act(() => {
		root.querySelector("form")?.dispatchEvent(trusted ? asTrusted(event) : event);
	});
	await settle();
}

afterEach(() => {
	popup.stop();
	asked.length = 0;
	vi.clearAllMocks();
});

describe("a locked popup", () => {
	const params = { "popup/kdf-params": { ok: true, value: { salt: "AAAAAAAAAAAAAAAAAAAAAA", profile: 1 } } };

	it("derives the key here and sends only the key", async () => {
		vi.mocked(derivePassphraseKey).mockResolvedValue(new Uint8Array(32).fill(7));
		const root = await open({ vault: "locked" }, params);
		await fill(root, "#passphrase", "correct horse battery");
		await submit(root);
		expect(derivePassphraseKey).toHaveBeenCalledWith({
			passphrase: "correct horse battery",
			salt: new Uint8Array(16),
			profile: 1,
		});
		const unlock = asked.find(([channel]) => channel === "popup/unlock");
		expect(unlock?.[1]).toEqual({ passphraseKey: expect.stringMatching(/^Bwc[\w-]{40}$/u) });
		expect(JSON.stringify(asked)).not.toContain("correct horse");
	});

	it("says that the passphrase is wrong, and forgets it", async () => {
		vi.mocked(derivePassphraseKey).mockResolvedValue(new Uint8Array(32));
		const root = await open(
			{ vault: "locked" },
			{ ...params, "popup/unlock": { ok: false, code: "wrong-passphrase" } },
		);
		await fill(root, "#passphrase", "wrong");
		await submit(root);
		expect(root.querySelector("[role=alert]")?.textContent).toContain("not the right passphrase");
		expect(root.querySelector<HTMLInputElement>("#passphrase")?.value).toBe("");
	});

	it("does nothing for a script's submit", async () => {
		const root = await open({ vault: "locked" }, params);
		await fill(root, "#passphrase", "correct horse battery");
		await submit(root, false);
		expect(derivePassphraseKey).not.toHaveBeenCalled();
	});

	it("leads to the welcome page when there is no vault", async () => {
		const root = await open({ vault: "none", name: null, mark: null });
		expect(root.querySelector("a")?.getAttribute("href")).toBe("/welcome.html");
	});
});

describe("writing in the box clicked last", () => {
	const label = "Write in the box I clicked last";
	const site = {
		origin: "https://chat.example",
		host: "chat.example",
		on: true,
		needsReload: false,
		boxes: { use: 0, not: 0 },
		learned: false,
	};

	it("asks for it by a real click, and gives the page the focus", async () => {
		const close = vi.spyOn(window, "close").mockImplementation(() => undefined);
		const root = await open();
		await press(button(root, label), false);
		expect(asked).toEqual([]);
		await press(button(root, label));
		await settle();
		expect(asked[0]).toEqual(["popup/use-box", null]);
		expect(close).toHaveBeenCalledOnce();
	});

	it("says why not, and stays open", async () => {
		const close = vi.spyOn(window, "close").mockImplementation(() => undefined);
		close.mockClear();
		const root = await open({}, { "popup/use-box": { ok: false, code: "no-box" } });
		await press(button(root, label));
		await settle();
		expect(root.querySelector("[role=alert]")?.textContent).toContain("No text box was found.");
		expect(close).not.toHaveBeenCalled();
	});

	it.each([
		["the site is off", { site: { ...site, on: false } }],
		["nothing runs in the tab yet", { site: { ...site, needsReload: true } }],
		["the page is none for Sotto", { site: null }],
		["the vault is locked", { vault: "locked" as const }],
		["there is no vault", { vault: "none" as const }],
	])("is not offered when %s", async (_why, state) => {
		expect(words(await open(state))).not.toContain(label);
	});
});

describe("this site", () => {
	const noBoxes = { use: 0, not: 0 };
	const off = {
		origin: "https://chat.example",
		host: "chat.example",
		on: false,
		needsReload: false,
		boxes: noBoxes,
		learned: false,
	};

	it("is asked for inside the click, before anything else", async () => {
		vi.mocked(requestSite).mockResolvedValue(true);
		const root = await open({ site: off });
		root.querySelector(".toggle")?.dispatchEvent(asTrusted(new MouseEvent("click", { bubbles: true })));
		expect(requestSite).toHaveBeenCalledExactlyOnceWith("https://chat.example");
		await settle();
		expect(asked[0]).toEqual(["popup/site-on", { origin: "https://chat.example" }]);
	});

	it("stays off when the user refuses", async () => {
		vi.mocked(requestSite).mockResolvedValue(false);
		const root = await open({ site: off });
		await press(root.querySelector(".toggle") ?? root);
		await settle();
		expect(asked).toEqual([]);
	});

	it("is turned off without asking the browser", async () => {
		const root = await open();
		expect(root.querySelector(".toggle")?.getAttribute("aria-checked")).toBe("true");
		await press(root.querySelector(".toggle") ?? root);
		await settle();
		expect(requestSite).not.toHaveBeenCalled();
		expect(asked[0]).toEqual(["popup/site-off", { origin: "https://chat.example" }]);
	});

	it("offers a reload to a tab that was open before, and says where it cannot run", async () => {
		expect(words(await open({ site: { ...off, on: true, needsReload: true } }))).toContain("Reload the tab");
		expect(words(await open({ site: null }))).toContain("Sotto cannot run on this page.");
	});

	it("shows what is remembered of its boxes, and forgets each kind by itself", async () => {
		const chosen = { ...off, on: true, boxes: { use: 1, not: 2 } };
		const root = await open({ site: chosen });
		expect(words(root)).toContain("Remembered for this site: 1 box that you gave the lock. Forget");
		expect(words(root)).toContain("Remembered for this site: 2 boxes that you took the lock from. Forget");
		const forget = [...root.querySelectorAll("button")].filter(({ textContent }) => textContent === "Forget");
		expect(forget.map((one) => root.querySelector(`#${one.getAttribute("aria-describedby")}`)?.textContent)).toEqual([
			"Remembered for this site: 1 box that you gave the lock.",
			"Remembered for this site: 2 boxes that you took the lock from.",
		]);
		for (const one of forget) await press(one);
		await settle();
		const ordered = asked.filter(([channel]) => channel === "popup/forget-boxes").map(([, what]) => what);
		expect(ordered).toEqual([true, false].map((use) => ({ origin: off.origin, use })));
	});

	it("says that messages are kept short there, and forgets why", async () => {
		const root = await open({ site: { ...off, on: true, learned: true } });
		const said = "Messages here are cut small or sent slowly, because of how earlier ones came out.";
		expect(words(root)).toContain(`${said} Forget`);
		const forget = button(root, "Forget");
		expect(root.querySelector(`#${forget.getAttribute("aria-describedby")}`)?.textContent).toBe(said);
		await press(forget, false);
		expect(asked).toEqual([]);
		await press(forget);
		await settle();
		expect(asked[0]).toEqual(["popup/forget-learned", { origin: off.origin }]);
		expect(words(await open({ site: { ...off, on: true } }))).not.toContain("Forget");
	});

	it("says nothing of boxes where nothing is remembered, or where it is off", async () => {
		expect(words(await open())).not.toContain("Forget");
		expect(words(await open({ site: { ...off, boxes: { use: 1, not: 1 } } }))).not.toContain("Forget");
	});
});

describe("what Sotto sees on this page", () => {
	const diagnosis = { origin: "https://chat.example", on: true, needsReload: false, frames: [frameReport()] };

	it("is there for any page", async () => {
		button(await open({ site: null }), "What Sotto sees on this page");
	});

	it("is counted, and is there to copy", async () => {
		const root = await open({}, { "popup/diagnose": { ok: true, value: diagnosis } });
		await press(button(root, "What Sotto sees on this page"));
		await settle();
		expect(words(root)).toContain("1 text box 1 has the lock 2 private messages");
		const report = JSON.parse(root.querySelector("textarea")?.value ?? "");
		expect(report).toEqual({ browser: navigator.userAgent, ...diagnosis });
		const copied: string[] = [];
		document.execCommand = (name: string) => copied.push(name) > 0;
		await press(button(root, "Copy"));
		expect(copied).toEqual(["copy"]);
		expect(words(root)).toContain("Copied");
		await press(button(root, "Look again"));
		await settle();
		expect(asked.filter(([channel]) => channel === "popup/diagnose")).toHaveLength(2);
	});

	it("says so when no script answers, or the page is none", async () => {
		const nobody = await open({}, { "popup/diagnose": { ok: true, value: { ...diagnosis, frames: [] } } });
		await press(button(nobody, "What Sotto sees on this page"));
		await settle();
		expect(nobody.querySelector("[role=alert]")?.textContent).toContain("does not run in this tab yet");
		const none = await open({}, { "popup/diagnose": { ok: false, code: "site-unsupported" } });
		await press(button(none, "What Sotto sees on this page"));
		await settle();
		expect(none.querySelector("[role=alert]")).not.toBeNull();
		expect(none.querySelector("textarea")).toBeNull();
	});
});

describe("a contact", () => {
	const page = async () => {
		const root = await open();
		await press(root.querySelector("ul .row") ?? root);
		await settle();
		return root;
	};

	it("has its account number, to compare a proof with, as our own card page has ours", async () => {
		expect(words(await page())).toContain("Account number ben");
		const root = await open();
		await press(button(root, "My card"));
		expect(words(root)).toContain(`Account number ${"aaaa ".repeat(16).trim()}`);
	});

	it("is renamed", async () => {
		const root = await page();
		await fill(root, "#contact-name", " Benjamin ");
		await submit(root);
		expect(asked).toContainEqual(["popup/rename-contact", { contact: "ben", name: "Benjamin" }]);
	});

	it("is removed only after a second yes", async () => {
		const root = await page();
		await press(button(root, "Remove contact"));
		expect(words(root)).toContain(
			"The keys of all their messages are deleted, so you can never read those again here.",
		);
		expect(asked.map(([channel]) => channel)).not.toContain("popup/remove-contact");
		await press(button(root, "Remove Ben for good"));
		await settle();
		expect(asked).toContainEqual(["popup/remove-contact", { contact: "ben" }]);
	});
});

describe("by hand", () => {
	it("reads a pasted card and accepts it", async () => {
		const card = {
			ok: true,
			value: {
				kind: "card",
				name: "Dana",
				mine: false,
				contact: null,
				accepted: false,
				expired: false,
				looksLike: null,
			},
		};
		const root = await open({}, { "popup/read-by-hand": card });
		await press(button(root, "Read or check a text"));
		await fill(root, "#pasted", "SOTTO");
		await submit(root);
		await stayStill();
		await press(button(root, "Accept"));
		expect(asked).toContainEqual(["popup/accept-by-hand", { text: "SOTTO" }]);
	});

	it("writes for chosen people, under a new sendId once the text changes", async () => {
		const root = await open({}, { "popup/write-by-hand": { ok: true, value: { armor: ["ARMOR"] } } });
		await press(button(root, "Write a message to copy"));
		const box = root.querySelector<HTMLInputElement>("input[type=checkbox]");
		if (box === null) throw new Error("no one to choose");
		box.checked = true;
		await act(() => {
			box.dispatchEvent(asTrusted(new Event("change", { bubbles: true })));
		});
		for (const text of ["Hello", "Hello again"]) {
			await fill(root, "#written", text);
			await submit(root);
		}
		const writes = asked.flatMap(([channel, what]) =>
			channel === "popup/write-by-hand" ? [what as { sendId: string; text: string; recipients: string[] }] : [],
		);
		expect(writes.map(({ text, recipients }) => [text, recipients])).toEqual([
			["Hello", ["ben"]],
			["Hello again", ["ben"]],
		]);
		expect(writes[0]?.sendId).not.toBe(writes[1]?.sendId);
		expect(root.querySelector<HTMLTextAreaElement>("textarea[readonly]")?.value).toBe("ARMOR");
	});
});

describe("a message written by hand", () => {
	const writing = async () => {
		const root = await open({}, { "popup/write-by-hand": { ok: true, value: { armor: ["ARMOR"] } } });
		await press(button(root, "Write a message to copy"));
		await choose(root, "input[type=checkbox]", true);
		await stayStill();
		return root;
	};
	const signed = ".option-check input";
	const isSigned = (root: Element) => root.querySelector<HTMLInputElement>(signed)?.checked;
	const options = () => asked.flatMap(([channel, what]) => (channel === "popup/write-by-hand" ? [what] : []));

	it("takes its options along; the next one is not signed, and disappears as this one", async () => {
		const root = await writing();
		await choose(root, signed, true);
		await choose(root, "#disappears", "24h");
		await fill(root, "#written", "Hello");
		await submit(root);
		expect(options()).toMatchObject([{ text: "Hello", options: { signed: true, disappears: "24h" } }]);
		expect(isSigned(root)).toBe(true);
		await fill(root, "#written", "Hello again");
		expect(isSigned(root)).toBe(false);
		await submit(root);
		expect(options()[1]).toMatchObject({ options: { signed: false, disappears: "24h" } });
	});

	it("is another one when its options change", async () => {
		const root = await writing();
		await fill(root, "#written", "Hello");
		await submit(root);
		expect(words(root)).not.toContain("This is the text before, encrypted.");
		await choose(root, signed, true);
		expect(root.querySelector<HTMLTextAreaElement>("textarea[readonly]")?.value).toBe("ARMOR");
		expect(words(root)).toContain("This is the text before, encrypted.");
		await submit(root);
		const [first, second] = options() as { sendId: string }[];
		expect(first?.sendId).not.toBe(second?.sendId);
	});

	it("is not changed by a script", async () => {
		const root = await writing();
		await choose(root, signed, true, false);
		await choose(root, "#disappears", "24h", false);
		await fill(root, "#written", "Hello");
		await submit(root);
		expect(options()).toMatchObject([{ options: { signed: false, disappears: null } }]);
	});
});

describe("a message read by hand", () => {
	const read = async (view: unknown, replies: Record<string, unknown> = {}) => {
		const root = await open({}, { "popup/read-by-hand": { ok: true, value: view }, ...replies });
		await press(button(root, "Read or check a text"));
		await fill(root, "#pasted", "SOTTO");
		await submit(root);
		await stayStill();
		return root;
	};

	it("is exported with its proof", async () => {
		const view = messageView({ protection: { ...plainProtection, signed: true } });
		const root = await read(view, { "popup/export-proof-by-hand": { ok: true, value: { armor: ["PROOF"] } } });
		await press(button(root, "Export with proof"));
		await settle();
		expect(asked).toContainEqual(["popup/export-proof-by-hand", { text: "SOTTO" }]);
		expect(button(root, "Copy")).toBeDefined();
	});

	it("uses a new start", async () => {
		const root = await read(messageView({ newStart: true }));
		await press(button(root, "Use the new start"));
		expect(asked).toContainEqual(["popup/use-new-start-by-hand", { text: "SOTTO" }]);
	});

	it("gives up older ones", async () => {
		const root = await read({ kind: "failed", code: "too-many-skipped", givesUp: 3 });
		await press(button(root, "Open it and give up 3 older messages"));
		expect(asked).toContainEqual(["popup/give-up-older-by-hand", { text: "SOTTO" }]);
	});

	it("offers a new card for an old invitation", async () => {
		const card = { "popup/my-card": { ok: true, value: { armor: ["CARD"] } } };
		const root = await read({ kind: "failed", code: "prekey-expired" }, card);
		await press(button(root, "Copy a new invitation"));
		await settle();
		expect(asked).toContainEqual(["popup/my-card", { sendId: expect.stringMatching(/^[0-9a-f]{32}$/u) }]);
	});
});

describe("settings", () => {
	it("say how long messages stay readable, and change it", async () => {
		const root = await open({ keep: "90d" });
		await press(button(root, "Settings"));
		const list = root.querySelector<HTMLSelectElement>("#keep");
		expect([list?.value, list?.labels?.[0]?.textContent]).toEqual([
			"90d",
			expect.stringMatching(/^Keep messages readable/u),
		]);
		expect([...(list?.options ?? [])].map(({ text }) => text)).toEqual([
			"Forever",
			"90 days",
			"30 days",
			"7 days",
			"24 hours",
			"Until the tab closes",
		]);
		await choose(root, "#keep", "7d", false);
		expect(asked).toEqual([]);
		await choose(root, "#keep", "forever");
		expect(asked[0]).toEqual(["popup/set-keep", { keep: "forever" }]);
	});

	it("ask first where a shorter time deletes messages", async () => {
		const root = await open({ keep: "90d" });
		await press(button(root, "Settings"));
		await choose(root, "#keep", "7d");
		expect(asked).toEqual([]);
		expect(root.textContent).toContain("are deleted now, for good");
		await press(button(root, "Cancel"));
		expect(root.querySelector<HTMLSelectElement>("#keep")?.value).toBe("90d");
		await choose(root, "#keep", "closed");
		expect(root.textContent).toContain("when the tabs that are open now on your sites have closed");
		await press(button(root, "Delete and change"));
		expect(asked).toEqual([]);
		await stayStill();
		await press(button(root, "Delete and change"), false);
		expect(asked).toEqual([]);
		await press(button(root, "Delete and change"));
		expect(asked[0]).toEqual(["popup/set-keep", { keep: "closed" }]);
	});

	it.each([true, false])("turn off and on what messages tell (%s)", async (tellsSeen) => {
		const root = await open({ tellsSeen });
		await press(button(root, "Settings"));
		const toggle = root.querySelector("[aria-labelledby=tells-seen]") ?? root;
		expect(toggle.getAttribute("aria-checked")).toBe(String(tellsSeen));
		await press(toggle, false);
		expect(asked).toEqual([]);
		await press(toggle);
		expect(asked[0]).toEqual(["popup/set-tells-seen", { on: !tellsSeen }]);
	});

	it.each([
		[true, /also locks when the screen locks/u],
		[false, /does not tell extensions when the screen locks/u],
	])("say what this browser can do (screen lock told: %s)", async (locksWithScreen, said) => {
		const root = await open({ locksWithScreen });
		await press(button(root, "Settings"));
		expect(words(root)).toMatch(said);
	});
});

it("forgets everything on the way to locked", async () => {
	const root = await open({}, { "popup/lock": { ok: true, value: null } });
	expect(words(root)).toContain("Ben");
	vi.mocked(ask).mockResolvedValue({
		ok: true,
		value: {
			vault: "locked",
			name: null,
			account: null,
			mark: null,
			site: null,
			people: [],
			autoLockMinutes: 15,
			keep: "30d",
			tellsSeen: true,
			locksWithScreen: true,
		},
	} as never);
	await press(button(root, "Lock"));
	await settle();
	expect(words(root)).not.toMatch(/Ben|copper/u);
	expect(popup.contacts.value).toEqual([]);
});
