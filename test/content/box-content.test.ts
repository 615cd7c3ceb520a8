// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { contentOfBox } from "../../src/content/composer/box-content.ts";
import { schemas } from "../../src/messaging/schemas.ts";
import { oneArmor } from "./fake-armor.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => ({
	message: (key: string) => (key === "firstMessageLine" ? "A private message:" : key),
	uiLanguage: () => "en",
}));

beforeEach(() => document.body.replaceChildren());

const armor = oneArmor();
const wrapped = (between: string) => armor.match(/.{1,70}/g)!.join(between);
const quote = { kind: "quote", armor: [armor] };

function area(text: string): HTMLElement {
	const box = document.createElement("textarea");
	box.value = text;
	document.body.append(box);
	return box;
}

function rich(markup: string): HTMLElement {
	const box = document.createElement("div");
	box.setAttribute("contenteditable", "true");
	box.innerHTML = markup;
	document.body.append(box);
	return box;
}

describe("a box without armor", () => {
	it.each(["", "my words", "> somebody's words\n\nmine", "what is SOTTOxvQ?"])("gives its text: %j", (text) => {
		expect(contentOfBox(area(text))).toEqual({ text, inBox: null });
	});
});

describe("a quotation with armor", () => {
	it.each([
		["alone", `> ${armor}\n\n`, ""],
		["in lines", `> ${wrapped("\n> ")}\n`, ""],
		["below the user's words", `my words\nand more\n\n> ${armor}`, "my words\nand more"],
		["above them", `> ${armor}\n\nmy words`, "my words"],
		["between them", `first\n> ${armor}\nlast`, "first\n\nlast"],
		["with what else is quoted", `> Hi,\n> ${armor}\n> Ann\n\nmy words`, "my words"],
		["two deep", `>> ${wrapped("\n>> ")}\n> theirs\nmine`, "mine"],
		["under the line of a mail program", `On 21 Nov 2026, at 10:04, Ann wrote:\n\n> ${armor}\n\nmy words`, "my words"],
		["under such a line in German", `Am Dienstag schrieb Ann:\n> ${armor}\nmeine`, "meine"],
		["under the user's own colon", `You asked 3 things:\n> ${armor}\nyes`, "You asked 3 things:\n\nyes"],
		["of a forum", `[quote="Ann"]${armor}[/quote]\nmy words`, "my words"],
		["that nothing marks, beside words", `my words\n${armor}`, "my words"],
	])("%s", (_what, text, own) => {
		expect(contentOfBox(area(text))).toEqual({ text: own, inBox: quote });
	});

	it.each([
		["a blockquote", `<p>my words</p><blockquote><p>${armor}</p></blockquote>`],
		[
			"a mail's quotation",
			`<div>my words</div><div class="gmail_quote"><div>Ann wrote</div><blockquote>${armor}</blockquote></div>`,
		],
	])("in %s", (_what, markup) => {
		expect(contentOfBox(rich(markup))).toEqual({ text: "my words", inBox: quote });
	});
});

describe("armor that is all there is", () => {
	it.each([
		["plain", armor],
		["with space around it", `\n ${armor} \n`],
		["in lines", wrapped("\n")],
		["with the line for people without Sotto", `A private message:\n${armor}`],
	])("is a message, %s", (_what, text) => {
		expect(contentOfBox(area(text))).toEqual({ text: "", inBox: { kind: "message", armor: [armor] } });
		expect(contentOfBox(rich(`<p>${text}</p>`))).toEqual({ text: "", inBox: { kind: "message", armor: [armor] } });
	});

	it("is told in a way that the background takes", () => {
		const { inBox } = contentOfBox(area(armor));
		const place = { url: "https://chat.example/", title: "", header: "" };
		const ask = { mount: "0".repeat(32), taken: "", place, limit: null, inBox };
		expect(schemas["content/request-composer"].safeParse(ask).success).toBe(true);
		const many = area(Array.from({ length: 65 }, () => armor).join("\n"));
		expect(contentOfBox(many).inBox).toEqual(quote);
		const others = Array.from({ length: 65 }, (_, n) =>
			armor.replace(/^(.{10}).{11}/, `$1${`${n}`.padStart(11, "0")}`),
		);
		const quoted = contentOfBox(area(`> ${others.join("\n> ")}`)).inBox;
		expect(quoted).toEqual({ kind: "quote", armor: others.slice(0, 64) });
		expect(schemas["content/request-composer"].safeParse({ ...ask, inBox: quoted }).success).toBe(true);
	});
});

it("what cannot be told from attachments or from a quotation is not touched", () => {
	expect(contentOfBox(rich(`<p>my words</p><img src="data:,"><blockquote>${armor}</blockquote>`))).toEqual({
		text: "",
		inBox: null,
	});
});
