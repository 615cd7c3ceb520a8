/** One test for each row of the table in docs/conversations.md. */
import { describe, expect, test } from "vitest";
import {
	type Conversation,
	confirmConversation,
	newConversation,
	type Place,
	withAlias,
	withoutRecipient,
} from "../../src/contacts/conversation.ts";
import { identify as identifyWith, type SeenMessage } from "../../src/contacts/conversation-identity.ts";

const id = (n: number) => n.toString(16).padStart(32, "0");
const person = (n: number) => n.toString(16).padStart(64, "0");
const [ben, carol] = [person(1), person(2)];
const chat = (rest: string, header: string): Place => ({ url: `https://chat.example${rest}`, title: header, header });

/** Conversation `n` with one person, who sends under the id `n + 100`. */
function talk(n: number, author: string, ...places: readonly Place[]): Conversation {
	return places.reduce<Conversation>(
		(one, place) => confirmConversation([], one, place, [author])[0],
		withAlias(newConversation(id(n), 5), { id: id(n + 100), author }),
	);
}

const benPlace = chat("/t/48213", "Ben");
const withBen = talk(1, ben, benPlace);
const withCarol = talk(2, carol, chat("/t/55512", "Carol"));
const both = [withBen, withCarol];
const fromBen: SeenMessage = { author: ben, conversation: id(101) };
const fromCarol: SeenMessage = { author: carol, conversation: id(102) };
const invitationFrom = (author: string | null): SeenMessage => ({ author, conversation: null });
const identify = (
	all: readonly Conversation[],
	place: Place,
	here: readonly SeenMessage[],
	quoted: readonly SeenMessage[] = [],
	unread = false,
) => identifyWith(all, place, { here, quoted, unread });
const ours = (n: number): SeenMessage => ({ author: null, conversation: id(n) });

describe("a place that the user confirmed", () => {
	test.each([
		["no messages", []],
		["messages of it", [fromBen, ours(1)]],
		["messages of it and of another", [fromCarol, fromBen]],
		["messages of people of no conversation here", [{ author: carol, conversation: id(999) }]],
		["a message that claims an id that is somebody else's", [{ author: carol, conversation: id(101) }]],
	] as const)("is certain with %s", (_what, shown) => {
		expect(identify(both, benPlace, shown)).toEqual({ kind: "certain", conversation: withBen });
	});

	test("is certain whatever its box quotes", () => {
		expect(identify(both, benPlace, [], [fromCarol])).toEqual({ kind: "certain", conversation: withBen });
	});

	test("is in conflict with messages that are all of another", () => {
		const conflict = { kind: "conflict", conversation: withBen, other: withCarol };
		expect(identify(both, benPlace, [fromCarol])).toEqual(conflict);
		expect(identify(both, benPlace, [fromCarol, ours(2)])).toEqual(conflict);
	});

	test("is in conflict with messages that are all of several others, of which none is named", () => {
		const dora = talk(3, person(3), chat("/t/66612", "Dora"));
		const shown = [fromCarol, { author: person(3), conversation: id(103) }];
		expect(identify([...both, dora], benPlace, shown)).toEqual({
			kind: "conflict",
			conversation: withBen,
			other: null,
		});
	});

	test("is asked about again when its people or its title changed", () => {
		const gone = withoutRecipient(withBen, ben);
		expect(identify([gone], benPlace, [])).toEqual({ kind: "likely", conversation: gone, because: "place" });
		expect(identify(both, { ...benPlace, title: "Eve" }, [fromBen])).toMatchObject({ because: "place" });
	});

	test("by two conversations is nobody's", () => {
		expect(identify([withBen, { ...withBen, id: id(9) }], benPlace, [])).toEqual({ kind: "unknown" });
	});
});

describe("a place that nobody confirmed", () => {
	const byAddress = { kind: "likely", conversation: withBen, because: "address" };
	const byMessages = { kind: "likely", conversation: withBen, because: "messages" };

	test.each([
		["a parameter that says nothing", chat("/t/48213?utm_source=mail", "Ben")],
		["a message to show", chat("/t/48213#message-7", "Ben")],
		["a link to one message", chat("/t/48213/99871", "Ben")],
		["no heading yet", { ...chat("/t/48213", ""), title: "Chat" }],
	])("is likely the one with nearly its address: %s", (_what, place) => {
		expect(identify(both, place, [])).toEqual(byAddress);
	});

	test.each([
		["another heading", chat("/t/48213?utm_source=mail", "Eve")],
		["the same heading elsewhere", chat("/t/99999", "Ben")],
		["a page below a word that names no chat", chat("/t", "Ben")],
		["a link to one message without a heading", chat("/t/48213/99871", "")],
		["another site", { ...benPlace, url: "https://chat.evil.example/t/48213" }],
		["another scheme", { ...benPlace, url: "http://chat.example/t/48213?utm_source=mail" }],
	])("is unknown with %s", (_what, place) => {
		expect(identify(both, place, [])).toEqual({ kind: "unknown" });
	});

	test("is unknown when several are as near", () => {
		const thread = talk(3, carol, chat("/t/48213/77777", "Ben"));
		expect(identify([withBen, thread], chat("/t/48213?ref=x", "Ben"), [])).toEqual({ kind: "unknown" });
		expect(identify([withBen, thread], chat("/t/48213?ref=x", "Ben"), [fromBen])).toEqual(byMessages);
	});

	test("is likely the one that all messages on it are of", () => {
		expect(identify(both, chat("/somewhere", "?"), [fromBen])).toEqual(byMessages);
		expect(identify(both, chat("/somewhere", "?"), [ours(1), fromBen, fromBen])).toEqual(byMessages);
		expect(identify(both, chat("/t/48213?ref=x", "Ben"), [fromBen])).toEqual(byMessages);
	});

	test("is unknown when the messages on it are of several", () => {
		expect(identify(both, chat("/somewhere", "?"), [fromBen, fromCarol])).toEqual({ kind: "unknown" });
		expect(identify(both, chat("/t/48213?ref=x", "Ben"), [fromBen, fromCarol])).toEqual({ kind: "unknown" });
	});

	test("is unknown when its address says one and the messages another", () => {
		expect(identify(both, chat("/t/48213?ref=x", "Ben"), [fromCarol])).toEqual({ kind: "unknown" });
	});

	test("is not told of what is known of other sites", () => {
		const elsewhere = talk(4, ben, { ...benPlace, url: "https://mail.example/t/48213" });
		expect(identify([elsewhere], chat("/somewhere", "?"), [{ author: ben, conversation: id(104) }])).toEqual({
			kind: "unknown",
		});
		expect(identify([elsewhere, withCarol], chat("/t/55512", "Carol"), [fromBen])).toMatchObject({ kind: "certain" });
	});

	test("is never the one whose people are gone or were not confirmed", () => {
		const place = chat("/t/48213?ref=x", "Ben");
		expect(identify([withoutRecipient(withBen, ben)], place, [])).toEqual({ kind: "unknown" });
		expect(identify([{ ...withBen, confirmed: false }], place, [])).toEqual({ kind: "unknown" });
	});
});

describe("a letter, at a place of its own", () => {
	const letter = chat("/?task=compose&id=7771", "Compose");
	const byMessages = { kind: "likely", conversation: withBen, because: "messages" };
	const byBen = { kind: "author", author: ben };
	/** Accepted, and nothing sent to them yet. */
	const accepted = { ...withBen, confirmed: false };

	test.each([
		["quotes a message of it", [], [fromBen]],
		["quotes one of ours", [], [ours(1)]],
		["quotes a message of it, and others stand around it", [fromBen], [ours(1)]],
		["quotes a message of it and an invitation", [], [fromBen, invitationFrom(carol)]],
	])("is likely of the conversation when it %s", (_what, here, quoted) => {
		expect(identify(both, letter, here, quoted)).toEqual(byMessages);
	});

	test.each([
		["quotes an invitation of theirs", [], [invitationFrom(ben)]],
		["quotes theirs and ours", [], [invitationFrom(null), invitationFrom(ben)]],
		["quotes a message under an id that is new", [], [{ author: ben, conversation: id(999) }]],
		["quotes a message of a conversation that nobody confirmed", [], [fromBen]],
		["shows one of their messages", [fromBen], []],
	])("is proposed to the only person who wrote what it shows when it %s", (_what, here, quoted) => {
		expect(identify([accepted, withCarol], letter, here, quoted)).toEqual(byBen);
	});

	test.each([
		["quotes two people", both, [], [invitationFrom(ben), invitationFrom(carol)]],
		["quotes one and shows another", both, [invitationFrom(carol)], [invitationFrom(ben)]],
		["quotes messages of two conversations", both, [], [fromBen, fromCarol]],
		["quotes one conversation and shows another", both, [fromCarol], [fromBen]],
		["quotes ours alone", both, [], [invitationFrom(null), ours(999)]],
		["quotes somebody whom nobody talks to on this site", [withCarol], [], [invitationFrom(ben), fromBen]],
	])("is unknown when it %s", (_what, all, here, quoted) => {
		expect(identify(all, letter, here, quoted)).toEqual({ kind: "unknown" });
	});

	test.each([
		["of no conversation", [withBen], [invitationFrom(ben)]],
		["of one that nobody confirmed", [accepted], [fromBen]],
	])("is unknown when one person wrote what could be read, %s, and not all could be", (_what, all, quoted) => {
		expect(identify(all, letter, [], quoted)).toEqual(byBen);
		expect(identify(all, letter, [], quoted, true)).toEqual({ kind: "unknown" });
	});

	test("is unknown when what one person wrote there is of several conversations with them", () => {
		const group = talk(3, ben, chat("/t/66612", "Ben and Carol"));
		const all = [withBen, { ...group, confirmed: false }];
		expect(identify(all, letter, [], [fromBen, { author: ben, conversation: id(103) }])).toEqual({ kind: "unknown" });
	});

	test("is not proposed to somebody of another site", () => {
		const elsewhere = talk(4, ben, { ...benPlace, url: "https://mail.example/t/48213" });
		expect(identify([elsewhere], letter, [], [invitationFrom(ben)])).toEqual({ kind: "unknown" });
	});

	test("is unknown when its address says one and what it quotes another", () => {
		const near = chat("/t/55512?ref=x", "Carol");
		expect(identify(both, near, [], [fromBen])).toEqual({ kind: "unknown" });
		expect(identify([accepted, withCarol], near, [], [fromBen])).toEqual({ kind: "unknown" });
		expect(identify(both, near, [], [fromCarol])).toMatchObject({ conversation: withCarol, because: "messages" });
	});
});

test("nothing that a page shows makes a place certain that the user did not confirm", () => {
	const shown = [fromBen, fromBen, ours(1)];
	for (const place of [chat("/t/48213/1", "Ben"), chat("/", "Ben"), { ...benPlace, header: "Eve" }]) {
		expect(identify(both, place, shown).kind).not.toBe("certain");
		expect(identify(both, place, [], shown).kind).not.toBe("certain");
	}
});
