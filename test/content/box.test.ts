// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { holdsMedia } from "../../src/content/box/box.ts";

function editor(html: string): HTMLElement {
	const box = document.createElement("div");
	box.contentEditable = "true";
	box.append(document.createRange().createContextualFragment(html));
	return box;
}

describe("a box with a picture in it", () => {
	it.each(["<p><img src='#'></p>", "<video></video>", "<figure></figure>"])("is not empty: %s", (html) => {
		expect(holdsMedia(editor(html))).toBe(true);
	});

	it.each(["", "<p><br></p>", "<p><img class='ProseMirror-separator'><br></p>"])(
		"an editor's own helper is none: %s",
		(html) => {
			expect(holdsMedia(editor(html))).toBe(false);
		},
	);
});
