// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { deliver, type Order } from "../../src/content/insert/deliver.ts";
import type { Place } from "../../src/messaging/channels.ts";
import { portsOf } from "./support/deliver-ports.ts";

const place: Place = { url: "https://chat.example/garden", title: "Garden", header: "Ben" };
const order: Order = { parts: ["armor"], submit: true, place, paceMs: 0 };
const noBox = portsOf(() => null, place);

describe("two orders at once", () => {
	it("that are the same one, repeated by a background that was killed, have the same end", async () => {
		const both = await Promise.all([deliver(order, noBox), deliver({ ...order, parts: ["armor"] }, noBox)]);
		expect(both).toEqual([
			{ outcome: "refused", reason: "box-gone" },
			{ outcome: "refused", reason: "box-gone" },
		]);
	});

	it.each([{ parts: ["other armor"] }, { parts: ["armor", "more"] }, { submit: false }])(
		"of which the second is another one never mix: %o",
		async (change) => {
			const [, second] = await Promise.all([deliver(order, noBox), deliver({ ...order, ...change }, noBox)]);
			expect(second).toEqual({ outcome: "refused", reason: "busy" });
			expect(await deliver({ ...order, ...change }, noBox)).toEqual({ outcome: "refused", reason: "box-gone" });
		},
	);
});
