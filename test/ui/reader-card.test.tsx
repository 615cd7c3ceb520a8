// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import type { ReaderView, Warning } from "../../src/messaging/channels.ts";
import type { ReaderActions } from "../../src/ui/reader/reader-actions.ts";
import { ReaderCard } from "../../src/ui/reader/reader-card.tsx";
import { errorWords } from "../../src/ui/words.ts";
import { message } from "./support/i18n.ts";
import { ben, contact, messageView, plainProtection } from "./support/people.ts";
import { button, idleActions, press, show, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

const showView = (view: ReaderView, actions: Partial<ReaderActions> = {}) =>
	show(<ReaderCard view={view} actions={{ ...idleActions, ...actions }} />);
const opened = messageView;

type Card = Extract<ReaderView, { kind: "card" }>;
function card(change: Partial<Card> = {}): Card {
	return {
		kind: "card",
		name: "Ann",
		mine: false,
		contact: null,
		accepted: false,
		expired: false,
		looksLike: null,
		quoted: false,
		...change,
	};
}

describe("a closed message", () => {
	it("offers to unlock", async () => {
		const onUnlock = vi.fn();
		const root = await showView({ kind: "locked" }, { onUnlock });
		expect(words(root)).toBe("Locked. Unlock to read. Unlock");
		await press(button(root, "Unlock"));
		expect(onUnlock).toHaveBeenCalledOnce();
	});

	it("offers to set up", async () => {
		expect(words(await showView({ kind: "no-vault" }))).toContain("Set up Sotto");
	});

	it("is the same placeholder whatever it is, and opens by a real click only", async () => {
		const onReveal = vi.fn();
		const root = await showView({ kind: "placeholder" }, { onReveal });
		expect(words(root)).toBe("Private message Show");
		await stayStill();
		await press(button(root, "Show"), false);
		expect(onReveal).not.toHaveBeenCalled();
		await press(button(root, "Show"));
		expect(onReveal).toHaveBeenCalledOnce();
	});
});

describe("an open message", () => {
	it("shows text, author, trust as a word, and time", async () => {
		const root = await showView(opened());
		expect(words(root)).toMatch(/^Hello\s?Ben\s?Known\s?1 Jan 1970/u);
		expect(root.querySelector("time")?.getAttribute("datetime")).toBe("1970-01-01T00:00:00.000Z");
	});

	it("says above its text that the page calls it a quotation, and when it was first shown", async () => {
		const said = /^The page shows this as a quotation\.\s?Hello/u;
		expect(words(await showView(opened({ quoted: true })))).toMatch(said);
		expect(words(await showView(opened()))).not.toContain("quotation");
		const at = new Date(2025, 10, 20, 9, 5).getTime();
		const root = await showView(opened({ quoted: true, warnings: [{ kind: "shown-before", at }] }));
		expect(words(root)).toMatch(
			/^The page .+ quotation\. It was first shown here on 20 November 2025 at 09:05\.\s?Hello/u,
		);
		expect(words(root)).not.toContain("may be a copy");
		expect(root.querySelector(".reader-warn, .reader-warning")).toBeNull();
	});

	it("that is quoted is warned of as any other in all but that it was shown before", async () => {
		const warnings: Warning[] = [
			{ kind: "shown-before", at: 0 },
			{ kind: "site-says-other", name: "Carol" },
		];
		const root = await showView(opened({ quoted: true, warnings }));
		expect(words(root)).toContain("written by Ben, whatever the site says: it shows Carol here");
		expect(root.querySelector(".reader-warn")).not.toBeNull();
	});

	it("says You for our own, with no trust mark", async () => {
		const root = await showView(opened({ author: { self: true } }));
		expect(words(root)).toContain("You");
		expect(root.querySelector(".trust-mark")).toBeNull();
	});

	it("takes text as text", async () => {
		const hostile = '<img src=x onerror="alert(1)"><b class="trust-mark trust-verified">Verified</b>\nsecond line';
		const root = await showView(opened({ text: hostile }));
		expect(root.querySelector(".message-text")?.textContent).toBe(hostile);
		expect(root.querySelectorAll("img, b, .trust-verified")).toHaveLength(0);
	});

	it("lets text and name choose their own direction and no other", async () => {
		const root = await showView(opened({ author: { self: false, contact: contact("\u202eneB"), accepted: true } }));
		expect(root.querySelector(".message-text")?.getAttribute("dir")).toBe("auto");
		expect(root.querySelector("bdi")?.textContent).toBe("neB");
	});

	it.each<[Warning, RegExp]>([
		[{ kind: "other-conversation" }, /another conversation/u],
		[{ kind: "author-not-here" }, /not one of the people/u],
		[{ kind: "new-device" }, /Ben wrote this on a device that is new to you/u],
		[{ kind: "started-over" }, /Ben started over with this message/u],
		[{ kind: "order" }, /written before something it claims to follow/u],
		[{ kind: "missing", count: 1 }, /A message that its author wrote before this one has not been seen/u],
		[{ kind: "missing", count: 1234 }, /1,234 messages that its author wrote before this one have not/u],
		[
			{ kind: "shown-before", at: new Date(2025, 10, 20, 9, 5).getTime() },
			/shown before, on 20 November 2025 at 09:05/u,
		],
		[{ kind: "site-says-other", name: "Carol" }, /written by Ben, whatever the site says: it shows Carol here/u],
	])("says %j in words", async (warning, said) => {
		const root = await showView(opened({ warnings: [warning] }));
		expect(words(root)).toMatch(said);
		expect(root.querySelector(".reader-warn")).not.toBeNull();
	});

	it("says that the site names somebody else in the line that is there anyway, so that no line comes with it", async () => {
		const linesOf = async (warnings: readonly Warning[]) =>
			[...((await showView(opened({ warnings }))).querySelector(".reader-card")?.children ?? [])].map(
				({ tagName, childElementCount }) => `${tagName} ${childElementCount}`,
			);
		const name = "Carol ".repeat(10);
		expect(await linesOf([{ kind: "site-says-other", name }])).toEqual(await linesOf([]));
		const root = await showView(opened({ warnings: [{ kind: "site-says-other", name }] }));
		expect(words(root.querySelector("summary") ?? root)).toMatch(/^This was written by Ben/u);
	});

	it("is read out anew when it changes, but not with every minute that it has left", async () => {
		const protection = { ...plainProtection, readableUntil: Date.now() + 3_600_000 };
		const root = await showView(opened({ protection }));
		expect(root.querySelector(".reader-card")?.getAttribute("aria-live")).toBe("polite");
		expect(root.querySelector(".time-left")?.getAttribute("aria-live")).toBe("off");
	});

	it("lets a person be kept who answered an invitation, by a real click", async () => {
		const onAccept = vi.fn();
		const root = await showView(opened({ acceptable: true }), { onAccept });
		const keep = root.querySelector<HTMLButtonElement>("button.primary");
		expect(keep === null ? "" : words(keep)).toBe("Keep Ben in this chat");
		await stayStill();
		if (keep !== null) await press(keep, false);
		expect(onAccept).not.toHaveBeenCalled();
		if (keep !== null) await press(keep);
		expect(onAccept).toHaveBeenCalledOnce();
		expect((await showView(opened())).querySelector("button.primary")).toBeNull();
	});
});

describe("an address in a message", () => {
	const text = "See https://exаmple.com/a?b=1, or not";

	it("is inert until clicked, then shows the host it really leads to", async () => {
		const root = await showView(opened({ text }));
		expect(root.querySelector("a")).toBeNull();
		await press(button(root, "https://exаmple.com/a?b=1"), false);
		expect(root.querySelector("a")).toBeNull();
		await press(button(root, "https://exаmple.com/a?b=1"));
		expect(root.querySelector(".host")?.textContent).toBe("xn--exmple-4nf.com");
		const link = root.querySelector("a");
		expect(link?.getAttribute("rel")).toBe("noreferrer noopener");
		expect(link?.getAttribute("target")).toBe("_blank");
		expect(link?.getAttribute("href")).toBe("https://xn--exmple-4nf.com/a?b=1");
	});

	it("is http or https and nothing else", async () => {
		const root = await showView(opened({ text: "javascript:alert(1) data:text/html,x ftp://a.example file:///etc" }));
		expect(root.querySelectorAll("button, a")).toHaveLength(0);
	});
});

describe("a card", () => {
	it("asks for a new person, and accepts by a real click", async () => {
		const onAccept = vi.fn();
		const root = await showView(card(), { onAccept });
		expect(words(root)).toContain("Ann wants to talk privately.");
		await stayStill();
		await press(button(root, "Accept"), false);
		expect(onAccept).not.toHaveBeenCalled();
		await press(button(root, "Accept"));
		expect(onAccept).toHaveBeenCalledOnce();
	});

	it.each([
		["mine", card({ mine: true }), "Your invitation."],
		["accepted", card({ accepted: true, contact: ben }), "You and Ann can talk privately here."],
		["expired", card({ expired: true }), "This invitation has expired. Ask Ann for a new one."],
	])("offers nothing to press when it is %s", async (_name, view, said) => {
		const root = await showView(view);
		expect(words(root)).toContain(said);
		expect(root.querySelector("button")).toBeNull();
	});

	it("is the same for a known person and an unknown one until it is accepted", async () => {
		const of = async (view: ReaderView) => (await showView(view)).innerHTML;
		expect(await of(card({ contact: contact("Ann", "verified") }))).toBe(await of(card()));
		const accepted = await showView(card({ contact: contact("Ann", "verified"), accepted: true }));
		expect(words(accepted)).toContain("Verified");
	});

	it.each<[string, Partial<Card>]>([
		["new", {}],
		["known", { contact: ben }],
		["accepted", { accepted: true, contact: ben }],
		["mine", { mine: true }],
		["expired", { expired: true }],
		["quoted", { quoted: true }],
		["mine and expired", { mine: true, expired: true }],
	])("has two lines and no more when it is %s", async (_name, change) => {
		const root = await showView(card(change));
		expect(root.querySelectorAll(".reader-card > .card-lines")).toHaveLength(1);
		expect(root.querySelector(".card-lines")?.children).toHaveLength(2);
		expect(root.querySelector(".card-lines > .reader-answer")?.textContent).not.toBe("");
	});

	it.each<[string, ReaderView, string]>([
		["a card", card({ quoted: true }), "Accept"],
		["a message of somebody new", opened({ quoted: true, acceptable: true }), "Keep \u2068Ben\u2069 in this chat"],
	])("in a quotation takes one press more, with the reason: %s", async (_name, view, label) => {
		const onAccept = vi.fn();
		const root = await showView(view, { onAccept });
		expect(words(root)).toContain("Quoted here. Better accept it where it was first sent.");
		expect([...root.querySelectorAll("button")].map(words)).toEqual(["Accept here"]);
		await stayStill();
		await press(button(root, "Accept here"), false);
		await press(button(root, "Accept here"));
		expect(onAccept).not.toHaveBeenCalled();
		await press(button(root, label));
		expect(onAccept, "the second button has to stay still too").not.toHaveBeenCalled();
		await stayStill();
		await press(button(root, label));
		expect(onAccept).toHaveBeenCalledOnce();
	});

	it("in a quotation offers nothing where there is no conversation to accept into", async () => {
		expect((await showView(card({ quoted: true }), { onAccept: null })).querySelector("button")).toBeNull();
	});

	it("cannot be accepted where there is no conversation to accept into", async () => {
		const root = await showView(card(), { onAccept: null });
		expect(root.querySelector("button")).toBeNull();
	});
});

describe("a press that comes too early", () => {
	it.each<[string, ReaderView, string]>([
		["Show", { kind: "placeholder" }, "Show"],
		["Keep", opened({ acceptable: true }), "Keep \u2068Ben\u2069 in this chat"],
		["Accept", card(), "Accept"],
	])("on %s does nothing, says so in the place of the text, and holds nothing up", async (_name, view, label) => {
		const act = vi.fn();
		const root = await showView(view, { onReveal: act, onAccept: act });
		const pressed = button(root, label);
		expect(pressed.getAttribute("aria-disabled")).toBe("true");
		await press(pressed, false);
		expect(words(root)).not.toContain("Please press again.");
		await press(pressed);
		expect(act).not.toHaveBeenCalled();
		expect(words(root)).toContain("Please press again.");
		await stayStill();
		expect(pressed.getAttribute("aria-disabled")).toBe("false");
		await press(pressed);
		expect(act).toHaveBeenCalledOnce();
	});
});

describe("a failure", () => {
	it.each(Object.keys(errorWords).filter((code) => code !== "refused"))(
		"%s is said in words, with no part of a text",
		async (code) => {
			const root = await showView({ kind: "failed", code: code as Exclude<keyof typeof errorWords, "refused"> });
			const step =
				code === "prekey-expired"
					? ["Copy a new invitation"]
					: ["busy", "storage-failed", "internal"].includes(code)
						? ["Try again"]
						: [];
			const said = words(root.querySelector(".reader-line") ?? root);
			expect(said.replace(/ Try again$/u, "")).toBe(message(errorWords[code as keyof typeof errorWords]));
			expect([...root.querySelectorAll("button")].map(words)).toEqual(step);
		},
	);

	it("that may pass is tried again by a press that is meant", async () => {
		const onReveal = vi.fn();
		const root = await showView({ kind: "failed", code: "busy" }, { onReveal });
		await press(button(root, "Try again"));
		expect(onReveal).not.toHaveBeenCalled();
		await stayStill();
		await press(button(root, "Try again"));
		expect(onReveal).toHaveBeenCalledOnce();
	});

	it.each([
		[[2], 3, "Missing: part 2 of 3."],
		[[1, 3], 3, "Missing: parts 1, 3 of 3."],
		[[1, 3, 4, 5, 7, 8], 8, "Missing: parts 1, 3–5, 7–8 of 8."],
	])("names the parts that are missing, counted from one: %o of %s", async (missing, count, said) => {
		const root = await showView({ kind: "failed", code: "part-missing", part: { missing, count } });
		expect(words(root)).toContain(said);
	});
});
