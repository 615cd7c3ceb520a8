import { describe, expect, it } from "vitest";
import type { Ask, CodeReply, ContactView, Reply } from "../../src/messaging/channels.ts";
import { alone, Person, placeAt, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const codes = senders.page("codes", 0, 5);
const popup = senders.popup();

type Shown = Reply<"codes/show">;
const show = (person: Person, meant: string | null = null, way: "screen" | "link" = "screen"): Promise<Shown> =>
	person.ask(codes, "codes/show", { meant, way });
const scan = (person: Person, { qr }: Shown, more: Partial<Ask<"codes/take">> = {}): Promise<CodeReply> =>
	person.ask(codes, "codes/take", { code: { qr }, meant: null, say: "sure", another: [], ...more });

const contacts = (person: Person): Promise<readonly ContactView[]> => person.ask(popup, "popup/contacts", null);
const called = async (person: Person, name: string) => (await contacts(person)).filter((one) => one.name === name);
const says = async (person: Person, answer: Ask<"popup/answer-trust">["answer"]) =>
	person.ask(popup, "popup/answer-trust", { contact: (await contacts(person))[0]!.id, answer });

async function answer(from: Person, contact: string): Promise<string> {
	const { armor } = await from.ask(codes, "codes/answer", { sendId: from.nextSendId(), contact });
	return armor.join("\n");
}
const readBy = (person: Person, text: string) => person.ask(popup, "popup/read-by-hand", { text });

/** Ben knows Ann as Annie; the page shows the card of a stranger in her row. */
async function strangerInHerRow(verified: boolean) {
	const { ann, ben } = await acquainted();
	const annie = (await contacts(ben))[0]!;
	await ben.ask(popup, "popup/rename-contact", { contact: annie.id, name: "Annie" });
	if (verified) await scan(ben, await show(ann));
	const carl = await new Person("Carl").setUp();
	const card = await carl.invite();
	await ben.read(card, placeAt("room"), { ...alone(card), label: "Ann" });
	expect(await contacts(ben)).toMatchObject([{ id: annie.id, trust: "changed" }]);
	return { ann, ben, carl, annie };
}

describe("a scanned code", { timeout: 20_000 }, () => {
	it.each([false, true])(
		"of a stranger whom a page shows as somebody else's new account takes nobody's place, verified before: %s",
		async (verified) => {
			const { ben, carl, annie } = await strangerInHerRow(verified);
			const shown = await show(carl);
			const before = ben.snapshot();
			for (const say of ["look", "sure", "unsure"] as const) {
				expect(await scan(ben, shown, { say })).toMatchObject({ kind: "claimed", contact: { id: annie.id } });
			}
			expect(ben.snapshot()).toBe(before);
			expect(await scan(ben, shown, { another: [annie.id] })).toMatchObject({
				kind: "verified",
				contact: { name: "Carl", trust: "verified" },
			});
			// What the page asked with it is answered.
			expect(await called(ben, "Annie")).toMatchObject([
				{ id: annie.id, trust: verified ? "verified" : "new", change: null },
			]);
		},
	);

	it("takes the place of whom the user means, and of nobody else who is shown with that account", async () => {
		const { ben, carl, annie } = await strangerInHerRow(false);
		const dora = await new Person("Dora").setUp();
		await (await ben.read(await dora.invite(placeAt("there")), placeAt("there"))).accept();
		const card = await carl.invite(placeAt("there"));
		await ben.read(card, placeAt("there"), { ...alone(card), label: "Dora" });
		const [doras] = await called(ben, "Dora");
		expect(doras).toMatchObject({ trust: "changed" });
		const shown = await show(carl);
		const first = await scan(ben, shown);
		expect(first).toMatchObject({ kind: "claimed" });
		if (first.kind !== "claimed") throw new Error(first.kind);
		const both = [{ ...annie, name: "Annie" }, doras!];
		const not = both.find(({ id }) => id === first.contact.id)!;
		const other = both.find(({ id }) => id !== first.contact.id)!;
		expect(await scan(ben, shown, { another: [not.id] })).toMatchObject({
			kind: "claimed",
			contact: { id: other.id },
		});
		expect(await called(ben, not.name)).toMatchObject([{ id: not.id, trust: "new", change: null }]);
		expect(await scan(ben, shown, { meant: other.id })).toMatchObject({
			kind: "verified",
			contact: { name: other.id === annie.id ? "Annie" : "Carl", trust: "verified" },
		});
		expect((await contacts(ben)).map(({ id }) => id)).not.toContain(other.id);
		expect(await called(ben, not.name)).toMatchObject([{ id: not.id, trust: "new", change: null }]);
	});

	it("of an account nobody knows locks whom it was meant for only once the user says that it is on their device", async () => {
		const { ben } = await acquainted();
		const carl = await new Person("Carl").setUp();
		const [ann] = await contacts(ben);
		const before = ben.snapshot();
		for (const say of ["look", "sure", "unsure"] as const) {
			expect(await scan(ben, await show(carl), { meant: ann!.id, say })).toMatchObject({
				kind: "other-account",
				name: "Carl",
				meant: { id: ann!.id, trust: "new" },
			});
		}
		expect(ben.snapshot()).toBe(before);
	});

	it("and the answer to it are stored together: a worker that ends on the way leaves nobody verified without one", async () => {
		let scans = 0;
		for (let writes = 0; scans === 0; writes += 1) {
			const { ann, ben } = await twoPeople();
			const shown = await show(ann);
			let done = 0;
			ben.fate = () => {
				done += 1;
				return done > writes ? "fail" : null;
			};
			const take = { code: { qr: shown.qr }, meant: null, say: "sure", another: [] } as const;
			if ((await ben.result(codes, "codes/take", take)).ok) scans += 1;
			ben.fate = () => null;
			ben.restart();
			await ben.unlock();
			const [met] = await contacts(ben);
			const ask = { sendId: ben.nextSendId(), contact: met?.id ?? "0".repeat(64) };
			expect((await ben.result(codes, "codes/answer", ask)).ok, `${writes}`).toBe(met?.trust === "verified");
		}
		expect(scans).toBe(1);
	});

	it("is neither made nor taken under an account that has ended", async () => {
		const { ann, ben } = await acquainted();
		const [bens] = await contacts(ann);
		const [shown, account] = [await show(ben), (await ann.ask(codes, "codes/state", { meant: null })).account!];
		await ann.ask(popup, "popup/end-account", { account });
		const before = ann.snapshot();
		const ended = { ok: false, code: "own-account-ended" };
		// Without a card, too.
		for (const meant of [null, bens!.id]) {
			expect(await ann.result(codes, "codes/show", { meant, way: "screen" })).toEqual(ended);
		}
		const take = { code: { qr: shown.qr }, meant: null, another: [] };
		for (const say of ["sure", "unsure"] as const) {
			expect(await ann.result(codes, "codes/take", { ...take, say })).toEqual(ended);
		}
		expect(ann.snapshot()).toBe(before);
		expect(await ann.ask(codes, "codes/take", { ...take, say: "look" })).toMatchObject({ kind: "ask" });
	});
});

describe("an answer to a code of ours", { timeout: 20_000 }, () => {
	it.each(["for them", "for anybody"])("does not overrule that they differed since: %s", async (whom) => {
		const { ann, ben } = await acquainted();
		const [[bens], [anns]] = await Promise.all([contacts(ann), contacts(ben)]);
		const shown = await show(ann, whom === "for them" ? bens!.id : null, "link");
		await scan(ben, shown);
		await says(ann, "differs");
		// Nor does it open by itself, where what a comparison says does.
		const [, beside] = await ben.say("Hello");
		const there = await ann.read([beside!]);
		expect(there.view).toEqual({ kind: "placeholder" });
		const opened = await there.reveal();
		expect(opened).toMatchObject({ carries: "scan" });
		expect(opened.kind === "message" && opened.warnings).toContainEqual({ kind: "changed-key" });
		await scan(ben, shown);
		expect(await readBy(ann, await answer(ben, anns!.id))).toMatchObject({ carries: "scan" });
		expect(await contacts(ann)).toMatchObject([{ trust: "changed", change: { kind: "differed" }, writable: false }]);
	});

	it("of a stranger with the name of a contact makes no second one of that name verified, and is warned about", async () => {
		const { ann, ben } = await acquainted();
		const other = await new Person("Ann").setUp();
		await scan(other, await show(ben, null, "link"));
		const text = await answer(other, (await contacts(other))[0]!.id);
		const warned = { warnings: [{ kind: "looks-like", name: "Ann" }] };
		expect(await readBy(ben, text)).toMatchObject(warned);
		expect(await readBy(ben, text)).toMatchObject(warned);
		expect((await called(ben, "Ann")).map(({ trust }) => trust)).toEqual(["new", "new"]);
		// Theirs, scanned, still makes sure of her.
		expect(await scan(ben, await show(ann))).toMatchObject({ kind: "verified" });
	});

	it("by a second person takes back nothing that something else has made sure of", async () => {
		const { ann, ben } = await acquainted();
		const mallory = await new Person("Mallory").setUp();
		const shown = await show(ann);
		await scan(ben, shown);
		await scan(mallory, shown);
		await readBy(ann, await answer(ben, (await contacts(ben))[0]!.id));
		ann.now += 1000;
		await scan(ann, await show(ben));
		await readBy(ann, await answer(mallory, (await contacts(mallory))[0]!.id));
		expect(await called(ann, "Ben")).toMatchObject([{ trust: "verified", writable: true }]);
	});

	it("of somebody verified before takes nothing back when a second one comes", async () => {
		const { ann, ben } = await acquainted();
		const mallory = await new Person("Mallory").setUp();
		await scan(ann, await show(ben));
		ann.now += 1000;
		ben.now += 1000;
		const shown = await show(ann);
		await scan(ben, shown);
		await scan(mallory, shown);
		await readBy(ann, await answer(ben, (await contacts(ben))[0]!.id));
		await readBy(ann, await answer(mallory, (await contacts(mallory))[0]!.id));
		expect(await called(ann, "Ben")).toMatchObject([{ trust: "verified", writable: true }]);
	});
});
