// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { deliver } from "../../src/content/insert/deliver.ts";
import { sendFrom } from "../../src/content/insert/send.ts";
import { portsOf } from "./support/deliver-ports.ts";

const armor = "closed text";
const box = () => document.querySelector("textarea")!;
const write = (text: string): void => {
	box().value = text;
};
let sent = 0;

/** A site that empties its box and draws the message a moment later; `refuses`: puts it back instead. */
function site({ refuses = false, ignores = false } = {}): void {
	document.body.innerHTML = "<form><textarea></textarea><button>Send</button></form>";
	document.querySelector("form")!.addEventListener("submit", (event) => {
		event.preventDefault();
		if (ignores) return;
		const text = box().value;
		box().value = "";
		sent = performance.now();
		if (refuses) setTimeout(() => write(box().value + text), 150);
	});
}
const seen = () => sent > 0 && performance.now() > sent + 300;
beforeEach(() => {
	sent = 0;
	Object.defineProperty(document, "execCommand", {
		configurable: true,
		value: (command: string, _ui: boolean, text: string) => {
			write(command === "insertText" ? text : "");
			return true;
		},
	});
});

describe("a box that was emptied", () => {
	it("is the user's again: what they write there is no sign that nothing went out", async () => {
		site();
		box().value = armor;
		const onTaken = () => write("written by hand");
		expect(await sendFrom({ find: box, seen, onTaken }, armor)).toBe("sent");
		expect(box().value).toBe("written by hand");
	});

	it("into which the site puts the text back has not sent it", async () => {
		site({ refuses: true });
		box().value = armor;
		const onTaken = () => write("written by hand");
		expect(await sendFrom({ find: box, seen: () => false, onTaken }, armor)).toBe("no-send");
		expect(box().value).toBe(`written by hand${armor}`);
	});
});

describe("what nobody pressed for and the site does not send", { timeout: 20_000 }, () => {
	const place = { url: "https://chat.example/garden", title: "Garden", header: "Ben" };
	const order = { parts: [armor], submit: true, place, paceMs: 0 } as const;
	const no = { outcome: "refused", reason: "no-send" };

	it("does not stay in the box, where what was pressed for waits for the site's own button", async () => {
		site({ ignores: true });
		expect(await deliver({ ...order, unasked: true }, portsOf(box, place))).toEqual(no);
		expect(box().value).toBe("");
		expect(await deliver(order, portsOf(box, place))).toEqual({ outcome: "inserted" });
		expect(box().value).toBe(armor);
	});

	it("takes nothing along that was written beside it", async () => {
		site({ ignores: true });
		const delivered = deliver({ ...order, unasked: true }, portsOf(box, place));
		setTimeout(() => write(`${box().value} and by hand`), 900);
		expect(await delivered).toEqual(no);
		expect(box().value).toBe(`${armor} and by hand`);
	});
});
