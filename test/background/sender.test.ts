import { describe, expect, it } from "vitest";
import { proveSender } from "../../src/background/sender.ts";
import type { BrowserSender } from "../../src/platform/runtime.ts";
import { own, senders } from "../support/person.ts";

const page = (path: string, frameId: number | undefined, tab: number | undefined): BrowserSender => ({
	...senders.page("x", frameId, tab),
	url: `${own.origin}${path}`,
});

describe("the class of a sender", () => {
	it.each([
		["content script, top frame", senders.content(), "content"],
		["content script, child frame", senders.content({ frameId: 4 }), "content"],
		[
			"content script of an opaque frame",
			senders.content({ frameId: 4, origin: "null", url: "about:srcdoc" }),
			"content",
		],
		["reader in a page", senders.reader(), "reader"],
		["reader with its query and hash", page("/reader.html?a#b", 3, 1), "reader"],
		["composer in a page", senders.composer(), "composer"],
		["popup of the toolbar", senders.popup(), "popup"],
		["popup as a tab", page("/popup.html", 0, 4), "popup"],
		["welcome page", senders.welcome(), "welcome"],
		["safe window", senders.safe(), "safe"],
		["codes tab", page("/codes.html", 0, 4), "codes"],
	])("%s", (_what, sender, expected) => {
		expect(proveSender(sender, own)?.class).toBe(expected);
	});

	it.each<[string, BrowserSender]>([
		["nothing at all", {}],
		["another extension", senders.content({ id: "someone-else" })],
		["no id", senders.content({ id: undefined })],
		["no origin", senders.content({ origin: undefined })],
		["a content script without a tab", senders.content({ tab: undefined })],
		["a content script without a frame", senders.content({ frameId: undefined })],
		["another extension's page with our id", senders.content({ origin: "chrome-extension://other" })],
		["a file", senders.content({ origin: "file://" })],
		["a reader as a tab", page("/reader.html", 0, 4)],
		["a reader outside tabs", page("/reader.html", undefined, undefined)],
		["a composer as a tab", page("/composer.html", 0, 4)],
		["a popup inside a page", page("/popup.html", 2, 4)],
		["a welcome page inside a page", page("/welcome.html", 2, 4)],
		["a safe window inside a page", page("/safe.html", 2, 4)],
		["a codes tab inside a page", page("/codes.html", 2, 4)],
		["a page of ours that is none of these", page("/other.html", 0, 4)],
		["a name every object has", page("/constructor", 0, 4)],
		["a path that only contains the name", page("/x/reader.html", 3, 4)],
		["our origin with a foreign address", { ...senders.reader(), url: "https://chat.example/reader.html" }],
		["our origin with no address", { ...senders.reader(), url: undefined }],
		["our origin with a broken address", { ...senders.reader(), url: "::" }],
		["a negative frame", senders.content({ frameId: -1 })],
	])("is refused: %s", (_what, sender) => {
		expect(proveSender(sender, own)).toBeNull();
	});

	it("takes the origins from the browser, not from the address", () => {
		const sender = senders.content({ url: "https://forged.example/", origin: "https://chat.example" });
		expect(proveSender(sender, own)).toMatchObject({ origin: "https://chat.example", tab: 7, frame: 0 });
	});
});
