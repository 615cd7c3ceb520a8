import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kinOf } from "../../src/contacts/page-address.ts";

const at = (rest: string) => `https://chat.example${rest}`;

describe("two addresses", () => {
	test.each([
		["the same", "/room", "/room", "same", false],
		["a slash at the end", "/room/", "/room", "same", false],
		["an id that both have", "/channels/81230/55412", "/channels/81230/55412", "same", true],
		["where somebody came from", "/t/48213?utm_source=mail&fbclid=x1", "/t/48213", "same", true],
		["the message to show", "/t/48213#message-99", "/t/48213", "same", true],
		["a number in the hash, which may be a person", "/k/#48213", "/k/", "within", false],
		["a link to one message below the chat", "/channels/81230/55412/99871", "/channels/81230/55412", "within", true],
		["a page below a word", "/inbox/ben", "/inbox", "within", false],
		["a parameter that only one has", "/room?id=7", "/room", "within", false],
		["a route in the hash", "/app#/room/48213", "/app#!/room/48213", "same", true],
		["a person in the hash", "/k/#@ben", "/k/#@ben", "same", true],
		["two chats of one group", "/channels/81230/55412", "/channels/81230/66512", "other", false],
		["two short numbers", "/room?id=7", "/room?id=8", "other", false],
		["two chats in the hash", "/#-48213", "/#-99871", "other", false],
		["two words in the hash", "/#general", "/#random", "other", false],
		["two routes in the hash", "/app#/room/ben", "/app#/room/eve", "other", false],
		["two threads in a route's query", "/app#/room?t=11", "/app#/room?t=12", "other", false],
	] as const)("%s", (_what, one, other, kinship, named) => {
		expect(kinOf(at(one), at(other))).toEqual({ kinship, named });
		expect(kinOf(at(other), at(one))).toEqual({ kinship, named });
	});

	test("of two sites are never of one chat, and what is no address of a site is of none", () => {
		expect(kinOf(at("/t/48213"), "https://chat.example.evil.example/t/48213").kinship).toBe("other");
		expect(kinOf(at("/t/48213"), "http://chat.example/t/48213").kinship).toBe("other");
		expect(kinOf("about:blank", "about:blank").kinship).toBe("other");
		expect(kinOf("nonsense", "nonsense").kinship).toBe("other");
	});

	test("are compared alike from both sides, whatever they are", () => {
		const part = fc.constantFrom("room", "48213", "ben@chat.example", "7", "x");
		const rest = fc.tuple(fc.array(part, { maxLength: 3 }), fc.option(part), fc.option(part));
		const url = rest.map(([steps, query, hash]) => {
			return at(`/${steps.join("/")}${query === null ? "" : `?c=${query}`}${hash === null ? "" : `#${hash}`}`);
		});
		fc.assert(
			fc.property(url, url, (one, other) => {
				expect(kinOf(one, other)).toEqual(kinOf(other, one));
				expect(kinOf(one, one).kinship).toBe("same");
			}),
		);
	});
});
