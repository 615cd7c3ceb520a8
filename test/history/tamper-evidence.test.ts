import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyLedger, type Ledger, type MessageFacts, noteMessage } from "../../src/history/ledger.ts";
import { type Evidence, tamperEvidence } from "../../src/history/tamper-evidence.ts";
import { hexOf } from "./support.ts";

const minute = 60_000;
const start = 1_700_000_000_000;
const names = ["Anna Berg", "Bob", "Cem Öz"];

/** `author` 0..2; each has one device. */
function message(id: number, author: number, counter: number, sentAt: number): MessageFacts {
	return {
		id: hexOf(id, 8),
		author: hexOf(author, 32),
		device: hexOf(author, 64),
		recipientSet: hexOf(1, 8),
		counter,
		sentAt: start + sentAt,
		firstSeen: start + sentAt + 1000,
	};
}
const noteAll = (messages: readonly MessageFacts[]): Ledger => messages.reduce(noteMessage, emptyLedger);
const later = start + 1e9;

function evidence(self: MessageFacts, ledger: Ledger, extra: Partial<Evidence> = {}): Evidence {
	const base = { message: self, seen: [], ledger, page: null, shownAt: later };
	return { ...base, authorName: "Anna Berg", otherNames: ["Bob"], ...extra };
}
const ids = (messages: readonly (MessageFacts | undefined)[]) => messages.map((one) => one?.id ?? null);
const onPage = (shown: readonly MessageFacts[], at: number, label = "") => ({
	order: ids(shown),
	at,
	label,
	quoted: false,
});

describe("a page that shows the oldest first or the newest first", () => {
	/** Anna and Bob, an hour apart each. */
	const chat = Array.from({ length: 6 }, (_, index) => message(index, index % 2, index >> 1, index * 60 * minute));
	const [a, b, c, d, e, f] = chat as [
		MessageFacts,
		MessageFacts,
		MessageFacts,
		MessageFacts,
		MessageFacts,
		MessageFacts,
	];
	const stranger = message(99, 2, 0, 0);
	const again = (one: MessageFacts) => [{ kind: "shown-before", at: one.firstSeen }];
	const cases: [name: string, shown: MessageFacts[], at: number, said: object[]][] = [
		["all in order", [a, b, c, d, e, f], 2, []],
		["old one at the end", [b, c, d, e, f, a], 5, again(a)],
		["beside the old one at the end", [b, c, d, e, f, a], 4, []],
		["old one a second time, the second", [a, b, c, d, a], 4, again(a)],
		["old one a second time, the first", [a, b, c, d, a], 0, []],
		["between the two", [a, b, c, d, a], 2, []],
		["neighbours changed places, the older", [a, c, b, d, e], 2, again(b)],
		["neighbours changed places, the newer", [a, c, b, d, e], 1, []],
		["latest one moved up", [f, a, b, c, d], 0, again(f)],
		["passed by the one that moved up", [f, a, b, c, d], 3, []],
		["no evidence of a direction: one other", [b, a], 1, []],
		["no evidence of a direction: the others unknown", [stranger, stranger, b, a], 3, []],
		["no evidence of a direction, twice", [a, a], 1, []],
		["two others are enough", [b, c, a], 2, again(a)],
	];

	for (const [name, shown, at, said] of cases) {
		test(`${name}`, () => {
			const self = shown[at] as MessageFacts;
			expect(tamperEvidence(evidence(self, noteAll(chat), { page: onPage(shown, at) }))).toEqual(said);
			const turned = onPage(shown.toReversed(), shown.length - 1 - at);
			expect(tamperEvidence(evidence(self, noteAll(chat), { page: turned }))).toEqual(said);
		});
	}

	test("shown for the first time out of order: nothing, it may only be late", () => {
		const page = onPage([b, c, d, e, f, a], 5);
		expect(tamperEvidence(evidence(a, noteAll(chat), { page, shownAt: a.firstSeen }))).toEqual([]);
		expect(tamperEvidence(evidence(a, noteAll(chat), { page, shownAt: a.firstSeen + 1 }))).toEqual(again(a));
	});

	test("where a quotation stands proves nothing, and what is known of it is said", () => {
		const inOrder = onPage([a, b, c, d], 1);
		const twice = onPage([a, b, c, d, b], 4);
		const of = (page: typeof twice, quoted: boolean, shownAt: number) =>
			tamperEvidence(evidence(b, noteAll(chat), { page: { ...page, quoted }, shownAt }));
		expect(of(inOrder, false, later)).toEqual([]);
		expect(of(inOrder, true, later)).toEqual(again(b));
		expect(of(twice, false, b.firstSeen)).toEqual(again(b));
		expect(of(twice, true, b.firstSeen)).toEqual([]);
	});

	test("times of two people within ten minutes say nothing about order, numbers of one device do", () => {
		const close = [0, 1, 2].map((at) => message(10 + at, at, 0, at * 5 * minute));
		const one = [0, 1, 2].map((at) => message(20 + at, 0, at, 0));
		const moved = (list: readonly MessageFacts[]) => [list[1], list[2], list[0]] as MessageFacts[];
		const said = (list: readonly MessageFacts[]) =>
			tamperEvidence(evidence(list[0] as MessageFacts, noteAll(list), { page: onPage(moved(list), 2) }));
		expect(said(close)).toEqual([]);
		expect(said(one)).toEqual(again(one[0] as MessageFacts));
	});
});

describe("what it claims to have seen", () => {
	const own = message(1, 0, 0, 0);
	const seen = (sentAt: number) => {
		const other = message(2, 1, 0, sentAt);
		return tamperEvidence(evidence(own, noteAll([own, other]), { seen: [other.id, hexOf(77, 8)] }));
	};

	test("was written more than two minutes after it: said", () => {
		expect(seen(2 * minute + 1)).toEqual([{ kind: "order" }]);
	});

	test("clocks may differ by two minutes; what is unknown says nothing", () => {
		expect(seen(2 * minute)).toEqual([]);
		expect(seen(-minute)).toEqual([]);
		expect(tamperEvidence(evidence(own, emptyLedger, { seen: [hexOf(77, 8)] }))).toEqual([]);
	});
});

describe("a number that is missing", () => {
	test("is counted down to the next one that arrived, or to the first", () => {
		const ledger = noteAll([message(1, 0, 0, 0), message(2, 0, 4, 0)]);
		expect(tamperEvidence(evidence(message(2, 0, 4, 0), ledger))).toEqual([{ kind: "missing", count: 3 }]);
		expect(tamperEvidence(evidence(message(3, 0, 5, 0), ledger))).toEqual([]);
		expect(tamperEvidence(evidence(message(4, 1, 2, 0), ledger))).toEqual([{ kind: "missing", count: 2 }]);
	});
});

describe("who the page says it is from", () => {
	const cases: [label: string, author: string, others: string[], said: string | null][] = [
		["Bob 12:30", "Anna", ["Bob", "Cem"], "Bob"],
		["Anna 12:30", "Anna", ["Bob"], null],
		["Anna 12:30 in reply to Bob", "Anna", ["Bob"], null],
		["12:30", "Anna", ["Bob"], null],
		["Bobby 12:30", "Anna", ["Bob"], null],
		["bob, yesterday", "Anna", ["Bob"], "Bob"],
		["B\u200bob", "Anna", ["Bob"], "Bob"],
		["Zoe\u0308", "Anna", ["Zoë"], "Zoë"],
		["STRASSER", "Anna", ["Straßer"], "Straßer"],
		["(Bob)", "Anna", ["Bob"], "Bob"],
		["Bob  Q", "Anna", ["Bob Q"], "Bob Q"],
		["B 12:30", "Anna", ["B"], null],
		["A replied to Bob", "A", ["Bob"], null],
		["Anna Berg", "Anna", ["Anna Berg"], "Anna Berg"],
		["Anna Berg", "Anna Berg", ["Anna"], null],
		["Bob", "bob", ["Bob"], null],
		["a.b (c)", "Anna", ["a.b (c)"], "a.b (c)"],
		["axb", "Anna", ["a.b"], null],
		["", "Anna", ["", "Bob"], null],
		["Bob", "", ["Bob"], "Bob"],
	];
	for (const [label, authorName, otherNames, said] of cases) {
		test(`"${label}" beside a message of ${authorName}: ${said ?? "nothing"}`, () => {
			const self = message(1, 0, 0, 0);
			const page = onPage([self], 0, label);
			const found = tamperEvidence(evidence(self, noteAll([self]), { page, authorName, otherNames }));
			expect(found).toEqual(said === null ? [] : [{ kind: "site-says-other", name: said }]);
		});
	}
});

describe("whole conversations", () => {
	interface Chat {
		readonly messages: readonly MessageFacts[];
		readonly seen: readonly (readonly string[])[];
	}

	/** Three people, clocks wrong by up to a minute, who cite what the one before wrote. */
	const honest: fc.Arbitrary<Chat> = fc
		.tuple(
			fc.array(fc.tuple(fc.nat(2), fc.nat(30 * minute)), { minLength: 4, maxLength: 17 }),
			fc.array(fc.integer({ min: -minute, max: minute }), { minLength: 3, maxLength: 3 }),
		)
		.map(([steps, clocks]) => {
			const counters = [0, 0, 0];
			let time = 0;
			const messages = steps.map(([author, wait], index) => {
				time += wait;
				const counter = counters[author] ?? 0;
				counters[author] = counter + 1;
				const sent = message(index, author, counter, time + (clocks[author] ?? 0));
				return { ...sent, firstSeen: start + time + 2 * minute };
			});
			return { messages, seen: messages.map((_, index) => (index > 0 ? [hexOf(index - 1, 8)] : [])) };
		});

	/** Everything the reader says of the messages shown in this order. */
	function said(
		chat: Chat,
		ledger: Ledger,
		shown: readonly MessageFacts[],
		label = (one: MessageFacts) => nameOf(one),
	) {
		return shown.map((self, at) =>
			tamperEvidence({
				message: self,
				seen: chat.seen[Number.parseInt(self.id, 16)] ?? [],
				ledger,
				page: onPage(shown, at, `${label(self)} 12:30`),
				shownAt: later,
				authorName: nameOf(self),
				otherNames: names.filter((name) => name !== nameOf(self)),
			}),
		);
	}
	const nameOf = (one: MessageFacts): string => names[Number.parseInt(one.author, 16)] ?? "";
	const either = (shown: readonly MessageFacts[], newestFirst: boolean) => (newestFirst ? shown.toReversed() : shown);

	test("an honest page says nothing, whichever direction, whatever part of it is there", () => {
		fc.assert(
			fc.property(honest, fc.boolean(), fc.nat(25), fc.nat(25), (chat, newestFirst, from, length) => {
				const shown = either(chat.messages.slice(from, from + length + 1), newestFirst);
				expect(said(chat, noteAll(chat.messages), shown).flat()).toEqual([]);
			}),
		);
	});

	test("a message that is dropped is missing before the next of its author, and nothing else is said", () => {
		fc.assert(
			fc.property(honest, fc.boolean(), fc.nat(24), (chat, newestFirst, pick) => {
				const gone = chat.messages[pick % chat.messages.length] as MessageFacts;
				const rest = chat.messages.filter((one) => one !== gone);
				const next = rest.find((one) => one.author === gone.author && one.counter > gone.counter);
				const shown = either(rest, newestFirst);
				const expected = shown.map((one) => (one === next ? [{ kind: "missing", count: 1 }] : []));
				expect(said(chat, noteAll(rest), shown)).toEqual(expected);
			}),
		);
	});

	test("a message that is shown again at the end was shown before, and nothing else is said", () => {
		fc.assert(
			fc.property(honest, fc.boolean(), fc.nat(24), fc.boolean(), (chat, newestFirst, pick, twice) => {
				const count = chat.messages.length;
				const old = chat.messages[pick % (count - 3)] as MessageFacts;
				const rest = chat.messages.filter((one) => twice || one !== old);
				const passed = chat.messages.slice(chat.messages.indexOf(old) + 1);
				const told = passed.some((one) => one.author === old.author || one.sentAt > old.sentAt + 10 * minute);
				const others = chat.messages.filter((one) => one !== old);
				const tellApart = (some: readonly MessageFacts[]): boolean =>
					some.some((one, at) =>
						some.slice(at + 1).some((two) => one.author === two.author || two.sentAt > one.sentAt + 10 * minute),
					);
				const directed = others.every((one) => tellApart(others.filter((other) => other !== one)));
				fc.pre(told && directed);
				const shown = either([...rest, old], newestFirst);
				const at = newestFirst ? 0 : shown.length - 1;
				const expected = shown.map((_, index) => (index === at ? [{ kind: "shown-before", at: old.firstSeen }] : []));
				expect(said(chat, noteAll(chat.messages), shown)).toEqual(expected);
			}),
		);
	});

	test("names of two people swapped are said, by name", () => {
		fc.assert(
			fc.property(honest, fc.integer({ min: 1, max: 2 }), (chat, by) => {
				const wrong = (one: MessageFacts) => names[(names.indexOf(nameOf(one)) + by) % 3] ?? "";
				const expected = chat.messages.map((one) => [{ kind: "site-says-other", name: wrong(one) }]);
				expect(said(chat, noteAll(chat.messages), chat.messages, wrong)).toEqual(expected);
			}),
		);
	});
});
