import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type Conversation,
	confirmConversation,
	continuing,
	conversationChange,
	decodeConversation,
	encodeConversation,
	isConfirmedAt,
	isOf,
	matchConversation,
	newConversation,
	originOf,
	placeKey,
	withAlias,
	withoutRecipient,
} from "../../src/contacts/conversation.ts";

const id = (n: number) => n.toString(16).padStart(32, "0");
const person = (n: number) => n.toString(16).padStart(64, "0");
const place = { url: "https://chat.example/room?a=1#b", title: "Ben - Chat", header: "Ben" };
const [confirmed] = confirmConversation([], newConversation(id(1), 5), place, [person(1)]);

describe("a place", () => {
	test("is found again when only the title changed", () => {
		expect(matchConversation([confirmed], { ...place, title: "(3) New message" })).toBe(confirmed);
		expect(matchConversation([confirmed], { ...place, header: " Ben\n" })).toBe(confirmed);
	});

	test.each([
		["path", { ...place, url: "https://chat.example/other?a=1#b" }],
		["search", { ...place, url: "https://chat.example/room?a=2#b" }],
		["hash", { ...place, url: "https://chat.example/room?a=1#c" }],
		["origin", { ...place, url: "https://chat.example.evil.example/room?a=1#b" }],
		["scheme", { ...place, url: "http://chat.example/room?a=1#b" }],
		["header", { ...place, header: "Eve" }],
		["missing header", { ...place, header: "" }],
		["look-alike header", { ...place, header: "Bеn" }],
	])("is another one with another %s", (_what, other) => {
		expect(matchConversation([confirmed], other)).toBeNull();
	});

	test("without a header is told apart by its title", () => {
		const bare = { url: "https://chat.example/", title: "Ben", header: "" };
		const [one] = confirmConversation([], newConversation(id(1), 5), bare, [person(1)]);
		expect(matchConversation([one], bare)).toBe(one);
		expect(matchConversation([one], { ...bare, title: "Eve" })).toBeNull();
		expect(matchConversation([one], { ...bare, title: "", header: "Ben" })).toBeNull();
	});

	test("claimed by two conversations belongs to none", () => {
		expect(matchConversation([confirmed, { ...confirmed, id: id(2) }], place)).toBeNull();
	});

	test("has one key only: no text moves from one field to another", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (url, header, otherUrl, otherHeader) => {
				fc.pre(header.trim() !== "" && otherHeader.trim() !== "" && url !== otherUrl);
				const key = placeKey({ url, title: "", header });
				expect(placeKey({ url: otherUrl, title: "", header: otherHeader })).not.toBe(key);
			}),
		);
	});
});

describe("confirming", () => {
	test("takes the place away from the conversation that had it", () => {
		const [now, ...others] = confirmConversation([confirmed], newConversation(id(2), 6), place, [person(2)]);
		expect(others).toEqual([{ ...confirmed, places: [] }]);
		expect(matchConversation([now, ...others], place)).toBe(now);
	});

	test("keeps earlier places, takes the new people, each once", () => {
		const second = { ...place, url: "https://chat.example/second" };
		const [again, ...others] = confirmConversation([confirmed], confirmed, second, [person(2), person(3), person(2)]);
		expect(others).toEqual([]);
		expect(again.recipients).toEqual([person(2), person(3)]);
		expect(again.confirmed).toBe(true);
		expect(again.sites).toEqual(["https://chat.example"]);
		expect(matchConversation([again], place)).toBe(again);
		expect(matchConversation([again], second)).toBe(again);
	});

	test("nobody, or more than 64 people, is refused", () => {
		const people = Array.from({ length: 65 }, (_, n) => person(n));
		expect(() => confirmConversation([], confirmed, place, [])).toThrow(RangeError);
		expect(() => confirmConversation([], confirmed, place, people)).toThrow(RangeError);
		expect(confirmConversation([], confirmed, place, people.slice(1))[0].recipients).toHaveLength(64);
	});

	test("changes nothing it was given", () => {
		const frozen = Object.freeze({ ...confirmed, places: Object.freeze([...confirmed.places]) as readonly string[] });
		confirmConversation([frozen], newConversation(id(2), 6), place, [person(2)]);
		expect(frozen.places).toEqual(confirmed.places);
	});
});

test("a person who is gone has to be confirmed away", () => {
	expect(withoutRecipient(confirmed, person(1))).toMatchObject({ recipients: [], confirmed: false });
	expect(withoutRecipient(confirmed, person(9))).toBe(confirmed);
});

test("a message's id leads to its conversation: ours under our id, theirs under the one they used", () => {
	const aliased = withAlias(confirmed, { id: id(7), author: person(1) });
	expect(withAlias(aliased, { id: id(7), author: person(1) })).toBe(aliased);
	expect(isOf(aliased, id(1), null)).toBe(true);
	expect(isOf(aliased, id(7), null)).toBe(false);
	expect(isOf(aliased, id(7), person(1))).toBe(true);
	expect(isOf(aliased, id(7), person(2))).toBe(false);
	expect(isOf(aliased, id(1), person(1))).toBe(false);
});

test("nobody's ids push out those of others", () => {
	let grown = withAlias(confirmed, { id: id(7), author: person(1) });
	for (let n = 0; n < 300; n++) grown = withAlias(grown, { id: id(n + 100), author: person(2) });
	expect(isOf(grown, id(7), person(1))).toBe(true);
	expect(isOf(grown, id(399), person(2))).toBe(true);
	expect(isOf(grown, id(100), person(2))).toBe(false);
});

test("one that takes another's place reads what was said there", () => {
	const before = withAlias(confirmed, { id: id(7), author: person(1) });
	const next = continuing(newConversation(id(2), 6), before);
	expect(isOf(next, id(1), null)).toBe(true);
	expect(isOf(next, id(2), null)).toBe(true);
	expect(isOf(next, id(7), person(1))).toBe(true);
	const third = continuing(newConversation(id(3), 7), next);
	expect([1, 2, 3].map((n) => isOf(third, id(n), null))).toEqual([true, true, true]);
	expect(continuing(third, third).former).not.toContain(third.id);
});

describe("the yes to these people", () => {
	test("counts for the titles it was given under, where the heading says nothing", () => {
		expect(isConfirmedAt(confirmed, place)).toBe(true);
		expect(isConfirmedAt(confirmed, { ...place, title: " Ben  - Chat" })).toBe(true);
		expect(isConfirmedAt(confirmed, { ...place, title: "Eve - Chat" })).toBe(false);
		const [again] = confirmConversation([], confirmed, { ...place, title: "Eve - Chat" }, [person(1)]);
		for (const title of ["Ben - Chat", "Eve - Chat"]) expect(isConfirmedAt(again, { ...place, title })).toBe(true);
		expect(isConfirmedAt({ ...again, confirmed: false }, place)).toBe(false);
	});

	test("to other people begins with no title but its own", () => {
		const [other] = confirmConversation([], confirmed, { ...place, title: "Eve - Chat" }, [person(2)]);
		expect(isConfirmedAt(other, { ...place, title: "Eve - Chat" })).toBe(true);
		expect(isConfirmedAt(other, place)).toBe(false);
	});

	test("is not asked for again and again where the title says what was written last", () => {
		let talk: Conversation = confirmed;
		for (let n = 0; n < 6; n++) [talk] = confirmConversation([], talk, { ...place, title: `said ${n}` }, [person(1)]);
		expect(isConfirmedAt(talk, { ...place, title: "said something else" })).toBe(true);
	});

	test("is not given by taking somebody in", () => {
		const [joined] = confirmConversation([], confirmed, place, [person(1), person(2)], false);
		expect(joined).toMatchObject({ recipients: [person(1), person(2)], confirmed: false });
	});
});

test("what could not be read back is never written", () => {
	const tooMany = { ...confirmed, recipients: Array.from({ length: 65 }, (_, n) => person(n)) };
	expect(() => conversationChange(tooMany)).toThrow(expect.objectContaining({ code: "storage-failed" }));
});

test("lists stay short enough to be read again", () => {
	let grown: Conversation = confirmed;
	for (let n = 0; n < 300; n++) {
		grown = withAlias(grown, { id: id(n + 100), author: person(n % 70) });
		[grown] = confirmConversation([], grown, { ...place, url: `https://s${n}.example/` }, [person(1)]);
	}
	expect(decodeConversation(encodeConversation(grown))).toEqual(grown);
	expect(grown.aliases.at(-1)?.id).toBe(id(399));
	expect(matchConversation([grown], { ...place, url: "https://s299.example/" })).toBe(grown);
});

test("origins: web pages have one, the rest none", () => {
	expect(originOf("https://chat.example:8443/a")).toBe("https://chat.example:8443");
	for (const url of ["about:blank", "data:text/plain,x", "nonsense", ""]) expect(originOf(url)).toBeNull();
});
