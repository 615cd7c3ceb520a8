// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { markOf } from "../../src/content/detect/box-mark.ts";
import { bestOf, judgeBoxes, offered } from "../../src/content/detect/find-composer.ts";
import type { BoxChoice } from "../../src/messaging/channels.ts";

beforeEach(() => {
	document.body.replaceChildren();
	vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 600, 400, 40));
});

const page = `<main><form><input name="title"></form>
	<div><div id="log" role="log"></div><textarea name="body" placeholder="Message"></textarea><button>Send</button></div></main>`;

function judged(choices: (boxes: { body: HTMLElement; title: HTMLElement }) => BoxChoice[], markup = page) {
	document.body.innerHTML = markup;
	const named = (name: string) => document.querySelector<HTMLElement>(`[name=${name}]`)!;
	return judgeBoxes([document], choices({ body: named("body"), title: named("title") }));
}
const names = (boxes: readonly (HTMLElement | null)[]) => boxes.map((box) => box?.getAttribute("name"));
const choice = (box: HTMLElement, use: boolean): BoxChoice => ({ mark: markOf(box, "5".repeat(32)), use });

test("without a word of the user the message box has the lock and the title has not", () => {
	expect(names(offered(judged(() => [])))).toEqual(["body"]);
});

test("a box the user chose has the lock whatever it looks like, and comes first", () => {
	const all = judged(({ title }) => [choice(title, true)]);
	expect(names(offered(all))).toEqual(["title", "body"]);
	expect(bestOf(all)?.getAttribute("name")).toBe("title");
});

test("a box the user ruled out never has it, and is no message box for anything else", () => {
	const all = judged(({ body }) => [choice(body, false)]);
	expect(offered(all)).toEqual([]);
	expect(bestOf(all)?.getAttribute("name")).not.toBe("body");
});

test("the later word counts", () => {
	expect(names(offered(judged(({ body }) => [choice(body, false), choice(body, true)])))).toEqual(["body"]);
	expect(offered(judged(({ body }) => [choice(body, true), choice(body, false)]))).toEqual([]);
});

test("a chosen box that cannot be written into now waits", () => {
	const disabled = page.replace('name="title"', 'name="title" disabled');
	const all = judged(({ title }) => [choice(title, true)], disabled);
	expect(names(offered(all))).toEqual(["body"]);
	expect(bestOf(all)?.getAttribute("name")).toBe("body");
});

test("chosen boxes take no lock from the others", () => {
	const three = `<main>${"<div><textarea name='body' placeholder='Message'></textarea></div>".repeat(3)}<input name="title"></main>`;
	expect(names(offered(judged(({ title }) => [choice(title, true)], three)))).toEqual([
		"title",
		"body",
		"body",
		"body",
	]);
});
