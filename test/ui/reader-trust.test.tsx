// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import type { PlainWarning, ReaderView } from "../../src/messaging/channels.ts";
import { ReaderCard } from "../../src/ui/reader/reader-card.tsx";
import { contact, messageView } from "./support/people.ts";
import { idleActions, show, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

const showView = (view: ReaderView) => show(<ReaderCard view={view} actions={idleActions} />);
const author = { self: false, contact: contact("Ben", "verified"), accepted: true } as const;

describe("a message whose author's key is in doubt", () => {
	it.each<[PlainWarning, string]>([
		["changed-key", "Something about the key of Ben is open, so this may not be from them."],
		["revoked-account", "The account of Ben was ended. You had read this before you heard of it."],
		["left-key", "Written with an account that Ben had before."],
	])("is readable and says why: %s", async (kind, said) => {
		const root = await showView(messageView({ text: "Readable", author, warnings: [{ kind }] }));
		expect(words(root)).toContain("Readable");
		expect(words(root)).toContain(said);
		expect(root.querySelector(".reader-warn")).not.toBeNull();
	});

	it("has no level of the account they have now when it is of one before", async () => {
		const now = words(await showView(messageView({ author })));
		expect(now).toContain("Verified");
		expect(now).toContain("You two compared, and it was the same.");
		const before = words(await showView(messageView({ author, warnings: [{ kind: "left-key" }] })));
		expect(before).not.toContain("Verified");
		expect(before).not.toContain("You two compared");
	});
});

describe("a name that looks like that of somebody known", () => {
	it("is said on a card before it is accepted", async () => {
		const card = { kind: "card", name: "Аnn", mine: false, contact: null, accepted: false, expired: false } as const;
		const warned = words(await showView({ ...card, looksLike: "Ann", quoted: false }));
		expect(warned).toContain("Not the account of Ann that you know.");
		expect(warned).not.toContain("Anyone can choose this name.");
		expect(words(await showView({ ...card, looksLike: null, quoted: false }))).toContain(
			"Anyone can choose this name.",
		);
	});

	it("is said of a message in the line of the details, which is there with or without it", async () => {
		const root = await showView(messageView({ author, warnings: [{ kind: "looks-like", name: "Ann" }] }));
		expect(words(root.querySelector("summary") ?? root)).toBe("Not the Ann you know: another account.");
		expect(root.querySelector("p.reader-warning")).toBeNull();
	});
});
