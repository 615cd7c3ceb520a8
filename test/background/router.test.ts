import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedSenders, type ChannelName } from "../../src/messaging/channels.ts";
import { schemas } from "../../src/messaging/schemas.ts";
import type { BrowserSender } from "../../src/platform/runtime.ts";
import { alone, mountId, own, Person, placeAt, senders } from "../support/person.ts";

const channels = Object.keys(schemas) as ChannelName[];
const everySender: Record<string, BrowserSender> = {
	content: senders.content(),
	reader: senders.reader(),
	composer: senders.composer(),
	popup: senders.popup(),
	welcome: senders.welcome(),
	safe: senders.safe(),
};
const refused = { ok: false, code: "refused" };

/** Only codes, no more: no stack, no message, no path. */
function expectTyped(result: unknown): void {
	const { ok, ...rest } = result as { ok: boolean; code?: string; value?: unknown };
	expect(Object.keys(rest)).toEqual([ok ? "value" : "code"]);
	if (!ok) expect(rest.code).toMatch(/^[a-z-]{4,24}$/);
}

describe("the router", () => {
	it("lets a class of sender use its own channels only", async () => {
		const { background } = new Person("Ann");
		for (const channel of channels) {
			for (const [name, sender] of Object.entries(everySender)) {
				if ((allowedSenders(channel) as readonly string[]).includes(name)) continue;
				const result = await background.route({ channel, ask: null }, sender);
				expect(result).toEqual(name === "content" ? refused : { ok: false, code: "not-allowed" });
			}
		}
	});

	it("tells content scripts and strangers one thing, whatever is wrong", async () => {
		const person = await new Person("Ann").setUp();
		const { route } = person.background;
		const place = placeAt("room");
		const reader = {
			channel: "content/request-reader",
			ask: { mount: mountId(), armor: ["x"], place, onPage: alone(["x"]) },
		};
		const wrong: [unknown, BrowserSender][] = [
			[null, senders.content()],
			[{ channel: "content/nothing", ask: null }, senders.content()],
			[{ channel: "popup/contacts", ask: null }, senders.content()],
			[{ channel: "composer/open", ask: { ticket: "0".repeat(64) } }, senders.content()],
			[{ ...reader, ask: { ...reader.ask, extra: 1 } }, senders.content()],
			[{ ...reader, ask: { ...reader.ask, onPage: { order: [], at: 0, label: "" } } }, senders.content()],
			[{ ...reader, ask: { ...reader.ask, onPage: { order: ["short"], at: 0, label: "" } } }, senders.content()],
			[{ ...reader, ask: { ...reader.ask, mount: "short" } }, senders.content()],
			[{ ...reader, ask: { ...reader.ask, place: { ...place, url: "https://other.example/" } } }, senders.content()],
			[reader, senders.content({ origin: "https://off.example" })],
			[reader, senders.content({ origin: "null" })],
			[reader, { ...senders.content(), id: "another-extension" }],
			[
				{ channel: "popup/state", ask: null },
				{ ...senders.reader(), frameId: 0 },
			],
		];
		for (const [message, sender] of wrong) expect(await route(message, sender)).toEqual(refused);
		expect(await route(reader, senders.content())).toMatchObject({ ok: true });
	});

	it("answers every ticket that is not good with the same code", async () => {
		const person = await new Person("Ann").setUp();
		const ask = { mount: mountId(), armor: ["x"], place: placeAt("room"), onPage: alone(["x"]) };
		const { ticket } = await person.ask(senders.content(), "content/request-reader", ask);
		await person.ask(senders.reader(), "reader/open", { ticket });
		const spent = { ok: false, code: "ticket-spent" };
		const open = (ticketOf: string, sender: BrowserSender) =>
			person.result(sender, "reader/open", { ticket: ticketOf });
		expect(await open(ticket, senders.reader())).toEqual(spent);
		expect(await open(ticket, senders.reader(99))).toEqual(spent);
		expect(await open("0".repeat(64), senders.reader())).toEqual(spent);
		for (const channel of channels.filter((name) => name.startsWith("reader/") && name !== "reader/open")) {
			const handle = "0".repeat(64);
			const sendId = person.nextSendId();
			const more: Partial<Record<ChannelName, object>> = {
				"reader/new-invitation": { sendId },
				"reader/comparison-by-hand": { sendId },
				"reader/compare": { act: "stop", attempt: null },
			};
			const ask = { handle, ...more[channel] };
			const result = await person.background.route({ channel, ask }, senders.reader());
			expect(result).toEqual(spent);
		}
		for (const channel of ["composer/refresh", "composer/close", "composer/open-unlock"] as const) {
			expect(await person.result(senders.composer(), channel, { handle: "0".repeat(64) })).toEqual(spent);
		}
	});

	it("survives any message from anybody", { timeout: 30_000 }, async () => {
		const { background } = await new Person("Ann").setUp();
		const sender = fc.oneof(
			fc.constantFrom(...Object.values(everySender)),
			fc.record({
				id: fc.oneof(fc.constant(own.id), fc.string()),
				origin: fc.oneof(fc.constant(own.origin), fc.webUrl(), fc.string()),
				url: fc.oneof(fc.constant(`${own.origin}/reader.html`), fc.string()),
				frameId: fc.integer(),
				tab: fc.oneof(fc.constant(undefined), fc.record({ id: fc.integer() })),
			}),
		);
		const message = fc.oneof(
			fc.anything(),
			fc.record({ channel: fc.oneof(fc.constantFrom(...channels), fc.string()), ask: fc.anything() }),
			fc.record({ channel: fc.constantFrom("__proto__", "constructor", "toString"), ask: fc.object() }),
		);
		const property = fc.asyncProperty(message, sender, async (sent, from) => {
			expectTyped(await background.route(sent, from as BrowserSender));
		});
		await fc.assert(property, { numRuns: 600 });
	});

	it("survives asks of the right shape with hostile contents", async () => {
		const person = await new Person("Ann").setUp();
		const word = fc.oneof(
			fc.string({ maxLength: 300 }),
			fc.constant("SOTTOxvQ1".repeat(20)),
			fc.constant("\u202e\u0000"),
		);
		const id = (digits: number) => fc.constant("a".repeat(digits));
		const place = fc.record({ url: fc.constant(placeAt("room").url), title: word, header: word });
		const onPage = fc.record({ order: fc.array(id(11), { minLength: 1, maxLength: 3 }), at: fc.nat(2), label: word });
		const asks = fc.oneof(
			fc.record({
				channel: fc.constant("content/request-reader"),
				ask: fc.record({ mount: id(32), armor: fc.array(word, { minLength: 1, maxLength: 5 }), place, onPage }),
			}),
			fc.record({ channel: fc.constant("popup/read-by-hand"), ask: fc.record({ text: word }) }),
			fc.record({ channel: fc.constant("popup/accept-by-hand"), ask: fc.record({ text: word }) }),
			fc.record({ channel: fc.constant("popup/rename-contact"), ask: fc.record({ contact: id(64), name: word }) }),
			fc.record({ channel: fc.constant("popup/site-on"), ask: fc.record({ origin: fc.webUrl() }) }),
		);
		const property = fc.asyncProperty(asks, async (request) => {
			const sender = request.channel.startsWith("content/") ? senders.content() : senders.popup();
			const result = await person.background.route(request, sender);
			expectTyped(result);
			if (!request.channel.startsWith("content/") || !result.ok) return;
			const { ticket } = result.value as { ticket: string };
			const opened = await person.ask(senders.reader(), "reader/open", { ticket });
			expect(opened.view).toEqual({ kind: "placeholder" });
			expect(await person.ask(senders.reader(), "reader/reveal", { handle: opened.handle })).toMatchObject({
				kind: "failed",
			});
		});
		await fc.assert(property, { numRuns: 200 });
	});

	it("refuses what is too large before looking at it", async () => {
		const person = await new Person("Ann").setUp();
		const place = placeAt("room");
		const request = (armor: string[]) =>
			person.background.route(
				{ channel: "content/request-reader", ask: { mount: mountId(), armor, place, onPage: alone(["x"]) } },
				senders.content(),
			);
		expect(await request(["x".repeat(131_073)])).toEqual(refused);
		expect(await request(Array.from({ length: 65 }, () => "x"))).toEqual(refused);
		expect(await request(Array.from({ length: 10 }, () => "x".repeat(120_000)))).toEqual(refused);
		expect(await request([])).toEqual(refused);
	});

	it("says nothing of a mistake of ours but that there was one", async () => {
		const person = await new Person("Ann").setUp();
		person.flags.get = () => {
			throw new Error("secret path /home/ann");
		};
		const result = await person.background.route({ channel: "popup/state", ask: null }, senders.popup());
		expect(result).toEqual({ ok: false, code: "internal" });
	});
});
