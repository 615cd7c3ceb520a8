// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ask, onToPages } from "../../src/messaging/client.ts";
import { personalPictures } from "../../src/ui/components/personal-pictures.tsx";
import { derivePassphraseKey } from "../../src/ui/passphrase-worker-client.ts";
import { saveFile } from "../../src/ui/save-file.ts";
import { WelcomeView } from "../../src/ui/welcome/welcome-view.tsx";
import { asTrusted, button, press, show, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));
vi.mock(import("../../src/ui/passphrase-worker-client.ts"), () => ({ derivePassphraseKey: vi.fn() }));

const kit = { code: `06S0Z ${"41A8D ".repeat(11)}`.trim(), statement: "SOTTOxvQstatement" };
vi.mock(import("../../src/ui/save-file.ts"), () => ({ saveFile: vi.fn() }));

const strong = "walnut zephyr tundra cobalt sorrel harbour";

async function fill(root: Element, id: string, value: string): Promise<void> {
	const field = root.querySelector<HTMLInputElement>(`#${id}`);
	if (field === null) throw new Error(`no field ${id}`);
	field.value = value;
	await act(() => {
		field.dispatchEvent(asTrusted(new Event("input", { bubbles: true })));
	});
}
async function submit(root: Element, trusted = true): Promise<void> {
	const event = new Event("submit", { bubbles: true, cancelable: true });
	await act(async () => {
		root.querySelector("form")?.dispatchEvent(trusted ? asTrusted(event) : event);
		await new Promise((resolve) => setTimeout(resolve, 0));
	});
}
async function filled(change: Record<string, string> = {}): Promise<HTMLElement> {
	const root = await show(<WelcomeView />);
	const answers = {
		name: " Ann ",
		"new-passphrase": strong,
		"passphrase-again": strong,
		"mark-word": "copper",
		...change,
	};
	for (const [id, value] of Object.entries(answers)) await fill(root, id, value);
	return root;
}

beforeEach(() => {
	vi.clearAllMocks();
	vi.mocked(derivePassphraseKey).mockResolvedValue(new Uint8Array(32).fill(7));
	vi.mocked(ask).mockResolvedValue({ ok: true, value: kit } as never);
});

describe("the welcome page", () => {
	it("makes a vault from name, mark and derived key, never from the passphrase", async () => {
		const root = await filled();
		await press(root.querySelectorAll(".picture-choice input")[5] ?? root);
		await submit(root);
		expect(ask).toHaveBeenCalledExactlyOnceWith("welcome/create", {
			name: "Ann",
			mark: { picture: expect.any(Number), word: "copper" },
			salt: expect.stringMatching(/^[\w-]{22}$/u),
			profile: 1,
			passphraseKey: expect.stringMatching(/^[\w-]{43}$/u),
		});
		expect(JSON.stringify(vi.mocked(ask).mock.calls)).not.toContain("walnut");
		expect(words(root)).toContain("Sotto is ready");
		expect(root.querySelector("input")).toBeNull();
	});

	it("offers the recovery kit once, as a file that the way back reads, and says when it was kept", async () => {
		const root = await filled();
		await submit(root);
		expect(words(root)).toContain(kit.code);
		expect(words(root)).toContain("Later");
		expect(ask).not.toHaveBeenCalledWith("welcome/kit-kept", null);
		await press(button(root, "Save as a file"));
		const [name, text] = vi.mocked(saveFile).mock.calls[0] ?? [];
		expect(name).toBe("sotto-recovery-kit.txt");
		expect(text).toContain("Recovery kit of Ann");
		expect(text).toContain(kit.statement);
		expect(text?.split(/[\s-]+/).join(" ")).toContain(kit.code);
		expect(ask).toHaveBeenLastCalledWith("welcome/kit-kept", null);
		await press(button(root, "Done"));
		expect(words(root)).not.toContain("06S0Z");
	});

	it("shows the kit no longer once Sotto is locked, and says where it is made", async () => {
		const root = await filled();
		await submit(root);
		const hear = vi.mocked(onToPages).mock.calls.at(-1)![0];
		await act(() => hear({ to: "pages", kind: "vault-changed", vault: "unlocked" }));
		expect(words(root)).toContain(kit.code);
		await act(() => hear({ to: "pages", kind: "vault-changed", vault: "locked" }));
		expect(root.innerHTML).not.toContain("06S0Z");
		expect(words(root)).toContain("Sotto was locked, so the recovery kit is no longer shown here.");
		expect(words(root)).toContain("Sotto is ready");
	});

	it("does not show a kit that comes after a lock", async () => {
		let answer: (kit: unknown) => void = () => undefined;
		vi.mocked(ask).mockReturnValue(new Promise((resolve) => (answer = resolve)) as never);
		const root = await filled();
		await submit(root);
		const hear = vi.mocked(onToPages).mock.calls.at(-1)![0];
		await act(() => hear({ to: "pages", kind: "vault-changed", vault: "unlocked" }));
		await act(() => hear({ to: "pages", kind: "vault-changed", vault: "locked" }));
		await act(async () => {
			answer({ ok: true, value: kit });
			await new Promise((resolve) => setTimeout(resolve, 0));
		});
		expect(words(root)).toContain("Sotto is ready");
		expect(root.innerHTML).not.toContain("06S0Z");
		expect(words(root)).toContain("Sotto was locked, so the recovery kit is no longer shown here.");
	});

	it("goes on without the kit, which then is not said to be kept", async () => {
		const root = await filled();
		await submit(root);
		await press(button(root, "Later"));
		expect(words(root)).not.toContain("06S0Z");
		expect(ask).not.toHaveBeenCalledWith("welcome/kit-kept", null);
	});

	it.each([
		["no name", { name: "  " }, "Enter a name."],
		[
			"a weak passphrase",
			{ "new-passphrase": "hunter2", "passphrase-again": "hunter2" },
			"Choose a stronger passphrase.",
		],
		["two passphrases", { "passphrase-again": "another one" }, "The two passphrases are not the same."],
		["no word", { "mark-word": " " }, "Enter a word for your mark."],
	])("stops at %s and says so", async (_case, change, said) => {
		const root = await filled(change);
		await submit(root);
		expect(root.querySelector("[role=alert]")?.textContent).toBe(said);
		expect(ask).not.toHaveBeenCalled();
		expect(derivePassphraseKey).not.toHaveBeenCalled();
	});

	it("ignores a script's submit", async () => {
		await submit(await filled(), false);
		expect(derivePassphraseKey).not.toHaveBeenCalled();
	});

	it("says in words how strong, that nothing opens the messages without it, and keeps the answers when it fails", async () => {
		vi.mocked(ask).mockResolvedValue({ ok: false, code: "storage-failed" } as never);
		const root = await filled({ "new-passphrase": "abcabc" });
		expect(words(root)).toContain("too easy to guess");
		expect(words(root)).toContain("The recovery kit that you get next does not open them either");
		await fill(root, "new-passphrase", strong);
		await submit(root);
		expect(words(root)).toContain("could not save");
		expect(root.querySelector<HTMLInputElement>("#name")?.value).toBe(" Ann ");
	});

	it("suggests another mark each time", async () => {
		const suggested = new Set<string>();
		for (let round = 0; round < 12; round += 1) {
			const root = await show(<WelcomeView key={round} />);
			const picture = [...root.querySelectorAll<HTMLInputElement>(".picture-choice input")].findIndex(
				(one) => one.checked,
			);
			suggested.add(`${picture} ${root.querySelector<HTMLInputElement>("#mark-word")?.value}`);
		}
		expect(suggested.size).toBeGreaterThan(6);
	});
});

it("offers at least 24 pictures, each with its own name", () => {
	expect(personalPictures.length).toBeGreaterThanOrEqual(24);
	expect(new Set(personalPictures.map(({ name }) => name)).size).toBe(personalPictures.length);
});
