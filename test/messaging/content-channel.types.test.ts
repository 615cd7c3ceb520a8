/**
 * What a content script can be told holds no text a person wrote, no name and no key. The types say it (this file fails to
 * compile otherwise), and every reply that really comes is compared with a list of what is allowed.
 */
import { describe, expect, it } from "vitest";
import type {
	BoxChoice,
	Channels,
	ComposerView,
	ContactView,
	ContentChannel,
	PersonalMark,
	ReaderView,
	Reply,
	ToContent,
} from "../../src/messaging/channels.ts";
import { mountId, placeAt, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

/** Everything a reply may be made of: switches, numbers, and the one opaque string there is. */
type Harmless = null | boolean | number | { readonly [key: string]: null | boolean | number };
/** Digests that a content script made itself (src/content/detect/box-mark.ts). */
type Boxes = { readonly boxes: readonly BoxChoice[] };
type HarmlessReplies = {
	"content/start": Boxes & { readonly [key in "on" | "composing" | "limit"]: Harmless };
	"content/load-writing": null;
	"content/remember-box": null;
	"content/diagnosis": null;
	"content/request-reader": { readonly ticket: string };
	"content/request-composer": { readonly ticket: string };
	"content/composer-aborted": null;
	"content/asks-clear": boolean;
	"content/user-returned": null;
};
type Fits = { [N in ContentChannel]: Reply<N> extends HarmlessReplies[N] ? true : never };
const everyContentReplyFits: Fits = {
	"content/start": true,
	"content/load-writing": true,
	"content/remember-box": true,
	"content/diagnosis": true,
	"content/request-reader": true,
	"content/request-composer": true,
	"content/composer-aborted": true,
	"content/asks-clear": true,
	"content/user-returned": true,
};

type Secret =
	| ReaderView
	| ComposerView
	| ContactView
	| PersonalMark
	| { readonly text: string }
	| { readonly name: string }
	| { readonly draft: string };
type Leaks = { [N in ContentChannel]: Channels[N]["reply"] extends Secret ? N : never }[ContentChannel];
const noContentReplyIsSecret: [Leaks] extends [never] ? true : Leaks = true;
type LeakyOrder = ToContent extends infer Order ? (Order extends Secret ? Order : never) : never;
const noOrderIsSecret: [LeakyOrder] extends [never] ? true : LeakyOrder = true;

describe("content channels", () => {
	it("are told apart by their types", () => {
		expect([Object.values(everyContentReplyFits).every(Boolean), noContentReplyIsSecret, noOrderIsSecret]).toEqual([
			true,
			true,
			true,
		]);
	});

	it("never carry what was typed, read or named, over a whole conversation", async () => {
		const canary = "CANARY-typed-and-read";
		const { ann, ben } = await acquainted();
		const told: unknown[] = [];
		for (const person of [ann, ben]) {
			const route = person.background.route;
			person.background = {
				...person.background,
				route: async (message, sender) => {
					const result = await route(message, sender);
					if (sender.origin === "https://chat.example") told.push(result);
					return result;
				},
			};
		}
		const armor = await ann.say(canary);
		const { view } = await ben.read(armor);
		expect(view).toMatchObject({ text: canary });
		const box = { salt: "1".repeat(32), look: "0".repeat(14), spot: "f".repeat(14), named: true };
		await ben.ask(senders.content(), "content/remember-box", { mark: box, use: true });
		await ben.ask(senders.content(), "content/start", { top: true });
		const mount = mountId();
		await ben.ask(senders.content(), "content/request-composer", {
			mount,
			taken: "",
			place: placeAt("room"),
			limit: null,
		});
		await ben.ask(senders.content(), "content/composer-aborted", { mount, why: "closed" });
		await ben.ask(senders.content(), "content/user-returned", null);
		await ben.ask(senders.content(), "content/load-writing", null);
		await ben.ask(senders.content(), "content/asks-clear", { place: placeAt("room") });
		const heard = JSON.stringify([told, ann.orders, ben.orders]);
		expect(told.length).toBeGreaterThan(5);
		for (const secret of [canary, "Ann", "Ben", "fern"]) expect(heard).not.toContain(secret);
		for (const result of told as { ok: boolean; value?: unknown }[]) {
			expect(Object.keys(result).sort()).toEqual(["ok", "value"]);
			const value = (result.value ?? {}) as Record<string, unknown>;
			for (const [key, field] of Object.entries(value)) {
				if (key === "boxes") expect([[], [{ mark: box, use: true }]]).toContainEqual(field);
				else if (key === "ticket") expect(field).toMatch(/^[0-9a-f]{64}$/);
				else expect(["boolean", "number", "object"]).toContain(typeof field);
			}
		}
	});
});
