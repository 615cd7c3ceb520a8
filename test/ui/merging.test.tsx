// @vitest-environment happy-dom
/** Contacts as people: lists with a row each person, the accounts on the page, putting together and splitting. */
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ContactPage, ContactView, TrustState } from "../../src/messaging/channels.ts";
import { ask } from "../../src/messaging/client.ts";
import { PeopleChoice } from "../../src/ui/components/people-choice.tsx";
import { accountWords, peopleOf } from "../../src/ui/persons.ts";
import { createPopup, type Popup } from "../../src/ui/popup/popup-controller.ts";
import { PopupView } from "../../src/ui/popup/popup-view.tsx";
import { carol, contact, contactPage } from "./support/people.ts";
import { button, press, show, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));
vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn(), onToPages: vi.fn(() => () => undefined) }));

const [a, b] = ["a".repeat(64), "b".repeat(64)];
const asked: [string, unknown][] = [];
let popup: Popup;

/** Ann with an account that calls itself Annie. */
function ann(levels: readonly [TrustState, TrustState] = ["verified", "new"], least: TrustState = "new") {
	const person = (accountName: string) => ({ accountName, accounts: [a, b], trust: least });
	return [
		contact("Ann", levels[0], { id: a, person: person("Ann"), sites: ["https://chat.example"] }),
		contact("Ann", levels[1], { id: b, person: person("Annie"), sites: ["https://mail.example"] }),
	] as const;
}
const alone = (name: string, id: string, trust: TrustState = "known") => contact(name, trust, { id });

async function open(
	contacts: readonly ContactView[],
	pages: readonly ContactPage[],
	first: "contact" | "contacts" = "contact",
) {
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push([channel, what]);
		if (channel === "popup/state")
			return { ok: true, value: { vault: "unlocked", site: null, people: [], mark: null } } as never;
		if (channel === "popup/contacts") return { ok: true, value: contacts } as never;
		if (channel === "popup/opened-for")
			return { ok: true, value: { contact: pages[0]?.id ?? null, page: "contact" } } as never;
		const { contact: id } = what as { contact?: string };
		return { ok: true, value: pages.find((page) => page.id === id) ?? null } as never;
	});
	popup = createPopup();
	const root = await show(<PopupView popup={popup} />);
	await act(() => popup.begin());
	if (first === "contacts") await act(() => popup.go({ name: "contacts" }));
	await settle();
	asked.length = 0;
	return root;
}
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));
const told = (channel: string) => asked.filter(([name]) => name === channel).map(([, what]) => what);
const rows = (root: Element) => [...root.querySelectorAll("main li button")].map(words);
const row = (root: Element, begins: string) => {
	const found = [...root.querySelectorAll("main li button")].find((one) => words(one).includes(begins));
	if (!(found instanceof HTMLButtonElement)) throw new Error(`no row "${begins}" among: ${rows(root).join(", ")}`);
	return found;
};

afterEach(() => {
	popup?.stop();
	asked.length = 0;
	vi.clearAllMocks();
});

describe("the list of contacts", () => {
	it("has a row each person, with how many accounts, where they were met, and the least level", async () => {
		const root = await open([...ann(), carol], [], "contacts");
		expect(rows(root)).toEqual([
			"A Ann 2 accounts, on chat.example, mail.example New",
			"C Carol Since 1 January 1970 Verified",
		]);
		await press(row(root, "Ann"));
		expect(popup.page.value).toEqual({ name: "contact", id: a });
	});

	it("shows everybody, whatever stands first and whatever is missing", () => {
		const [one, two] = ann();
		expect(peopleOf([two, carol, one])).toEqual([[carol], [one, two]]);
		expect(peopleOf([two, carol])).toEqual([[two], [carol]]);
	});
});

describe("where people are chosen", () => {
	it("each account has a line of its own that tells it from the others", async () => {
		const picked: [string, boolean][] = [];
		const choice = <PeopleChoice contacts={[...ann(), carol]} chosen={[]} onPick={(id, on) => picked.push([id, on])} />;
		const root = await show(choice);
		expect([...root.querySelectorAll("label")].map(words)).toEqual([
			"Ann Ann · aaaa aaaa Verified",
			"Ann Annie · bbbb bbbb New",
			"Carol Verified",
		]);
		expect(accountWords(carol)).toBeNull();
	});
});

describe("the page of a contact with several accounts", () => {
	const pages = () =>
		ann().map((one) => contactPage(one, { accounts: ann(), nameClaimed: one.person?.accountName ?? "" }));

	it("says which account it is, its own level, and leads to the others", async () => {
		const [first, second] = pages();
		if (first === undefined || second === undefined) throw new Error("two pages");
		const root = await open(ann(), [second, first]);
		expect(words(root)).toContain("Ann This account: Annie · bbbb bbbb New");
		expect(words(root.querySelector("[aria-current]") ?? root)).toBe("Annie · bbbb bbbb This page New");
		await press(row(root, "aaaa aaaa"));
		expect(popup.page.value).toEqual({ name: "contact", id: a });
	});

	it("splits this account off, after one more question", async () => {
		const root = await open(ann(), pages());
		await press(button(root, "Split off this account"));
		expect(words(root)).toContain("Make this account a contact of its own again, called Ann?");
		await press(button(root, "Split off"));
		expect(told("popup/split-contact")).toEqual([]);
		await stayStill();
		await press(button(root, "Split off"), false);
		expect(told("popup/split-contact")).toEqual([]);
		await press(button(root, "Split off"));
		expect(told("popup/split-contact")).toEqual([{ contact: a }]);
	});

	it("says of removal that all accounts go", async () => {
		const root = await open(ann(), pages());
		await press(button(root, "Remove contact"));
		expect(words(root)).toContain("Remove Ann with all 2 accounts?");
	});

	it("of a contact alone shows no accounts and nothing to split", async () => {
		const root = await open([alone("Ben", a), carol], [contactPage(alone("Ben", a))]);
		expect(words(root)).not.toContain("Accounts of this person");
		expect(words(root)).toContain("The same person as another contact");
	});

	it("offers nobody to put together with where there is nobody else", async () => {
		const root = await open(ann(), pages());
		expect(words(root)).not.toContain("The same person as another contact");
	});
});

describe("putting two contacts together", () => {
	const [annPage, ben] = [contactPage(alone("Ann", a, "verified")), contactPage(alone("Ben", b, "new"))];
	async function choose(one: ContactPage = annPage, other: ContactPage = ben) {
		const root = await open([one, other], [one, other]);
		await press(button(root, "The same person as another contact"));
		await settle();
		return root;
	}
	async function question(one: ContactPage = annPage, other: ContactPage = ben) {
		const root = await choose(one, other);
		await press(row(root, other.name));
		await settle();
		return root;
	}

	it("lists the others, shows both with level and account number, and says what it does not mean", async () => {
		const root = await choose();
		expect(words(root)).toContain("Which contact is the same person as Ann?");
		expect(rows(root)).toEqual(["B Ben Since 1 January 1970 New"]);
		await press(row(root, "Ben"));
		await settle();
		const numbers = [...root.querySelectorAll(".account-number")].map((one) => words(one).replace(/ /gu, ""));
		expect(numbers).toEqual([a, b]);
		expect([...root.querySelectorAll(".trust-mark")].map(words)).toEqual(["Verified", "New"]);
		expect(words(root)).toContain("This does not mean that any key was checked");
		expect(root.querySelector(".reader-warning")).toBeNull();
	});

	it("asks for exactly these two, on a press that was seen", async () => {
		const root = await question();
		await press(button(root, "They are one person"));
		expect(told("popup/merge-contact")).toEqual([]);
		await stayStill();
		await press(button(root, "They are one person"), false);
		expect(told("popup/merge-contact")).toEqual([]);
		await press(button(root, "They are one person"));
		expect(told("popup/merge-contact")).toEqual([{ contact: a, other: b }]);
		await settle();
		expect(popup.page.value).toEqual({ name: "contact", id: a });
	});

	it("goes back to the list without having asked for anything", async () => {
		const root = await question();
		await press(button(root, "Cancel"));
		expect(words(root)).toContain("Which contact is the same person as Ann?");
		expect(told("popup/merge-contact")).toEqual([]);
	});

	it.each([
		["the one", { looksLike: ["Ben"] }, {}],
		["the other", {}, { looksLike: ["Ann"] }],
	])("warns where the names look alike, as %s says", async (_, one, other) => {
		const root = await question({ ...annPage, ...one }, { ...ben, ...other });
		expect(words(root)).toContain("The names look alike. That proves nothing");
	});

	it.each([
		["the one", { setAside: [b] }, {}],
		["the other", {}, { setAside: [a] }],
	])("warns where an account was left aside before, as %s says", async (_, one, other) => {
		const root = await question({ ...annPage, ...one }, { ...ben, ...other });
		expect(words(root)).toContain("was shown to you as that of the other contact before");
	});

	it("does not begin where something is open about a key", async () => {
		const changed = contactPage(alone("Ann", a, "changed"));
		expect(words(await choose(changed))).toContain("Something is open about the key. Answer that first.");
		popup.stop();
		const root = await choose(annPage, contactPage(alone("Ben", b, "changed")));
		expect(row(root, "Ben").disabled).toBe(true);
		expect(words(row(root, "Ben"))).toContain("Something is open about the key.");
	});
});
