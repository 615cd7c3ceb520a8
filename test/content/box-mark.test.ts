// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { markOf, marksAmong, newSalt } from "../../src/content/detect/box-mark.ts";
import { schemas } from "../../src/messaging/schemas.ts";

beforeEach(() => document.body.replaceChildren());
afterEach(() => vi.restoreAllMocks());

function boxes(markup: string, selector = "textarea, input, [contenteditable]") {
	document.body.innerHTML = markup;
	return [...document.querySelectorAll<HTMLElement>(selector)];
}
const salt = newSalt();
/** What was marked in one page, as what another one has of it: the indexes of its boxes. */
function foundAgain(before: string, at: number, after: string): number[] {
	const mark = markOf(boxes(before)[at]!, salt);
	const now = boxes(after);
	return marksAmong(now)(mark).map((one) => now.indexOf(one));
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
	const mark = markOf(one!, newSalt());
	expect(schemas["content/remember-box"].safeParse({ mark, use: true }).success).toBe(true);
	expect(JSON.stringify(mark)).not.toMatch(/annabel|chat/);
});

test("who is written to makes no other box, and can be guessed from no mark", () => {
	const of = (name: string) =>
		markOf(boxes(`<textarea id="message-input-${name}" name="chatWith${name}"></textarea>`)[0]!, salt);
	expect(of("ann-miller")).toEqual(of("benjamin"));
	expect(of("ann-miller").named).toBe(true);
});

test("the marks of one box on two sites have nothing in common", () => {
	const [box] = boxes("<textarea name=message></textarea>");
	const [one, other] = [markOf(box!, newSalt()), markOf(box!, newSalt())];
	expect([one.look === other.look, one.spot === other.spot, one.salt === other.salt]).toEqual([false, false, false]);
	expect([marksAmong([box!])(one), marksAmong([box!])(other)]).toEqual([[box], [box]]);
});

test("only what looks like a chosen box is searched for its place, and once for all choices", () => {
	const now = boxes(`<div>${"<p><textarea></textarea></p>".repeat(10)}${"<p><input></p>".repeat(20)}</div>`);
	const marks = [now[0]!, now[3]!, now[9]!].map((box) => markOf(box, salt));
	const search = vi.spyOn(Element.prototype, "querySelector");
	const among = marksAmong(now);
	expect(search).not.toHaveBeenCalled();
	expect(marks.map((mark) => among(mark).map((box) => now.indexOf(box)))).toEqual([[0], [3], [9]]);
	const once = search.mock.calls.length;
	for (const mark of marks) among(mark);
	expect(search).toHaveBeenCalledTimes(once);
	search.mockClear();
	expect(marksAmong(now.slice(10))(marks[0]!)).toEqual([]);
	expect(search).not.toHaveBeenCalled();
});

test("forms around a box do not answer for themselves", () => {
	const [box] = boxes("<form><p></p><textarea name=body></textarea></form>");
	const before = markOf(box!, salt);
	const form = document.querySelector("form")!;
	for (const name of ["getAttribute", "localName", "previousElementSibling"]) {
		const value = document.createElement("form");
		value.innerHTML = "<textarea></textarea>";
		Object.defineProperty(form, name, { value, configurable: true });
	}
	expect(markOf(box!, salt)).toEqual(before);
});
