import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	evidenceFor,
	mayAsk,
	mostDropped,
	mostOfSite,
	mostRefusals,
	mostRefused,
	mostSitesOfOne,
	mostWaiting,
	noneShown,
	refusedShown,
	type ShownAccount,
	type ShownAccounts,
	sameSite,
	shownAs,
	withShown,
} from "../../src/contacts/shown-accounts.ts";
import { bytes32 } from "./support.ts";

const a = "https://a.test";
const b = "https://b.test";
const shown = (fill: number, site: string | null = a, more: Partial<ShownAccount> = {}): ShownAccount => ({
	account: bytes32(fill),
	sites: site === null ? [] : [site],
	signed: [],
	since: fill,
	...more,
});
const signed = (fill: number) => shown(fill, null, { signed: ["signed-by-old"] });
const all = (seen: readonly ShownAccount[], asked: Uint8Array | null = null, from = noneShown): ShownAccounts =>
	seen.reduce((before, one) => withShown(before, one, asked), from);
const who = ({ waiting }: ShownAccounts) => waiting.map(({ account }) => account[0]);

describe("accounts that are shown as somebody's", () => {
	test("gather where they stood and what signed for them, and keep when they first came", () => {
		const { waiting, dropped } = all([shown(1), shown(2, b), shown(1, b), shown(1, a, { since: 99 }), signed(1)]);
		expect(waiting).toEqual([shown(1, a, { sites: [a, b], signed: ["signed-by-old"] }), shown(2, b)]);
		expect(dropped).toBe(0);
	});

	test("are held on so many sites and no more", () => {
		const sites = Array.from({ length: 20 }, (_, at) => `https://${at}.test`);
		const [one] = all(sites.map((site) => shown(1, site))).waiting;
		expect(one?.sites).toEqual(sites.slice(0, mostSitesOfOne));
	});

	test("of one site take the place of each other, the oldest first, and what went is counted", () => {
		const many = all([1, 2, 3, 4, 5].map((fill) => shown(fill)));
		expect(mostOfSite).toBe(2);
		expect([who(many), many.dropped]).toEqual([[4, 5], 3]);
		expect(who(all([shown(9, "https://new.a.test")], null, many)), "another host of it").toEqual([5, 9]);
	});

	test("of one site take no place of another site's, of one that is asked about, of one on two sites or one that is signed", () => {
		const kept = all([shown(1, b), shown(2), shown(3), shown(3, b), signed(4), shown(5)], bytes32(2));
		const after = all(
			[6, 7, 8].map((fill) => shown(fill)),
			bytes32(2),
			kept,
		);
		expect([who(after), after.dropped]).toEqual([[1, 2, 3, 4, 8], 3]);
	});

	test("that find no room are counted, and leave those of other sites where they are", () => {
		const full = all(Array.from({ length: mostWaiting }, (_, at) => shown(at, `https://${at}.test`)));
		const after = all([shown(40, "https://new.test")], null, full);
		expect([who(after), after.dropped]).toEqual([who(full), 1]);
		expect(who(all([shown(41, "https://3.test")], null, full)), "of a site that has one").not.toContain(3);
		expect(who(all([signed(42)], bytes32(0), full)), "with a signature").toEqual([
			...who(full).filter((one) => one !== 1),
			42,
		]);
		const strong = all(Array.from({ length: mostWaiting }, (_, at) => signed(at)));
		for (const one of [signed(43), shown(44)]) expect(who(all([one], null, strong))).toEqual(who(strong));
	});

	test("say what speaks for them: one site, two of different owners, signatures", () => {
		expect(evidenceFor(shown(1, null))).toEqual([]);
		expect(evidenceFor(shown(1))).toEqual(["same-site-account"]);
		expect(evidenceFor({ ...shown(1), sites: [a, "http://www.a.test:8080"] })).toEqual(["same-site-account"]);
		expect(evidenceFor({ ...signed(1), sites: [a, b] })).toEqual(["signed-by-old", "same-site-account", "other-site"]);
	});

	test("of a site that was wrong three times are not asked about for its word alone", () => {
		let now = noneShown;
		for (const fill of [1, 2, 3]) {
			now = withShown(now, shown(fill), null);
			expect(mayAsk(now, shown(fill))).toBe(true);
			now = refusedShown(now, bytes32(fill));
		}
		expect(now).toEqual({ waiting: [], refused: [a, a, a], dropped: 0 });
		expect(mayAsk(now, shown(4))).toBe(false);
		expect(mayAsk(now, shown(4, "https://www.a.test"))).toBe(false);
		expect(mayAsk(now, shown(4, b))).toBe(true);
		expect(mayAsk(now, { ...shown(4), sites: [a, b] })).toBe(true);
		expect(mayAsk(now, { ...shown(4), signed: ["signed-by-recovery"] })).toBe(true);
	});

	test("that were signed are no site's fault, and an unknown one nobody's", () => {
		const now = withShown(noneShown, { ...signed(1), sites: [a] }, null);
		for (const key of [bytes32(1), bytes32(7), null]) expect(refusedShown(now, key).refused).toEqual([]);
		expect(refusedShown(now, bytes32(1)).waiting).toEqual([]);
	});

	test.each([
		["https://a.example.com", "https://b.example.com", true],
		["https://example.com", "http://example.com:81", true],
		["https://example.com", "https://example.org", false],
		["http://10.0.0.1", "http://10.9.0.1", false],
		["http://localhost:1", "http://localhost:2", true],
		["http://[::1]", "http://[::2]", false],
		["no url", "no url", true],
	])("sites of one owner: %s and %s: %s", (one, other, expected) => {
		expect(sameSite(one, other)).toBe(expected);
	});

	test("stay within their bounds whatever comes, and what is asked about stays", () => {
		const some = fc.record({
			fill: fc.nat(60),
			site: fc.option(fc.nat(30).map((at) => `https://${at}.test`)),
			sign: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(some, { maxLength: 120 }), fc.nat(60), (seen, asked) => {
				let now: ShownAccounts = noneShown;
				let began = false;
				for (const { fill, site, sign } of seen) {
					const was = began;
					now = withShown(now, shown(fill, site, sign ? { signed: ["signed-by-old"] } : {}), bytes32(asked));
					began ||= shownAs(now, bytes32(asked)) !== null;
					if (was) expect(shownAs(now, bytes32(asked))).not.toBeNull();
					expect(now.waiting.length).toBeLessThanOrEqual(mostWaiting);
				}
				for (let at = 0; at < 30; at++) {
					const its = now.waiting.filter(
						({ sites, signed: by }) => by.length === 0 && sites.length === 1 && sites[0] === `https://${at}.test`,
					);
					expect(its.length).toBeLessThanOrEqual(mostOfSite);
				}
			}),
			{ numRuns: 300, seed: 7 },
		);
		const worn = { ...noneShown, dropped: mostDropped, refused: new Array<string>(mostRefused).fill(b) };
		const more = all(
			[1, 2, 3].map((fill) => shown(fill)),
			null,
			worn,
		);
		expect(more.dropped).toBe(mostDropped);
		expect(refusedShown(more, bytes32(3)).refused).toHaveLength(mostRefused);
		expect(mostRefusals).toBeLessThan(mostRefused);
	});
});
