// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { marked, markOf } from "../../src/content/detect/box-mark.ts";
import { schemas } from "../../src/messaging/schemas.ts";

beforeEach(() => document.body.replaceChildren());

function boxes(markup: string, selector = "textarea, input, [contenteditable]") {
	document.body.innerHTML = markup;
	return [...document.querySelectorAll<HTMLElement>(selector)].map((box) => ({ box, mark: markOf(box) }));
}
/** What was marked in one page, as what another one has of it: the indexes of its boxes. */
function foundAgain(before: string, at: number, after: string): number[] {
	const { mark } = boxes(before)[at]!;
	const now = boxes(after);
	return marked(mark, now).map((one) => now.indexOf(one as (typeof now)[number]));
}

test("a box is known again after a reload that makes up ids, classes and labels anew", () => {
	const page = (random: string, person: string) => `<div id="app-${random}"><main class="css-${random}">
		<div role="log"></div>
		<form><div id="${random}" class="x${random}" contenteditable="true" role="textbox" aria-label="Message ${person}"
			placeholder="Message ${person}" data-id="${random}"></div></form></main></div>`;
	for (const random of ["r4f2a", ":r1:", "48213", "xkcdqzptw", "aXbQzPdR"]) {
		expect(foundAgain(page("k9", "Ann"), 0, page(random, "Ben")), random).toEqual([0]);
	}
});

test("what comes and goes around a box does not move it", () => {
	const before = "<main><div><p>hello</p></div><section><textarea></textarea></section></main>";
	const after =
		"<main><div>a banner</div><div><p>hello</p><p>more</p></div><hr><section><b>is typing</b><textarea></textarea></section></main>";
	expect(foundAgain(before, 0, after)).toEqual([0]);
});

test("of two boxes that look alike only the one that was pointed at is meant", () => {
	const page = "<main><div><textarea></textarea></div><div><textarea></textarea></div></main>";
	expect(foundAgain(page, 0, page)).toEqual([0]);
	expect(foundAgain(page, 1, page)).toEqual([1]);
	const inOneForm = "<form><input><input type=text><textarea></textarea></form>";
	expect(foundAgain(inOneForm, 0, inOneForm)).toEqual([0]);
	expect(foundAgain(inOneForm, 1, inOneForm)).toEqual([1]);
});

test("in every row of a list it is the same box", () => {
	const page = "<ul><li><p>a</p><textarea></textarea></li><li><textarea></textarea></li></ul>";
	expect(foundAgain(page, 1, page)).toEqual([0, 1]);
});

test("a box with a name of its own is known wherever the page puts it, one without is not", () => {
	const named = "<main><div><textarea name='reply-4711'></textarea></div></main>";
	const moved = "<aside><section><p><textarea name='reply-9'></textarea></p></section></aside>";
	expect(foundAgain(named, 0, moved)).toEqual([0]);
	expect(foundAgain(named.replace(/ name='[^']*'/, ""), 0, moved.replace(/ name='[^']*'/, ""))).toEqual([]);
	expect(foundAgain(named, 0, moved.replace("reply", "subject"))).toEqual([]);
});

test("kinds of boxes are told apart", () => {
	const rich = "<main><div contenteditable='true'></div></main>";
	expect(foundAgain(rich, 0, "<main><textarea></textarea></main>")).toEqual([]);
	expect(foundAgain(rich, 0, "<main><div contenteditable='true' class='ProseMirror'></div></main>")).toEqual([]);
	expect(foundAgain("<input name=q type=search>", 0, "<input name=q type=text>")).toEqual([]);
});

test("a mark goes through the gate, and holds no word of the page", () => {
	const [one] = boxes("<textarea id='chat-with-annabel' name='annabel' aria-label='annabel'>annabel</textarea>");
	expect(schemas["content/remember-box"].safeParse({ mark: one!.mark, use: true }).success).toBe(true);
	expect(JSON.stringify(one!.mark)).not.toMatch(/annabel|chat/);
});
