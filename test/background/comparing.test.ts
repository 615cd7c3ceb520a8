import { describe, expect, it, vi } from "vitest";
import type { Ask, ComparisonAct, ComparisonReply, ComparisonShown, ReaderView } from "../../src/messaging/channels.ts";
import { attemptSeen, compareIn } from "../support/comparing.ts";
import { alone, armorsIn, type OpenReader, type Person, placeAt, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const popup = senders.popup();

/** Both have heard of the other since the session began, so that there is something to compare. */
async function confirmed() {
	const { ann, ben } = await acquainted();
	await ben.read(await ann.say("Hello Ben"));
	await ann.read(await ben.say("Hello again"));
	return { ann, ben };
}

const only = async (person: Person) => (await person.ask(popup, "popup/contacts", null))[0]!;

async function act(person: Person, what: Ask<"popup/compare">["act"]): Promise<ComparisonReply> {
	return compareIn(person, (await only(person)).id, what);
}

/** A frame shows one message at a time. */
let nextFrame = 20;

/** The message that `does` puts into the chat, and how the other one reads it. */
async function passes(from: Person, to: Person, does: () => Promise<ComparisonReply>) {
	const before = from.chat.length;
	expect((await does()).sent).toEqual({ outcome: "inserted" });
	const armor = armorsIn(from.chat.slice(before));
	const reader = await to.read(armor, placeAt("room"), alone(armor), { frame: nextFrame++ });
	expect(reader.view).toMatchObject({ kind: "message", text: "", warnings: [] });
	return { armor, reader };
}

async function toCode(ann: Person, ben: Person, between: () => void = () => undefined) {
	await passes(ann, ben, () => act(ann, "begin-pictures"));
	between();
	expect(await act(ben, "view")).toMatchObject({ view: { kind: "asked", method: "pictures" } });
	await passes(ben, ann, () => act(ben, "agree"));
	between();
	await passes(ann, ben, () => act(ann, "send"));
	between();
	const last = await passes(ben, ann, () => act(ben, "send"));
	between();
	return { codes: await Promise.all([act(ann, "view"), act(ben, "view")]), last };
}

const shownIn = (view: ReaderView): ComparisonShown => {
	if (view.kind !== "message" || view.comparison === undefined) throw new Error(`no comparison in ${view.kind}`);
	return view.comparison;
};

describe("comparing a code over the chat", { timeout: 20_000 }, () => {
	it("shows both the same code, and verifies each with its own word, how and when", async () => {
		const { ann, ben } = await confirmed();
		const {
			codes: [a, b],
		} = await toCode(ann, ben);
		expect(a.view).toMatchObject({ kind: "compare", readsFirst: true, code: { method: "pictures" } });
		expect(b.view).toMatchObject({ kind: "compare", readsFirst: false });
		if (a.view.kind !== "compare" || b.view.kind !== "compare") throw new Error("no code");
		expect(b.view.code).toEqual(a.view.code);
		await act(ann, "match");
		expect(await only(ann)).toMatchObject({ trust: "verified" });
		expect((await only(ben)).trust).not.toBe("verified");
		await act(ben, "match");
		const page = await ben.ask(popup, "popup/contact", { contact: (await only(ben)).id });
		expect(page).toMatchObject({ trust: "verified", verified: { how: "live", at: ben.now } });
	});

	it("goes on after the worker was ended at any step", async () => {
		const { ann, ben } = await confirmed();
		const {
			codes: [a],
		} = await toCode(ann, ben, () => {
			ann.restart();
			ben.restart();
		});
		expect(a.view.kind).toBe("compare");
	});

	it("that differs locks at once, and at the other one when they hear of it after their yes", async () => {
		const { ann, ben } = await confirmed();
		await toCode(ann, ben);
		await act(ben, "match");
		expect(await only(ben)).toMatchObject({ trust: "verified" });
		await passes(ann, ben, () => act(ann, "differ"));
		expect(await only(ann)).toMatchObject({ trust: "changed", writable: false });
		await expect(ann.say("locked")).rejects.toMatchObject({ code: "contact-not-writable" });
		expect(await only(ben)).toMatchObject({ trust: "changed", writable: false });
	});

	it("is taken up once: what is shown again, or waits for nothing, changes nothing", async () => {
		const { ann, ben } = await confirmed();
		const start = await passes(ann, ben, () => act(ann, "begin-numbers"));
		await act(ben, "stop");
		await ben.read(start.armor);
		expect((await act(ben, "view")).view.kind).not.toBe("asked");
		expect(await act(ben, "match")).toMatchObject({ refused: "nothing-to-do" });
		expect((await only(ben)).trust).toBe("known");
	});

	it("ends by itself with the alarm after ten minutes", async () => {
		const { ann, ben } = await confirmed();
		await toCode(ann, ben);
		ann.now += 11 * 60 * 1000;
		ann.news.length = 0;
		await ann.background.alarm("auto-lock");
		await ann.unlock();
		await ann.background.alarm("auto-lock");
		expect(ann.news).toContainEqual({ to: "pages", kind: "people-changed" });
		expect(await act(ann, "match")).toMatchObject({ refused: "nothing-to-do", view: { kind: "idle", left: 2 } });
		expect((await only(ann)).trust).toBe("known");
	});

	it("takes no word about another attempt than the one that was on the screen", async () => {
		const { ann, ben } = await confirmed();
		await toCode(ann, ben);
		const contact = (await only(ann)).id;
		const seen = await attemptSeen(ann, contact);
		await passes(ben, ann, async () => {
			await act(ben, "stop");
			return act(ben, "send");
		});
		const isLate = async () => {
			const { view } = await act(ann, "view");
			const sent = ann.chat.length;
			for (const late of ["match", "differ", "agree", "stop", "send"] as const) {
				const reply = await ann.ask(popup, "popup/compare", { contact, act: late, attempt: seen });
				expect(reply).toEqual({ refused: "over", sent: null, view });
			}
			expect(ann.chat).toHaveLength(sent);
			return view.kind;
		};
		await passes(ann, ben, () => act(ann, "begin-pictures"));
		await passes(ben, ann, () => act(ben, "agree"));
		expect(await isLate()).toBe("to-send");
		await passes(ann, ben, () => act(ann, "send"));
		await passes(ben, ann, () => act(ben, "send"));
		expect(await isLate()).toBe("compare");
		expect((await only(ann)).trust).toBe("known");
		await act(ann, "match");
		expect((await only(ann)).trust).toBe("verified");
	});

	it("is not begun with somebody in doubt, whose steps are not heeded", async () => {
		const { ann, ben } = await confirmed();
		await toCode(ann, ben);
		await passes(ann, ben, () => act(ann, "differ"));
		for (const person of [ann, ben]) {
			const ask = { contact: (await only(person)).id, act: "begin-pictures", attempt: null } as const;
			expect(await person.result(popup, "popup/compare", ask)).toEqual({ ok: false, code: "not-allowed" });
		}
	});

	it("needs no word of them after ours where they spoke first: their first step is one", async () => {
		const { ann, ben } = await acquainted();
		const {
			codes: [a, b],
		} = await toCode(ann, ben);
		if (a.view.kind !== "compare" || b.view.kind !== "compare") throw new Error("no code");
		expect(b.view.code).toEqual(a.view.code);
	});

	it("needs a session in which they have spoken, and sends nothing where nothing waits", async () => {
		const { ben } = await acquainted();
		const contact = (await only(ben)).id;
		const ask = { contact, act: "begin-pictures", attempt: null } as const;
		expect(await ben.result(popup, "popup/compare", ask)).toEqual({ ok: false, code: "contact-not-writable" });
		expect(await act(ben, "send")).toMatchObject({ sent: null, view: { kind: "idle" } });
		const byHand = { contact, sendId: ben.nextSendId() };
		expect(await ben.result(popup, "popup/comparison-by-hand", byHand)).toEqual({ ok: false, code: "nothing-found" });
	});
});

describe("what is to be sent of a comparison", { timeout: 20_000 }, () => {
	/** Messages go out without a press of the site's own button. */
	async function automatic(person: Person): Promise<void> {
		const { handle } = await person.compose();
		await person.ask(senders.composer(), "composer/set-auto-send", { handle, value: "yes" });
		person.verdict = { outcome: "sent" };
		person.orders.length = 0;
	}
	const inserts = ({ orders }: Person) => orders.flatMap(({ order }) => (order.kind === "insert" ? [order] : []));

	it("is put into the box and not sent, where the user sends themselves; the next step waits for a press", async () => {
		const { ann, ben } = await confirmed();
		await passes(ann, ben, () => act(ann, "begin-pictures"));
		expect(inserts(ann).at(-1)).toMatchObject({ submit: false });
		const { reader } = await passes(ben, ann, () => act(ben, "agree"));
		const before = inserts(ann).length;
		await reader.refresh();
		expect(await act(ann, "view")).toMatchObject({ view: { kind: "to-send" } });
		expect(inserts(ann)).toHaveLength(before);
	});

	it("goes by itself where messages do, after one yes at each end, and once however often it is looked at", async () => {
		const { ann, ben } = await confirmed();
		await Promise.all([automatic(ann), automatic(ben)]);
		const lastOf = (person: Person) => armorsIn(person.chat.slice(-1));
		expect((await act(ann, "begin-pictures")).sent).toEqual({ outcome: "sent" });
		expect(inserts(ann).at(-1)).toMatchObject({ submit: true });
		await ben.read(lastOf(ann));
		expect((await act(ben, "agree")).sent).toEqual({ outcome: "sent" });
		const heard = await ann.read(lastOf(ben));
		await Promise.all([heard.refresh(), heard.refresh()]);
		await vi.waitFor(async () => expect((await act(ann, "view")).view.kind).toBe("waiting"));
		await ben.read(lastOf(ann));
		await vi.waitFor(async () => expect((await act(ben, "view")).view.kind).toBe("compare"));
		await ann.read(lastOf(ben));
		expect((await act(ann, "view")).view.kind).toBe("compare");
		expect(new Set(inserts(ann).flatMap(({ parts }) => parts)).size).toBe(2);
		expect(inserts(ben)).toHaveLength(2);
	});

	it("that goes by itself waits for a pause of the user, asks so often and no more, and then goes with a press", async () => {
		const { ann, ben } = await confirmed();
		await Promise.all([automatic(ann), automatic(ben)]);
		const lastOf = (person: Person) => armorsIn(person.chat.slice(-1));
		await act(ann, "begin-pictures");
		expect(inserts(ann).map(({ unasked }) => unasked)).toEqual([undefined]);
		await ben.read(lastOf(ann));
		await act(ben, "agree");
		ann.verdict = { outcome: "refused", reason: "busy" };
		const heard = await ann.read(lastOf(ben));
		await heard.refresh();
		const tries = () => inserts(ann).filter(({ unasked }) => unasked === true).length;
		await vi.waitFor(() => expect(tries()).toBe(3));
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(tries()).toBe(3);
		expect((await act(ann, "view")).view.kind).toBe("to-send");
		ann.verdict = { outcome: "sent" };
		expect((await act(ann, "send")).sent).toEqual({ outcome: "sent" });
		expect(inserts(ann).at(-1)?.unasked).toBeUndefined();
		expect((await act(ann, "view")).view.kind).toBe("waiting");
	});

	it("goes nowhere from a tab that shows another chat, or none, and waits", async () => {
		const { ann, ben } = await confirmed();
		for (const page of [null, { place: placeAt("elsewhere"), hasBox: true, armor: [] }]) {
			ann.page = page;
			expect(await act(ann, page === null ? "begin-pictures" : "send")).toMatchObject({
				sent: null,
				view: { kind: "to-send" },
			});
		}
		ann.page = { place: placeAt("room"), hasBox: true, armor: [] };
		await passes(ann, ben, () => act(ann, "send"));
		expect((await act(ann, "view")).view.kind).toBe("waiting");
	});

	it("stays to be sent when the box refuses it, as the same message", async () => {
		const { ann } = await confirmed();
		ann.verdict = { outcome: "refused", reason: "box-not-empty" };
		const first = await act(ann, "begin-pictures");
		expect(first).toMatchObject({ view: { kind: "to-send" }, sent: { outcome: "refused", reason: "box-not-empty" } });
		ann.verdict = { outcome: "inserted" };
		await act(ann, "send");
		expect(
			new Set(
				inserts(ann)
					.slice(-2)
					.map(({ parts }) => parts.join()),
			).size,
		).toBe(1);
	});

	it("tells every surface when a step was taken", async () => {
		const { ann } = await confirmed();
		ann.news.length = 0;
		await act(ann, "begin-pictures");
		expect(ann.news).toContainEqual({ to: "pages", kind: "people-changed" });
		ann.news.length = 0;
		await act(ann, "view");
		expect(ann.news).toEqual([]);
	});
});

describe("a message that carries a step of a comparison", { timeout: 20_000 }, () => {
	const inReader = async (person: Person, { handle, frame }: OpenReader, what: ComparisonAct) => {
		const attempt = await attemptSeen(person, (await only(person)).id);
		return person.result(senders.reader(frame), "reader/compare", { handle, act: what, attempt });
	};

	it("is where the comparison goes on, one message at a time, from the question to the code", async () => {
		const { ann, ben } = await confirmed();
		const asked = await passes(ann, ben, () => act(ann, "begin-pictures"));
		const contact = { name: "Ann", trust: "known" };
		expect(shownIn(asked.reader.view)).toMatchObject({ contact, says: "asked", over: false, now: { kind: "asked" } });
		expect(await inReader(ben, asked.reader, "match")).toMatchObject({ value: { refused: "nothing-to-do" } });
		const before = ben.chat.length;
		expect(await inReader(ben, asked.reader, "agree")).toMatchObject({ value: { sent: { outcome: "inserted" } } });
		const agreed = await ann.read(armorsIn(ben.chat.slice(before)));
		expect(shownIn(agreed.view)).toMatchObject({ says: "goes-on", now: { kind: "to-send" } });
		const nonce = await passes(ann, ben, () => act(ann, "send"));
		expect(shownIn(await asked.reader.refresh()).now).toBeNull();
		const own = await ben.read(nonce.armor);
		await act(ben, "send");
		expect(shownIn(await own.refresh())).toMatchObject({ now: { kind: "compare", readsFirst: false } });
		expect(await inReader(ben, own, "match")).toMatchObject({ value: { view: { kind: "done", outcome: "match" } } });
		expect(await only(ben)).toMatchObject({ trust: "verified" });
	});

	it("where a cover is not seen shows no code and takes no yes; a window of ours does", async () => {
		const { ann, ben } = await confirmed();
		ben.covers = false;
		const { codes } = await toCode(ann, ben);
		const [, { view: shown }] = codes;
		if (shown.kind !== "compare") throw new Error("no code");
		const own = await ben.read(armorsIn(ann.chat.slice(-1)), placeAt("room"), undefined, { frame: nextFrame++ });
		const { attempt, endsAt } = shown;
		expect(shownIn(own.view).now).toEqual({ kind: "compare-apart", attempt, endsAt });
		expect(await inReader(ben, own, "match")).toEqual({ ok: false, code: "not-allowed" });
		expect((await only(ben)).trust).toBe("known");
		const from = senders.reader(own.frame);
		expect(await ben.result(from, "reader/open-comparison", { handle: own.handle })).toEqual({ ok: true, value: null });
		expect(ben.opened.at(-1)).toBe("popup.html");
		const contact = (await only(ben)).id;
		expect(await ben.ask(popup, "popup/opened-for", null)).toEqual({ contact, page: "compare" });
		expect((await act(ben, "view")).view).toEqual(shown);
		await act(ben, "match");
		expect((await only(ben)).trust).toBe("verified");
		// What lowers a level may come from anywhere.
		ann.covers = false;
		const theirs = await ann.read(armorsIn(ben.chat.slice(-1)), placeAt("room"), undefined, { frame: nextFrame++ });
		expect(await inReader(ann, theirs, "differ")).toMatchObject({ ok: true });
		expect((await only(ann)).trust).toBe("changed");
	});

	it("opens no window from a message that no comparison goes on from", async () => {
		const { ann, ben } = await confirmed();
		const text = await ben.read(await ann.say("Hello"));
		const opened = ben.opened.length;
		const asked = ben.result(senders.reader(text.frame), "reader/open-comparison", { handle: text.handle });
		expect(await asked).toEqual({ ok: false, code: "not-allowed" });
		expect(ben.opened).toHaveLength(opened);
	});

	it("names in our own question whom we asked, and lets us stop there", async () => {
		const { ann, ben } = await confirmed();
		const { armor } = await passes(ann, ben, () => act(ann, "begin-pictures"));
		const own = await ann.read(armor);
		expect(shownIn(own.view)).toMatchObject({ contact: { name: "Ben" }, says: "asked", now: { kind: "waiting" } });
		const before = ann.chat.length;
		// Not worth a press of the site's button: sent if the user wants it to be.
		expect(await inReader(ann, own, "stop")).toMatchObject({ value: { sent: null } });
		expect(await inReader(ann, own, "send")).toMatchObject({ value: { sent: { outcome: "inserted" } } });
		const stopped = await ben.read(armorsIn(ann.chat.slice(before)));
		expect(shownIn(stopped.view)).toMatchObject({ says: "stopped", over: true, now: { kind: "idle", left: 3 } });
		expect(shownIn(await own.refresh())).toMatchObject({ contact: { name: "Ben" }, over: true, now: null });
	});

	it("does nothing else for a page that shows it again, quotes it, or shows another message", async () => {
		const { ann, ben } = await confirmed();
		const refusal = { ok: false, code: "not-allowed" };
		const { armor, reader } = await passes(ann, ben, () => act(ann, "begin-pictures"));
		const quoted = await ben.read(armor, placeAt("room"), { ...alone(armor), quoted: true });
		expect(shownIn(quoted.view).now).toBeNull();
		expect(await inReader(ben, quoted, "agree")).toEqual(refusal);
		const elsewhere = await ben.read(armor, placeAt("elsewhere"));
		expect(elsewhere.view.kind).toBe("placeholder");
		expect(await inReader(ben, elsewhere, "agree")).toEqual(refusal);
		expect(await inReader(ben, await ben.read(await ann.say("Hello")), "agree")).toEqual(refusal);
		const back = await ben.read(armor);
		await inReader(ben, back, "stop");
		expect(await inReader(ben, back, "agree")).toMatchObject({ value: { refused: "nothing-to-do" } });
		await act(ben, "send");
		expect(await inReader(ben, back, "agree")).toEqual(refusal);
		expect(shownIn(await reader.refresh())).toMatchObject({ over: true, now: null });
	});

	it("says in each of its messages that its time is over, before the alarm and after, and so does the popup", async () => {
		const { ann, ben } = await confirmed();
		const all = [
			await passes(ann, ben, () => act(ann, "begin-pictures")),
			await passes(ben, ann, () => act(ben, "agree")),
			await passes(ann, ben, () => act(ann, "send")),
			await passes(ben, ann, () => act(ben, "send")),
		];
		expect((await act(ann, "view")).view.kind).toBe("compare");
		const saysSo = async (person: Person) => {
			for (const { armor } of all) {
				const { view } = await person.read(armor, placeAt("room"), alone(armor), { frame: nextFrame++ });
				expect(shownIn(view)).toMatchObject({ over: true, now: null });
			}
		};
		for (const person of [ann, ben]) {
			person.now += 10 * 60 * 1000;
			await saysSo(person);
			person.restart();
			await saysSo(person);
			expect((await act(person, "view")).view).toEqual({ kind: "idle", left: 2, again: null, ranOut: true });
			person.restart();
			await saysSo(person);
			expect((await act(person, "view")).view).toMatchObject({ ranOut: true });
		}
		await passes(ben, ann, () => act(ben, "begin-numbers"));
		await act(ann, "stop");
		await act(ann, "send");
		for (const person of [ann, ben]) expect((await act(person, "view")).view).not.toMatchObject({ ranOut: true });
	});

	it("says how it came out after it is over, and not that they said yes", async () => {
		const { ann, ben } = await confirmed();
		const { last } = await toCode(ann, ben);
		await act(ben, "match");
		const yes = await passes(ben, ann, () => act(ben, "send"));
		expect(shownIn(yes.reader.view)).toMatchObject({ says: "answered", now: null });
		const no = await passes(ann, ben, () => act(ann, "differ"));
		const differs = { kind: "done", attempt: null, outcome: "differ", toSend: false };
		expect(shownIn(no.reader.view)).toMatchObject({ contact: { trust: "changed" }, says: "differ", now: differs });
		expect(shownIn((await ann.read(last.armor)).view).now).toEqual(differs);
	});
});

it("A man in the middle who swapped the cards has two codes, and is locked out", { timeout: 20_000 }, async () => {
	// Both think that they talk to each other; each talks to him.
	const [left, right] = await Promise.all([confirmed(), confirmed()]);
	const { ann, ben: asBen } = left;
	const { ann: asAnn, ben } = right;
	const [one, other] = await Promise.all([toCode(ann, asBen), toCode(asAnn, ben)]);
	const [a] = one.codes;
	const [, b] = other.codes;
	if (a.view.kind !== "compare" || b.view.kind !== "compare") throw new Error("no code");
	expect(a.view.code).not.toEqual(b.view.code);
	await act(ann, "differ");
	await act(ben, "differ");
	for (const person of [ann, ben]) {
		expect(await only(person)).toMatchObject({ trust: "changed", writable: false });
		await expect(person.say("still there?")).rejects.toMatchObject({ code: "contact-not-writable" });
	}
	const later = await ann.read(await asBen.say("Hello"));
	expect(later.view).toEqual({ kind: "placeholder" });
	expect(await later.reveal()).toMatchObject({ text: "Hello", author: { contact: { trust: "changed" } } });
});
