// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ContactPage, TrustState } from "../../src/messaging/channels.ts";
import { ask } from "../../src/messaging/client.ts";
import { createPopup, type Popup } from "../../src/ui/popup/popup-controller.ts";
import { PopupView } from "../../src/ui/popup/popup-view.tsx";
import { ben, claimed, contact, contactPage } from "./support/people.ts";
import { asTrusted, button, press, show, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));
vi.mock(import("../../src/ui/passphrase-worker-client.ts"), () => ({
	derivePassphraseKey: vi.fn(async () => new Uint8Array(32).fill(7)),
}));

const asked: [string, unknown][] = [];
const other = "f".repeat(64);
const digitsOf = (digit: string) => Array.from({ length: 12 }, () => digit.repeat(5)).join(" ");
let popup: Popup;
/** What is known of the contact from now on. */
let turnTo: (page: ContactPage) => void;

/** The popup as a composer opened it for this contact. */
async function open(page: ContactPage, replies: Record<string, unknown> = {}): Promise<HTMLElement> {
	const known: Record<string, unknown> = {
		"popup/state": { vault: "unlocked", site: null, people: [], mark: null },
		"popup/contacts": [page],
		"popup/contact": page,
		"popup/opened-for": { contact: page.id, page: "contact" },
		...replies,
	};
	turnTo = (next) => {
		known["popup/contact"] = next;
		known["popup/contacts"] = [next];
	};
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push([channel, what]);
		if (channel === "popup/safety-number") {
			const offered = (what as { offered?: true }).offered === true;
			const account = offered ? other : page.id;
			return { ok: true, value: { digits: digitsOf(offered ? "2" : "1"), account } } as never;
		}
		return { ok: true, value: known[channel] ?? null } as never;
	});
	popup = createPopup();
	const root = await show(<PopupView popup={popup} />);
	await act(() => popup.begin());
	await settle();
	asked.length = 0;
	return root;
}
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));
const told = (channel: string) => asked.filter(([name]) => name === channel).map(([, what]) => what);
const answers = () => told("popup/answer-trust");
const buttons = (root: Element) => [...root.querySelectorAll("button")].map(words);

afterEach(() => {
	popup.stop();
	asked.length = 0;
	vi.clearAllMocks();
});

describe("a contact's page", () => {
	it.each<[TrustState, string, string]>([
		["new", "met once", "It does not say that they are who the name says."],
		["known", "came back", "It does not say that it was the right one at the beginning."],
		["verified", "You two compared", "It does not say that their device is safe"],
		["changed", "Something about their account is open", "It does not say that somebody attacks you."],
		["revoked", "was ended", "It does not say that what you read before is false."],
	])("says what %s means, and what it does not", async (trust, means, not) => {
		const root = await open(contactPage(contact("Ben", trust)));
		expect(root.querySelector(".trust-mark svg")).not.toBeNull();
		expect(words(root)).toContain(means);
		expect(words(root)).toContain(not);
	});

	it("holds all that is known: what they call themselves, how verified, since when, how often, where", async () => {
		const at = Date.UTC(2021, 2, 4, 12);
		const page = contactPage(
			contact("Benny", "verified", { sites: ["https://chat.example", "https://mail.example"] }),
			{
				nameClaimed: "Ben",
				nameGiven: "Benny",
				verified: { how: "live", at },
				knownSince: at,
				timesMet: 12,
				accountsBefore: 2,
				unasked: 3,
			},
		);
		const facts = words((await open(page)).querySelector(".facts") ?? document.body);
		expect(facts).toContain("Calls themselves Ben");
		expect(facts).toContain("Verified 4 March 2021, by comparing a code over the chat");
		expect(facts).toContain("Known since 4 March 2021");
		expect(facts).toContain("Read of them 12 messages");
		expect(facts).toContain("Met on chat.example, mail.example");
		expect(facts).toContain("Accounts before 2");
		expect(facts).toContain("Shown as theirs besides, not asked about 3");
	});

	it.each(["changed", "revoked"] as const)("says of a %s key that it was verified, not that it is", async (trust) => {
		const verified = { how: "number", at: 0 } as const;
		const root = await open(contactPage(contact("Ben", trust), { verified }));
		expect(words(root.querySelector(".facts") ?? root)).toContain("Was verified 1 January 1970");
	});

	it("is silent about what is not known", async () => {
		const facts = words((await open(contactPage(ben))).querySelector(".facts") ?? document.body);
		expect(facts).toBe("Accepted 1 January 1970");
	});

	it("warns of names that look alike, and of how one is written", async () => {
		const root = await open(contactPage(ben, { looksLike: ["Вen"], mixesAlphabets: true }));
		expect(words(root)).toContain("The name looks like that of Вen, who is another contact of yours.");
		expect(words(root)).toContain("mixes letters of alphabets that look alike");
	});

	it("of an account that was ended offers nothing to answer or to compare, and says what to do", async () => {
		const root = await open(contactPage(contact("Ben", "revoked", { writable: false })));
		expect(words(root)).toContain("ask them in another way for the card of a new account");
		expect(words(root)).not.toContain("Their invitation has expired");
		expect(buttons(root)).toEqual(["Back", "Rename", "Remove contact"]);
	});
});

describe("what is open about a key", () => {
	const changed = (change: NonNullable<ContactPage["change"]>) =>
		contactPage(contact("Ben", "changed", { writable: !change.locked, change }));
	const open1 = (change: NonNullable<ContactPage["change"]>) =>
		open(changed(change), { "popup/answer-trust": contactPage(contact("Ben", "new", { id: other })) });
	const evidence = (root: Element) => words(root.querySelector("dl[aria-labelledby]") ?? root);

	it("is said with what speaks for it, each with yes or no", async () => {
		const root = await open1(
			claimed("known", {
				evidence: ["signed-by-recovery", "other-site"],
				sites: ["https://chat.example", "https://mail.test"],
			}),
		);
		expect(words(root)).toContain("Another account was shown as that of Ben.");
		expect(evidence(root)).toBe(
			"Signed by the old key No Signed by the recovery key Yes Same account of the site No Another site agrees Yes " +
				"The account you know has written since No Stood under their name on chat.example, mail.test",
		);
		expect(words(root)).toContain("What sites show proves nothing");
		expect(words(root)).not.toContain("Nothing is sent to them before this is settled.");
		expect(words(root)).toContain("Your messages go to the account you know, and to no other.");
	});

	it("is said with what speaks against it", async () => {
		const root = await open1(claimed("known", { evidence: ["same-site-account", "still-used"], sites: [] }));
		expect(evidence(root)).toContain("Another site agrees No The account you know has written since Yes");
		expect(evidence(root)).not.toContain("Stood under");
	});

	it("of a move has nothing that sites say", async () => {
		const moved = { before: "known", evidence: ["signed-by-old"], account: null, sites: [], locked: false } as const;
		expect(evidence(await open1({ ...moved, kind: "moved" }))).toMatch(/Another site agrees No$/);
	});

	it.each(["forked", "doubted", "differed"] as const)(
		"after which nothing of theirs is heeded offers no comparing over the chat: %s",
		async (kind) => {
			const root = await open1({ before: "known", evidence: [], account: null, sites: [], locked: true, kind });
			expect(words(root)).not.toContain("Compare a code");
			expect(words(root)).toContain("60 digits");
		},
	);

	it("of another account leaves comparing over the chat", async () => {
		expect(words(await open1(claimed("verified")))).toContain("Compare a code");
	});

	it("for somebody verified says that nothing is sent", async () => {
		const root = await open1(claimed("verified"));
		expect(words(root)).toContain("Nothing is sent to them before this is settled.");
		expect(words(root)).not.toContain("Your messages go to the account you know");
	});

	const forked = { before: "known", evidence: [], account: null, sites: [], locked: true } as const;
	it.each<[string, NonNullable<ContactPage["change"]>, string, readonly string[]]>([
		["a claim", claimed("known"), "Another account", ["It is not theirs", "It is theirs", "Seen"]],
		[
			"a claim after verifying",
			claimed("verified"),
			"Another account",
			["It is not theirs", "Go on without verifying"],
		],
		["a move", { ...forked, kind: "moved", locked: false }, "moved to a new account", ["Seen"]],
		[
			"a move after verifying",
			{ ...forked, kind: "moved", before: "verified" },
			"moved to a new account",
			["Go on without verifying"],
		],
		["a fork", { ...forked, kind: "forked" }, "two voices", ["Go on without verifying"]],
		["a doubt", { ...forked, kind: "doubted" }, "unsure which account", ["Go on without verifying"]],
		["a difference", { ...forked, kind: "differed" }, "Nothing was deleted.", ["Go on without verifying"]],
	])("has the answers that are taken: %s", async (_name, change, said, expected) => {
		const root = await open1(change);
		expect(words(root)).toContain(said);
		expect(buttons(root).slice(1, 1 + expected.length)).toEqual(expected);
	});

	it.each([
		["It is not theirs", "not-theirs"],
		["Seen", "seen"],
	])("is answered at once where nothing is given up: %s", async (label, answer) => {
		const root = await open1(claimed("known"));
		await press(button(root, label), false);
		expect(answers()).toEqual([]);
		await press(button(root, label));
		expect(answers()).toEqual([{ contact: "ben", answer }]);
	});

	it.each([
		["It is theirs", claimed("known"), "Nobody has compared it yet.", "It is theirs", "theirs"],
		["Go on without verifying", claimed("verified"), "Give up the verified mark", "Go on", "downgrade"],
	] as const)("asks once more before another key is taken: %s", async (label, change, question, yes, answer) => {
		const root = await open1(change);
		await press(button(root, label));
		expect(words(root)).toContain(question);
		expect(answers()).toEqual([]);
		await press(button(root, "Cancel"));
		expect(words(root)).not.toContain(question);
		await press(button(root, label));
		await press(button(root, yes));
		expect(answers()).toEqual([]);
		await stayStill();
		await press(button(root, yes));
		expect(answers()).toEqual([{ contact: "ben", answer }]);
	});

	it("goes on with the page of the account that is theirs now", async () => {
		const root = await open1(claimed("known"));
		await press(button(root, "It is theirs"));
		await stayStill();
		await press(button(root, "It is theirs"));
		await settle();
		expect(popup.page.value).toEqual({ name: "contact", id: other });
	});
});

it("has the tab for codes opened for a contact, whom no address names", async () => {
	const root = await open(contactPage(ben));
	const close = vi.spyOn(window, "close").mockImplementation(() => undefined);
	await press([...root.querySelectorAll(".row")].find((one) => words(one).includes("Scan a code")) ?? root);
	await settle();
	expect(told("popup/open-codes")).toEqual([{ contact: ben.id }]);
	expect(close).toHaveBeenCalledOnce();
	expect(root.innerHTML).not.toContain("codes.html");
});

describe("the end of a contact's account, by who was named for it", () => {
	const named = contactPage(contact("Ben", "verified"), { mayEnd: true });
	const replies = {
		"popup/kdf-params": { salt: "A".repeat(22), profile: 1 },
		"popup/end-contact": { armor: ["SOTTOxvQend"] },
	};
	const answer = async (root: Element, passphrase: string, trusted = true) => {
		const field = root.querySelector<HTMLInputElement>("#end-passphrase")!;
		field.value = passphrase;
		await act(() => void field.dispatchEvent(asTrusted(new Event("input", { bubbles: true }))));
		const submit = new Event("submit", { bubbles: true, cancelable: true });
		await act(() => void field.form!.dispatchEvent(trusted ? asTrusted(submit) : submit));
		await settle();
	};

	it("is on nobody's page who did not name us", async () => {
		const root = await open(contactPage(contact("Ben", "verified")));
		expect(buttons(root)).not.toContain("End this account");
	});

	it("needs a second press and the passphrase, and leaves the word of it for every chat", async () => {
		const root = await open(named, replies);
		expect(words(root)).toContain("Ben named you to end their account");
		await press(button(root, "End this account"));
		expect(words(root)).toContain("it cannot be taken back. Do it only if they asked you to.");
		await answer(root, "");
		await answer(root, "correct horse", false);
		expect(told("popup/end-contact")).toEqual([]);
		await answer(root, "correct horse");
		expect(told("popup/end-contact")).toEqual([
			{ contact: ben.id, passphraseKey: expect.stringMatching(/^[\w-]{43}$/u) },
		]);
		expect(JSON.stringify(asked)).not.toContain("horse");
		expect(words(root)).toContain("It is ended here.");
		expect(root.querySelector<HTMLTextAreaElement>("textarea.armor")?.value).toBe("SOTTOxvQend");
	});

	it("is called off, and forgets the passphrase", async () => {
		const root = await open(named, replies);
		await press(button(root, "End this account"));
		await press(button(root, "Cancel"));
		expect(root.querySelector("#end-passphrase")).toBeNull();
		expect(told("popup/end-contact")).toEqual([]);
	});
});

it("opened for a comparison shows it at once", async () => {
	const view = { kind: "compare-apart", attempt: "a".repeat(32), endsAt: Date.now() + 60_000 };
	await open(contactPage(ben), {
		"popup/opened-for": { contact: "ben", page: "compare" },
		"popup/compare": { refused: null, sent: null, view },
	});
	expect(popup.page.value).toEqual({ name: "compare", id: "ben" });
});

describe("comparing the safety number", () => {
	const compare = async (page: ContactPage) => {
		const root = await open(page, { "popup/answer-trust": page, "popup/number-matches": { ...page, id: other } });
		await press([...root.querySelectorAll(".row")].find((one) => words(one).includes("60 digits")) ?? root);
		// The contact first, then the number.
		await settle();
		await settle();
		return root;
	};
	const groups = (root: Element) => [...root.querySelectorAll(".safety-number li")].map((one) => one.textContent);

	it("shows twelve groups of five, and the two answers side by side", async () => {
		const root = await compare(contactPage(ben));
		expect(groups(root)).toEqual(Array.from({ length: 12 }, () => "11111"));
		expect(buttons(root)).toEqual(["Back", "It matches", "It differs"]);
	});

	it("says that it matches of the account whose number was shown", async () => {
		const root = await compare(contactPage(ben));
		await press(button(root, "It matches"));
		expect(told("popup/number-matches")).toEqual([]);
		await stayStill();
		await press(button(root, "It matches"));
		expect(told("popup/number-matches")).toEqual([{ contact: "ben", account: "ben" }]);
		await settle();
		expect(popup.page.value).toEqual({ name: "contact", id: other });
	});

	it("says that it differs, and leads back to what that may mean", async () => {
		const root = await compare(contactPage(ben));
		await press(button(root, "It differs"));
		expect(answers()).toEqual([]);
		await stayStill();
		await press(button(root, "It differs"));
		expect(answers()).toEqual([{ contact: "ben", answer: "differs" }]);
		await settle();
		expect(popup.page.value).toEqual({ name: "contact", id: "ben" });
	});

	it("shows both accounts that are in question, and takes the one that matches", async () => {
		const root = await compare(contactPage(contact("Ben", "changed", { change: claimed("verified") })));
		expect(groups(root)).toEqual([
			...Array.from({ length: 12 }, () => "11111"),
			...Array.from({ length: 12 }, () => "22222"),
		]);
		await press(button(root, "It matches: With the account that is shown now"));
		expect(told("popup/number-matches")).toEqual([]);
		await stayStill();
		await press(button(root, "It matches: With the account that is shown now"));
		expect(told("popup/number-matches")).toEqual([{ contact: "ben", account: other }]);
	});

	it("takes no press for an account that has just come up under the pointer", async () => {
		const root = await compare(contactPage(contact("Ben", "changed", { change: claimed("known") })));
		await stayStill();
		const page = contactPage(contact("Ben", "changed", { change: claimed("known", { account: "e".repeat(64) }) }));
		turnTo(page);
		await act(() => popup.refresh());
		await settle();
		await settle();
		for (const one of ["It matches: With the account that is shown now", "Neither is the same"]) {
			await press(button(root, one));
		}
		expect(told("popup/number-matches")).toEqual([]);
		expect(answers()).toEqual([]);
	});

	it("leads back to the contact", async () => {
		const root = await compare(contactPage(ben));
		await press(button(root, "Back"));
		expect(popup.page.value).toEqual({ name: "contact", id: "ben" });
	});
});
