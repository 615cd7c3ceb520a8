/**
 * Any request on any channel from anybody, most of them well formed and about things that exist: nothing is thrown, no mistake of ours
 * comes to light, nobody is answered who may not ask, and a page hears no text and no name. Afterwards the conversation goes on.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ask, allowedSenders, type ChannelName, type Place, type Result } from "../../src/messaging/channels.ts";
import { retentions } from "../../src/messaging/retention.ts";
import { schemas } from "../../src/messaging/schemas.ts";
import type { BrowserSender } from "../../src/platform/runtime.ts";
import { frameReport } from "../support/frame-report.ts";
import { alone, mountId, own, type Person, passphraseKey, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

type Armor = readonly string[];
const channels = Object.keys(schemas) as ChannelName[];
const room = placeAt("room");
const secrets = ["Annegret", "Benedikt", "a text of Benedikt", "a text of Annegret"];

/** What there is to ask about. */
interface World {
	readonly ann: Person;
	readonly ben: Person;
	readonly armors: readonly Armor[];
	readonly contact: string;
	/** A contact code of theirs. */
	readonly code: { readonly qr: string; readonly link: string };
	/** Of the frame that has it. */
	handles: ReadonlyMap<number, string>;
	keys: readonly string[];
}

async function world(): Promise<World> {
	const { ann, ben } = await acquainted();
	const armors: Armor[] = [await ben.say("a text of Benedikt"), await ann.say("a text of Annegret")];
	armors.push(await ben.say("signed", room, { signed: true, disappears: "closed" }), await ann.invite());
	armors.push(await ben.invite(), ["SOTTOxvQ1".repeat(9)], ["no armor"]);
	const [contact] = await ann.ask(senders.popup(), "popup/contacts", null);
	const code = await ben.ask(senders.page("codes", 0, 5), "codes/show", { meant: null, way: "link" });
	return { ann, ben, armors, contact: contact?.id ?? "", code, handles: new Map(), keys: [] };
}

/** Frames that are open anew for each request. */
async function openFrames(all: World): Promise<void> {
	const { ann, armors } = all;
	await ann.unlock();
	ann.granted.add("chat.example");
	await ann.ask(senders.popup(), "popup/site-on", { origin: "https://chat.example" });
	await ann.ask(senders.content(), "content/start", { top: true });
	ann.page = { place: room, hasBox: true, armor: armors };
	const handles = new Map<number, string>();
	for (const [at, armor] of armors.slice(0, 5).entries()) {
		handles.set(20 + at, (await ann.read(armor, room, alone(armor), { frame: 20 + at })).handle);
	}
	handles.set(12, (await ann.compose()).handle);
	await ann.ask(senders.popup(), "popup/open-safe-window", null);
	const ticket = ann.opened.at(-1)?.split("#")[1] ?? "";
	const { handle } = await ann.ask(senders.safe(), "composer/open", { ticket });
	const { messages } = await ann.ask(senders.safe(), "safe/messages", { handle });
	all.handles = handles.set(0, handle);
	all.keys = messages.map(({ key }) => key);
}

/** Channels that answer nobody here, and why. Any other one has to answer at least once. */
const neverAnswered: { readonly [N in ChannelName]?: string } = {
	"reader/open": "its ticket was spent by opening the frame",
	"composer/open": "its ticket was spent by opening the frame",
	"reader/compare": "no reader shows a message of a comparison",
	"reader/open-comparison": "no reader shows a message of a comparison",
	"reader/comparison-by-hand": "no reader shows a message of a comparison",
	"popup/comparison-by-hand": "no step of a comparison waits to be sent",
	"composer/answer-trust": "nothing is open about a contact's key",
	"popup/answer-trust": "nothing is open about a contact's key",
	"codes/differs": "the one contact is not asked about",
	"popup/remove-contact": "the one contact is not asked about",
	"popup/merge-contact": "there is one contact",
	"popup/split-contact": "there is one contact",
	"popup/end-account": "our own account is not asked about",
	"composer/tell-account": "our own account lives",
	"popup/account-news": "our own account lives, and is the first",
	"popup/new-account": "our own account lives, and nobody guesses its recovery key",
	"popup/name-revoker": "nobody is verified",
	"popup/end-contact": "nobody has named us",
	"welcome/create": "there is a vault",
};

/** Requests from somebody who may, each channel. */
const leastAllowed = 32;

const comparisonActs = ["begin-pictures", "begin-numbers", "agree", "match", "differ", "stop", "send"] as const;

/** A channel more leaves the requests of all others what they were. */
const seedOf = (channel: string): number =>
	[...channel].reduce((seed, character) => (seed * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003, 7);

const hostile = ["", "\u202e\u0000", "__proto__", "a".repeat(5000), "SOTTOxvQ1 SOTTOxvQ1", "\ud800", "</script>", "ſ́"];

/** Well formed to the last key. */
function asksOf(all: World): { readonly [N in ChannelName]: fc.Arbitrary<Ask<N>> } {
	const { armors, code, contact, handles, keys } = all;
	const oneOf = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
	const word = fc.oneof(oneOf(...hostile), fc.string({ unit: "grapheme", maxLength: 60 }));
	const short = word.map((text) => text.slice(0, 90));
	const handle = oneOf(...handles.values(), "0".repeat(64));
	const attempt = oneOf(null, "0".repeat(32));
	const hex = (digits: number) =>
		fc.string({ unit: oneOf(..."0123456789abcdef"), minLength: digits, maxLength: digits });
	const sendId = fc.oneof({ weight: 1, arbitrary: oneOf("1".repeat(32)) }, { weight: 4, arbitrary: hex(32) });
	const mount = fc.oneof(oneOf(mountId()), hex(32));
	const people = oneOf<string[]>([contact], [contact], [contact], [contact], [], ["f".repeat(64)]);
	const options = fc.record({ signed: fc.boolean(), disappears: oneOf(null, "90d", "30d", "7d", "24h", "closed") });
	const changed = fc
		.tuple(oneOf(...armors), fc.nat(600), oneOf("A", "0", "!", ""))
		.map(([armor, at, by]) =>
			armor.map((part) => part.slice(0, at) + by + part.slice(at + 1)).filter((part) => part !== ""),
		);
	const armor: fc.Arbitrary<Armor> = fc.oneof(
		oneOf(...armors),
		changed.filter((parts) => parts.length > 0),
	);
	const pasted = fc.oneof(
		{ weight: 3, arbitrary: armor.map((parts) => parts.join("\n")) },
		{ weight: 1, arbitrary: word },
	);
	const place: fc.Arbitrary<Place> = fc.record({
		url: oneOf(room.url, "https://chat.example/other", "https://off.example/", "no url"),
		title: short,
		header: short,
	});
	const key = fc.oneof(
		{ weight: 4, arbitrary: oneOf(...keys) },
		{ weight: 1, arbitrary: hex(32) },
		{ weight: 1, arbitrary: short.map((text) => text.slice(0, 64)) },
	);
	const onPage = fc.record({
		order: fc.array(oneOf(...armors.flatMap((one) => alone(one).order), "zzzzzzzzzzz"), {
			minLength: 1,
			maxLength: 33,
		}),
		at: fc.nat(32),
		label: short,
	});
	const origin = oneOf("https://chat.example", "http://off.example", "https://a.b:8443");
	const ofHandle = fc.record({ handle });
	const ofKey = fc.record({ handle, key });
	const nothing = fc.constant(null);
	const submit = fc.boolean();
	const moreThan = oneOf(undefined, 1, 64);
	const ofText = fc.record({ text: pasted });
	const meant = oneOf(null, contact, "f".repeat(64));
	return {
		"content/start": fc.record({ top: fc.boolean() }),
		"content/request-reader": fc.record({ mount, armor, place, onPage }),
		"content/request-composer": fc.record(
			{ mount, taken: word, place, limit: oneOf(null, 1, 400, 100_000_000), into: oneOf("field", "selection") },
			{ requiredKeys: ["mount", "taken", "place", "limit"] },
		),
		"content/composer-aborted": fc.record({ mount, why: oneOf("place-changed", "host-removed", "closed") }),
		"content/asks-clear": fc.record({ place }),
		"content/user-returned": nothing,
		"content/load-writing": nothing,
		"content/diagnosis": fc.record({ request: hex(32), report: fc.constant(frameReport()) }),
		"content/remember-box": fc.record({
			mark: fc.record({ salt: hex(32), look: hex(14), spot: hex(14), named: fc.boolean() }),
			use: fc.boolean(),
		}),
		"reader/open": fc.record({ ticket: handle }),
		"reader/refresh": ofHandle,
		"reader/reveal": ofHandle,
		"reader/accept": ofHandle,
		"reader/open-unlock": ofHandle,
		"reader/give-up-older": ofHandle,
		"reader/use-new-start": ofHandle,
		"reader/export-proof": ofHandle,
		"reader/new-invitation": fc.record({ handle, sendId }),
		"reader/compare": fc.record({ handle, act: fc.constantFrom(...comparisonActs), attempt }),
		"reader/open-comparison": ofHandle,
		"reader/comparison-by-hand": fc.record({ handle, sendId }),
		"composer/open": fc.record({ ticket: handle }),
		"composer/refresh": ofHandle,
		"composer/confirm-recipients": fc.record({ handle, recipients: people }),
		"composer/send": fc.record({ handle, sendId, text: word, recipients: people, submit, options, moreThan }),
		"composer/invite": fc.record({ handle, sendId, line: short, submit, moreThan }),
		"composer/answer-trust": fc.record({
			handle,
			contact: oneOf(contact, "f".repeat(64)),
			answer: oneOf<Ask<"composer/answer-trust">["answer"]>("seen", "not-theirs"),
		}),
		"composer/open-contact": fc.record({ handle, contact: oneOf(contact, "f".repeat(64)) }),
		"composer/make-sure-later": fc.record({ handle, contact: oneOf(contact, "f".repeat(64)) }),
		"composer/set-asks-clear": fc.record({ handle, on: fc.boolean() }),
		"composer/set-keep": fc.record({ handle, keep: oneOf(null, ...retentions) }),
		"composer/set-auto-send": fc.record({ handle, value: oneOf("yes", "no") }),
		"composer/keep-draft": fc.record({ handle, text: word, options }),
		"composer/to-safe-window": fc.record({ handle, draft: word, options }),
		"composer/forget-draft": ofHandle,
		"composer/open-unlock": ofHandle,
		"composer/close": ofHandle,
		"composer/parts": fc.record({
			handle,
			bytes: fc.integer({ min: 1, max: 70_000 }),
			recipients: people,
			options,
			sendId: fc.option(sendId),
		}),
		"composer/seal-only": fc.record({ handle, sendId, text: word, recipients: people, options }),
		"safe/messages": ofHandle,
		"safe/reveal": ofKey,
		"safe/accept": ofKey,
		"safe/give-up-older": ofKey,
		"safe/use-new-start": ofKey,
		"safe/export-proof": ofKey,
		"safe/new-invitation": fc.record({ handle, sendId }),
		"safe/reload-tab": ofHandle,
		"popup/state": nothing,
		"popup/site-on": fc.record({ origin }),
		"popup/site-off": fc.record({ origin }),
		"popup/diagnose": nothing,
		"popup/forget-learned": fc.record({ origin }),
		"popup/forget-boxes": fc.record({ origin, use: fc.boolean() }),
		"popup/open-safe-window": nothing,
		"popup/use-box": nothing,
		"popup/set-auto-lock": fc.record({ minutes: fc.integer({ min: 1, max: 1440 }) }),
		"popup/set-keep": fc.record({ keep: oneOf(...retentions) }),
		"popup/set-tells-seen": fc.record({ on: fc.boolean() }),
		"popup/lock": nothing,
		"popup/kdf-params": nothing,
		"popup/unlock": fc.record({ passphraseKey: oneOf(passphraseKey, "A".repeat(43), "_".repeat(43)) }),
		"popup/my-card": fc.record({ sendId }),
		"popup/contacts": nothing,
		"popup/opened-for": nothing,
		"popup/open-codes": fc.record({ contact: oneOf(contact, "f".repeat(64)) }),
		"popup/safety-number": fc.record({ contact: oneOf(contact, "f".repeat(64)) }),
		"popup/contact": fc.record({ contact: oneOf(contact, "f".repeat(64)) }),
		// Not "differs", after which the one there is could not be written to.
		"popup/answer-trust": fc.record({
			contact: oneOf(contact, "f".repeat(64)),
			answer: fc.constantFrom("seen", "theirs", "not-theirs", "downgrade"),
		}),
		"popup/number-matches": fc.record({
			contact: oneOf(contact, "f".repeat(64)),
			account: oneOf(contact, "f".repeat(64)),
		}),
		"popup/compare": fc.record({
			contact: oneOf(contact, "f".repeat(64)),
			act: fc.constantFrom(...comparisonActs),
			attempt,
		}),
		"popup/comparison-by-hand": fc.record({ sendId, contact: oneOf(contact, "f".repeat(64)) }),
		"codes/opened-for": nothing,
		"codes/state": fc.record({ meant }),
		"codes/show": fc.record({ meant, way: oneOf("screen", "link") }),
		"codes/take": fc.record({
			code: fc.oneof(
				fc.record({ text: fc.oneof(oneOf(code.link), pasted) }),
				fc.record({ qr: fc.oneof(oneOf(code.qr), hex(60)) }),
			),
			meant,
			say: oneOf("look", "sure", "unsure"),
			another: fc.array(oneOf(contact, "f".repeat(64)), { maxLength: 2 }),
		}),
		// Not of the one there is, who could not be written to after it.
		"codes/differs": fc.record({ contact: oneOf("f".repeat(64), "0".repeat(64)) }),
		"codes/accept": ofText,
		"codes/answer": fc.record({ sendId, contact: oneOf(contact, "f".repeat(64)) }),
		"popup/revocation": nothing,
		"popup/make-kit": nothing,
		"popup/kit-kept": nothing,
		"welcome/kit-kept": nothing,
		// Not our own: nothing more could be asked about it.
		"popup/end-account": fc.record({ account: oneOf(contact, "f".repeat(64)) }),
		"popup/account-news": fc.record({ sendId }),
		"composer/tell-account": fc.record({ handle, sendId, submit }),
		"popup/new-account": fc.record({
			passphraseKey: oneOf(passphraseKey, "A".repeat(43)),
			kit: oneOf(null, "", "AAAAA ".repeat(12), ...hostile),
		}),
		"popup/name-revoker": fc.record({
			sendId,
			contact: oneOf(contact, "f".repeat(64)),
			passphraseKey: oneOf(passphraseKey, "A".repeat(43)),
		}),
		"popup/end-contact": fc.record({
			contact: oneOf(contact, "f".repeat(64)),
			passphraseKey: oneOf(passphraseKey, "A".repeat(43)),
		}),
		"popup/rename-contact": fc.record({ contact: oneOf(contact, "f".repeat(64)), name: short }),
		// The one there is stays, or there were little left to ask about.
		"popup/remove-contact": fc.record({ contact: oneOf("f".repeat(64), "0".repeat(64)) }),
		"popup/merge-contact": fc.record({
			contact: oneOf(contact, "f".repeat(64)),
			other: oneOf(contact, "f".repeat(64), "0".repeat(64)),
		}),
		"popup/split-contact": fc.record({ contact: oneOf(contact, "f".repeat(64)) }),
		"popup/read-by-hand": ofText,
		"popup/accept-by-hand": ofText,
		"popup/give-up-older-by-hand": ofText,
		"popup/use-new-start-by-hand": ofText,
		"popup/export-proof-by-hand": ofText,
		"popup/write-by-hand": fc.record({ sendId, text: word, recipients: people, options }),
		"welcome/create": fc.record({
			name: short,
			mark: fc.record({ picture: fc.integer({ min: 0, max: 255 }), word: oneOf("fern", "ö") }),
			salt: oneOf("A".repeat(22), "_".repeat(22)),
			profile: fc.integer({ min: 0, max: 255 }),
			passphraseKey: oneOf(passphraseKey, "A".repeat(43)),
		}),
	};
}

const everySender: readonly (readonly [string, BrowserSender])[] = [
	["content", senders.content()],
	["content", senders.content({ frameId: 3, origin: "https://off.example" })],
	["content", senders.content({ frameId: 4, origin: "null" })],
	...[20, 21, 22, 23, 24].map((frame) => ["reader", senders.reader(frame)] as const),
	["reader", senders.reader(20, tab + 1)],
	["composer", senders.composer()],
	["composer", senders.composer(55)],
	["safe", senders.safe()],
	["popup", senders.popup()],
	["welcome", senders.welcome()],
	["codes", senders.page("codes", 0, 5)],
	["nobody", { ...senders.popup(), id: "another-extension" }],
	["nobody", { ...senders.content(), id: undefined }],
	["nobody", { ...senders.popup(), origin: "https://chat.example" }],
	["nobody", senders.page("codes", 3, tab)],
	["nobody", senders.page("reader", 0, tab)],
	["nobody", senders.page("unknown", 5, tab)],
	[
		"nobody",
		{ id: own.id, origin: own.origin, url: `${own.origin}@evil.example/popup.html`, frameId: 0, tab: undefined },
	],
];

const mayAsk = (channel: ChannelName, name: string) => (allowedSenders(channel) as readonly string[]).includes(name);

/** Mostly about what the frame that asks has itself. */
function fitting({ handles }: World, ask: unknown, { frameId = -1 }: BrowserSender, turn: number): unknown {
	const handle = handles.get(frameId);
	const has = typeof ask === "object" && ask !== null && "handle" in ask;
	return has && handle !== undefined && turn % 4 !== 3 ? { ...ask, handle } : ask;
}

function expectSound(channel: ChannelName, name: string, result: Result<unknown>): void {
	const { ok, ...rest } = result as { ok: boolean; code?: string };
	expect(Object.keys(rest)).toEqual([ok ? "value" : "code"]);
	if (!mayAsk(channel, name)) {
		const page = name !== "content" && name !== "nobody";
		expect(result).toEqual({ ok: false, code: page ? "not-allowed" : "refused" });
	}
	if (name === "content" || name === "nobody") {
		if (!ok) expect(rest.code).toBe("refused");
		const heard = JSON.stringify(result);
		for (const secret of secrets) expect(heard).not.toContain(secret);
		return;
	}
	if (!ok) expect(rest.code).toMatch(/^[a-z-]{4,24}$/);
	expect(rest.code).not.toBe("internal");
}

describe("the router", { timeout: 120_000 }, () => {
	it("answers well-formed requests about everything there is, from anybody, and nothing goes wrong", async () => {
		const all = await world();
		const { ann, ben } = all;
		await openFrames(all);
		const answered = new Set<string>();
		for (const channel of channels) {
			const ask: fc.Arbitrary<unknown> = asksOf(all)[channel];
			const allowed = everySender.filter(([name]) => mayAsk(channel, name));
			const rounds = Math.max(3, Math.ceil(leastAllowed / allowed.length));
			const from = [...everySender, ...Array.from({ length: rounds }, () => allowed).flat()];
			const requests = fc.sample(ask, { numRuns: from.length, seed: seedOf(channel) });
			for (const [turn, [name, sender]] of from.entries()) {
				const request = fitting(all, requests[turn], sender, turn);
				expect(schemas[channel].safeParse(request).success, channel).toBe(true);
				const result = await ann.background.route({ channel, ask: request }, sender);
				expectSound(channel, name, result);
				if (result.ok) answered.add(channel);
			}
			await openFrames(all);
		}
		expect(channels.filter((channel) => !answered.has(channel) && !(channel in neverAnswered))).toEqual([]);
		await goesOn(ann, ben);
	});

	it("holds in any order", async () => {
		const all = await world();
		const { ann, ben } = all;
		await openFrames(all);
		const step = () => {
			const asks = asksOf(all);
			return fc.constantFrom(...channels).chain((channel) => {
				const ask: fc.Arbitrary<unknown> = asks[channel];
				// Mostly from somebody who may.
				const allowed = everySender.filter(([name]) => mayAsk(channel, name));
				const sender = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...allowed) }, fc.constantFrom(...everySender));
				return fc.tuple(fc.constant(channel), ask, sender);
			});
		};
		const property = () =>
			fc.asyncProperty(fc.array(step(), { minLength: 1, maxLength: 12 }), async (requests) => {
				const results = await Promise.all(
					requests.map(([channel, ask, [, sender]], turn) =>
						ann.background.route({ channel, ask: fitting(all, ask, sender, turn) }, sender),
					),
				);
				for (const [index, [channel, , [name]]] of requests.entries()) {
					expectSound(channel, name, results[index] as Result<unknown>);
				}
			});
		for (let round = 0; round < 8; round++) {
			await fc.assert(property(), { numRuns: 10 });
			await openFrames(all);
		}
		await goesOn(ann, ben);
	});
});

async function goesOn(ann: Person, ben: Person): Promise<void> {
	await ann.unlock();
	const recipients = (await ann.ask(senders.popup(), "popup/contacts", null)).map(({ id }) => id);
	for (const restarted of [false, true]) {
		if (restarted) ann.restart();
		const write = { sendId: ann.nextSendId(), text: "still here", recipients: recipients.slice(0, 1), options: plain };
		const { armor } = await ann.ask(senders.popup(), "popup/write-by-hand", write);
		const read = await ben.ask(senders.popup(), "popup/read-by-hand", { text: armor.join("\n") });
		expect(read).toMatchObject({ kind: "message", text: "still here" });
		const { view } = await ann.read(await ben.say("and here"));
		expect(["message", "placeholder"]).toContain(view.kind);
	}
}
