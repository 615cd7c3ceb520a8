// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import type { ComposerView as View } from "../../src/messaging/channels.ts";
import { ask } from "../../src/messaging/client.ts";
import { type Composer, createComposer } from "../../src/ui/composer/composer-controller.ts";
import { ComposerView } from "../../src/ui/composer/composer-view.tsx";
import { composerView } from "./support/people.ts";
import { asTrusted, button, key, press, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));

const asked: [string, unknown][] = [];
let composer: Composer;
let root: HTMLElement;

async function start(view: Partial<View> = {}): Promise<void> {
	const shown = composerView({ ended: true, ...view });
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push([channel, what]);
		const value = channel === "composer/open" ? { handle: "h", view: shown } : { outcome: "sent" };
		return { ok: true, value } as never;
	});
	composer = createComposer("frame", () => undefined);
	root = document.createElement("div");
	document.body.replaceChildren(root);
	await act(async () => composer.open("ticket"));
	await draw();
}
async function draw(): Promise<void> {
	await act(async () => {
		await new Promise((resolve) => setTimeout(resolve, 0));
		render(<ComposerView state={composer.state.value} dispatch={composer.dispatch} unlock={composer.unlock} />, root);
	});
}
const told = () => asked.filter(([channel]) => channel === "composer/tell-account").map(([, what]) => what);
const offers = () => [...root.querySelectorAll("button")].map(words);

afterEach(() => {
	composer.stop();
	asked.length = 0;
});

it("sends nothing once the own account is over, but the word of it, by a press that was not covered", async () => {
	await start();
	expect(words(root)).toContain("Your account was ended: nothing is sent under it.");
	const field = root.querySelector<HTMLTextAreaElement>("#composer-text")!;
	field.value = "Hello";
	await act(() => void field.dispatchEvent(asTrusted(new Event("input", { bubbles: true }))));
	await key(field, "Enter");
	await draw();
	expect(asked.map(([channel]) => channel)).not.toContain("composer/send");
	const say = button(root, "Say so here");
	await press(say);
	expect(told()).toEqual([]);
	await stayStill();
	await press(say, false);
	expect(told()).toEqual([]);
	await press(say);
	await draw();
	expect(told()).toEqual([{ handle: "h", sendId: expect.stringMatching(/^[0-9a-f]{32}$/u), submit: true }]);
});

it.each<[string, Partial<View>]>([
	["a page that takes nothing", { canInsert: false }],
	["a window that is no chat", { into: "selection" }],
])("offers no word of it for %s", async (_, view) => {
	await start(view);
	expect(words(root)).toContain("Your account was ended: nothing is sent under it.");
	expect(offers()).not.toContain("Say so here");
});
