import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	dayMs,
	type EpochClass,
	type Epochs,
	epochKey,
	epochsChange,
	expired,
	formerStates,
	freshState,
	readEpochs,
	stateEpoch,
	unused,
	unwrap,
	withoutKeys,
	wrap,
} from "../../src/history/epochs.ts";
import { create, setUp } from "../vault/support.ts";
import { random } from "./support.ts";

const none: Epochs = new Map();
const secret = new Uint8Array(32).fill(3);

describe("keys", () => {
	test("one for each class and day, found again the same day", () => {
		const first = epochKey(none, "7d", 10 * dayMs, random);
		const again = epochKey(first.epochs, "7d", 11 * dayMs - 1, random);
		expect(first.name).toBe("7d:10");
		expect(again.key).toEqual(first.key);
		expect(again.epochs).toBe(first.epochs);
		expect(epochKey(first.epochs, "7d", 11 * dayMs, random).name).toBe("7d:11");
		expect(epochKey(first.epochs, "30d", 10 * dayMs, random).key).not.toEqual(first.key);
		expect(none.size).toBe(0);
	});

	test("the record survives the vault, and refuses names it does not know", async () => {
		const { vault } = setUp();
		await create(vault);
		expect(await readEpochs(vault)).toEqual(new Map());
		const { epochs } = epochKey(epochKey(none, "7d", 0, random).epochs, "state", dayMs, random);
		await vault.commit([epochsChange(epochs)]);
		expect(await readEpochs(vault)).toEqual(epochs);
		await vault.commit([epochsChange(new Map([["closed:1", secret]]))]);
		await expect(readEpochs(vault)).rejects.toMatchObject({ code: "storage-failed" });
	});
});

describe("wrapping", () => {
	const { name, key } = epochKey(none, "7d", 10 * dayMs, random);
	const wrapped = wrap(name, key, "row", secret, random);

	test("opens under its key, for its row, in its epoch, and nowhere else", () => {
		expect(unwrap(name, key, "row", wrapped)).toEqual(secret);
		expect(unwrap(name, key, "other", wrapped)).toBeNull();
		expect(unwrap("7d:11", key, "row", wrapped)).toBeNull();
		expect(unwrap(name, new Uint8Array(32), "row", wrapped)).toBeNull();
		expect(unwrap(name, null, "row", wrapped)).toBeNull();
	});

	test("refuses a bit changed anywhere, and what is too short", () => {
		for (let at = 0; at < wrapped.length; at++) {
			const changed = wrapped.slice();
			changed[at] = (changed[at] ?? 0) ^ 1;
			expect(unwrap(name, key, "row", changed)).toBeNull();
		}
		expect(unwrap(name, key, "row", wrapped.subarray(0, 39))).toBeNull();
	});
});

describe("what may go", () => {
	test("a class when the last moment of its day plus its length has passed, not before", () => {
		const lengths: [EpochClass, number][] = [
			["24h", 1],
			["7d", 7],
			["30d", 30],
			["90d", 90],
		];
		for (const [kind, days] of lengths) {
			const { epochs, name } = epochKey(none, kind, 10 * dayMs + 5, random);
			const over = (10 + 1 + days) * dayMs;
			expect(expired(epochs, over - 1)).toEqual([]);
			expect(expired(epochs, over)).toEqual([name]);
		}
		const lasting = epochKey(epochKey(none, "forever", 0, random).epochs, "state", 0, random).epochs;
		expect(expired(lasting, Number.MAX_SAFE_INTEGER)).toEqual([]);
	});

	test("keys without rows, session records apart", () => {
		let epochs = none;
		for (const kind of ["forever", "7d", "state"] as const) epochs = epochKey(epochs, kind, 0, random).epochs;
		expect(unused(epochs, ["7d:0"])).toEqual(["forever:0"]);
		expect([...withoutKeys(epochs, ["forever:0"]).keys()]).toEqual(["7d:0", "state:0"]);
	});

	test("state keys before the one that is named", () => {
		const yesterday = stateEpoch(none, 5 * dayMs, random);
		const today = stateEpoch(yesterday.epochs, 6 * dayMs, random);
		expect(formerStates(today.epochs, today.name)).toEqual(["state:5"]);
		expect(formerStates(today.epochs, yesterday.name)).toEqual([]);
		expect(formerStates(today.epochs, "state:7")).toEqual([]);
		expect(formerStates(yesterday.epochs, yesterday.name)).toEqual([]);
	});
});

describe("the key that session records lie under", () => {
	const at = 5 * dayMs + 7;

	test("is the day's, made once, and another one the next day", () => {
		const first = stateEpoch(none, at, random);
		expect(first.name).toBe("state:5");
		expect(stateEpoch(first.epochs, at + 1000, random)).toEqual(first);
		expect(stateEpoch(first.epochs, at + dayMs, random).name).toBe("state:6");
	});

	test("is a fresh one when it has to be, as often as that, and stays it for the day", () => {
		const first = stateEpoch(none, at, random);
		const second = freshState(first.epochs, at, random);
		const third = freshState(second.epochs, at, random);
		expect([second.name, third.name]).toEqual(["state:5.1", "state:5.2"]);
		expect(new Set([first, second, third].map(({ key }) => key.join())).size).toBe(3);
		const now = stateEpoch(third.epochs, at + 1, random);
		expect([now.name, now.key]).toEqual([third.name, third.key]);
		expect(formerStates(third.epochs, third.name)).toEqual(["state:5", "state:5.1"]);
		expect(stateEpoch(third.epochs, at + dayMs, random).name).toBe("state:6");
		expect(freshState(none, at, random).name).toBe("state:5");
		expect(freshState(third.epochs, at + dayMs, random).name).toBe("state:6");
	});

	test("is the tenth after the ninth", () => {
		let made = stateEpoch(none, at, random);
		for (let turn = 0; turn < 11; turn++) made = freshState(made.epochs, at, random);
		expect(made.name).toBe("state:5.11");
		expect(stateEpoch(made.epochs, at, random).name).toBe("state:5.11");
	});

	test("is never an older one when the clock was set back", () => {
		const first = stateEpoch(none, at, random);
		expect(stateEpoch(first.epochs, at - 2 * dayMs, random).name).toBe("state:5");
		expect(freshState(first.epochs, at - 2 * dayMs, random).name).toBe("state:5.1");
	});
});

test("whatever the name, id and length: it comes back, and only so", () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), fc.uint8Array({ minLength: 1, maxLength: 300 }), (id, other, value) => {
			const { name, key } = epochKey(none, "state", 0, random);
			const wrapped = wrap(name, key, id, value, random);
			expect(unwrap(name, key, id, wrapped)).toEqual(value);
			if (new TextEncoder().encode(id).join() !== new TextEncoder().encode(other).join()) {
				expect(unwrap(name, key, other, wrapped)).toBeNull();
			}
		}),
	);
});
