import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TrustState } from "../../src/contacts/contact.ts";
import { decideTrust, type Seen } from "../../src/contacts/trust.ts";
import { ann, bytes32, device } from "./support.ts";

const card = (changes: Partial<Extract<Seen, { kind: "card" }>> = {}): Seen => ({
	kind: "card",
	accountPublicKey: bytes32(10),
	listSequence: 5,
	devices: [device(1)],
	expiresAt: 5000,
	...changes,
});
const message = (changes: Partial<Extract<Seen, { kind: "message" }>> = {}): Seen => ({
	kind: "message",
	accountPublicKey: bytes32(10),
	listSequence: 5,
	device: device(1),
	firstTime: true,
	...changes,
});
const verified = { ...ann, trust: "verified" as const };

test("a first contact is new and never silent", () => {
	expect(decideTrust(null, card())).toEqual({
		action: "warn",
		reasons: ["first-contact"],
		trust: "new",
		takesList: true,
	});
	expect(decideTrust(null, message())).toMatchObject({ action: "warn", trust: "new", takesList: false });
});

describe("the same account key", () => {
	test("on a later message makes a new contact known, once read", () => {
		expect(decideTrust(ann, message())).toMatchObject({ action: "accept", reasons: ["same-key"], trust: "known" });
		expect(decideTrust(ann, message({ firstTime: false }))).toMatchObject({ action: "accept", trust: "new" });
	});

	test("on a card alone does not", () => {
		expect(decideTrust(ann, card())).toMatchObject({ action: "accept", trust: "new" });
	});

	test("never lowers or raises verified", () => {
		for (const seen of [
			card(),
			message(),
			card({ listSequence: 9 }),
			message({ listSequence: 9, device: device(2) }),
		]) {
			expect(decideTrust(verified, seen).trust).toBe("verified");
		}
	});
});

describe("device lists", () => {
	test("a lower sequence is ignored", () => {
		expect(decideTrust(ann, card({ listSequence: 4, devices: [device(2)] }))).toEqual({
			action: "accept",
			reasons: ["same-key", "old-device-list"],
			trust: "new",
			takesList: false,
		});
	});

	test("an equal sequence on a card that ends earlier changes nothing; one that ends later is taken", () => {
		expect(decideTrust(ann, card({ expiresAt: 4999 }))).toEqual({
			action: "accept",
			reasons: ["same-key", "older-card"],
			trust: "new",
			takesList: false,
		});
		for (const expiresAt of [5000, 5001]) expect(decideTrust(ann, card({ expiresAt })).takesList).toBe(true);
		expect(decideTrust(ann, card({ listSequence: 6, expiresAt: 1 })).takesList).toBe(true);
	});

	test("an equal sequence with other content is a fork: blocked, and trust falls, verified or not", () => {
		for (const devices of [[device(2)], [device(1), device(2)], []]) {
			expect(decideTrust(verified, card({ devices }))).toEqual({
				action: "block",
				reasons: ["device-list-fork"],
				trust: "changed",
				takesList: false,
			});
		}
		expect(decideTrust(verified, message({ device: device(2) }))).toMatchObject({ action: "block", trust: "changed" });
	});

	test("the order of devices is no content", () => {
		const two = { ...ann, devices: [device(1), device(2)] };
		expect(decideTrust(two, card({ devices: [device(2), device(1)] })).action).toBe("accept");
	});

	test("a higher sequence is taken; a device that joined is said", () => {
		expect(decideTrust(ann, card({ listSequence: 6 }))).toMatchObject({ action: "accept", takesList: true });
		expect(decideTrust(ann, card({ listSequence: 6, devices: [device(1), device(2)] }))).toMatchObject({
			action: "warn",
			reasons: ["same-key", "new-device"],
			takesList: true,
		});
	});

	test("a message from a newer list comes through and is said; from a removed device it is blocked", () => {
		expect(decideTrust(ann, message({ listSequence: 6, device: device(2) }))).toMatchObject({
			action: "warn",
			reasons: ["same-key", "new-device"],
		});
		expect(decideTrust(ann, message({ listSequence: 4, device: device(2) }))).toMatchObject({
			action: "block",
			reasons: ["device-removed"],
		});
		expect(decideTrust(ann, message({ listSequence: 4 })).action).toBe("accept");
	});
});

describe("blocked", () => {
	test("another account key is another person, also with the same name, list and devices", () => {
		for (const seen of [card({ accountPublicKey: bytes32(11) }), message({ accountPublicKey: bytes32(11) })]) {
			expect(decideTrust(verified, seen)).toMatchObject({
				action: "block",
				reasons: ["other-account"],
				takesList: false,
			});
		}
	});

	test.each([
		["changed", "changed-before"],
		["revoked", "revoked"],
	] as const)("a %s contact, whatever comes, a newer list too", (trust, reason) => {
		const pinned = { ...ann, trust };
		for (const seen of [card(), message(), card({ listSequence: 99 }), message({ listSequence: 99 })]) {
			expect(decideTrust(pinned, seen)).toEqual({ action: "block", reasons: [reason], trust, takesList: false });
		}
	});
});

test("no evidence ever verifies, revives or lets another key in", () => {
	const someDevice = fc.constantFrom(device(1), device(2), device(3));
	const someKey = fc.constantFrom(bytes32(10), bytes32(11));
	const sequence = fc.integer({ min: 3, max: 7 });
	const seen = fc.oneof(
		fc.record({
			kind: fc.constant("card" as const),
			accountPublicKey: someKey,
			listSequence: sequence,
			devices: fc.uniqueArray(someDevice),
			expiresAt: fc.constantFrom(4000, 5000, 6000),
		}),
		fc.record({
			kind: fc.constant("message" as const),
			accountPublicKey: someKey,
			listSequence: sequence,
			device: someDevice,
			firstTime: fc.boolean(),
		}),
	);
	const trusts: TrustState[] = ["new", "known", "verified", "changed", "revoked"];
	const pinned = fc
		.record({ trust: fc.constantFrom(...trusts), listSequence: sequence, devices: fc.uniqueArray(someDevice) })
		.map((part) => ({ ...ann, ...part }));
	fc.assert(
		fc.property(pinned, seen, (before, evidence) => {
			const { action, trust, takesList } = decideTrust(before, evidence);
			const otherKey = evidence.accountPublicKey[0] !== 10;
			if (trust === "verified") expect(before.trust).toBe("verified");
			if (before.trust === "changed" || before.trust === "revoked")
				expect([action, trust]).toEqual(["block", before.trust]);
			if (otherKey) expect([action, trust]).toEqual(["block", before.trust]);
			if (action === "block") expect(takesList).toBe(false);
			if (takesList) expect(evidence.listSequence).toBeGreaterThanOrEqual(before.listSequence);
		}),
		{ numRuns: 500 },
	);
});
