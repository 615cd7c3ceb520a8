import { describe, expect, test } from "vitest";
import { contactId } from "../../src/contacts/contact.ts";
import { acceptCard, createContactBook, maySealTo, noteMessage, renews } from "../../src/contacts/contact-book.ts";
import { confirmConversation, conversationChange, newConversation } from "../../src/contacts/conversation.ts";
import { create, readText, setUp, text } from "../vault/support.ts";
import { ann, annId, bytes32, cardOfAnn, device } from "./support.ts";

const forkedAnn = {
	...ann,
	trust: "changed" as const,
	change: { kind: "forked" as const, account: null, before: "new" as const, evidence: [] },
};
const met = { now: 1000, site: "https://chat.example" };

async function openBook() {
	const setup = setUp();
	await create(setup.vault);
	return { ...setup, book: createContactBook(setup.vault) };
}

describe("accepting a card", () => {
	test("pins a new contact", async () => {
		const { book } = await openBook();
		expect(await book.find(annId)).toBeNull();
		const { contact, verdict } = await book.accept(cardOfAnn, met);
		expect(verdict.case).toBe("first-card");
		expect(contact).toEqual(ann);
		expect(await book.find(contactId(cardOfAnn.fingerprint))).toEqual(ann);
		expect(await book.list()).toEqual([ann]);
	});

	test("writes other records in the same transaction", async () => {
		const { book, vault, store } = await openBook();
		const writes = store.writes;
		await book.accept(cardOfAnn, met, [{ table: "history", id: "row", value: text("kept") }]);
		expect(store.writes).toBe(writes + 1);
		expect(readText(await vault.get("history", "row"))).toBe("kept");
	});

	test("again keeps trust, given name and date, and takes the newer card", () => {
		const known = { ...ann, trust: "verified" as const, nameGiven: "Annie" };
		const card = { ...cardOfAnn, listSequence: 6, name: "Ann M.", expiresAt: 7000, bytes: new Uint8Array([9]) };
		const { contact } = acceptCard(known, card, { now: 9999, site: "https://other.example" });
		expect(contact).toEqual({
			...known,
			nameClaimed: "Ann M.",
			card: new Uint8Array([9]),
			cardExpiresAt: 7000,
			listSequence: 6,
			sites: ["https://chat.example", "https://other.example"],
		});
	});

	test("with an older list changes neither card nor name", () => {
		const { contact } = acceptCard(
			ann,
			{ ...cardOfAnn, listSequence: 4, name: "Old", bytes: new Uint8Array([9]) },
			met,
		);
		expect(contact).toEqual(ann);
	});

	test("that ends earlier keeps the later one", () => {
		const older = { ...cardOfAnn, expiresAt: 4000, bytes: new Uint8Array([9]) };
		expect(acceptCard(ann, older, met).contact).toEqual(ann);
		expect(renews(ann, older)).toBe(false);
		expect(renews(ann, cardOfAnn)).toBe(false);
		expect(renews(ann, { ...cardOfAnn, expiresAt: 6000 })).toBe(true);
		expect(renews(forkedAnn, { ...cardOfAnn, expiresAt: 6000 })).toBe(false);
	});

	test("that is blocked changes the trust and nothing else, and nothing rides along", async () => {
		const { book, vault } = await openBook();
		await book.accept(cardOfAnn, met);
		const forked = { ...cardOfAnn, devices: [device(2)], name: "Eve", bytes: new Uint8Array([9]) };
		const { contact, verdict } = await book.accept(forked, { now: 2, site: "https://evil.example" }, [
			{ table: "history", id: "row", value: text("x") },
		]);
		expect(verdict).toMatchObject({ case: "fork-card", theirs: false });
		expect(contact).toEqual(forkedAnn);
		expect(await book.find(annId)).toEqual(forkedAnn);
		expect(await vault.get("history", "row")).toBeNull();
	});

	test("pins the recovery key of the first card that names one, for good", () => {
		const naming = (fill: number, expiresAt: number) => ({ ...cardOfAnn, expiresAt, recoveryHash: bytes32(fill) });
		expect(acceptCard(null, naming(1, 5000), met).contact.recoveryHash).toEqual(bytes32(1));
		const first = acceptCard(ann, naming(2, 6000), met).contact;
		expect(first.recoveryHash).toEqual(bytes32(2));
		expect(acceptCard(first, naming(3, 7000), met).contact).toMatchObject({
			recoveryHash: bytes32(2),
			cardExpiresAt: 7000,
		});
		expect(acceptCard(ann, { ...naming(4, 6000), devices: [device(2)] }, met).contact.recoveryHash).toBeNull();
	});

	test("of another account is another contact, whatever its name", async () => {
		const { book } = await openBook();
		await book.accept(cardOfAnn, met);
		const { contact } = await book.accept(
			{ ...cardOfAnn, fingerprint: bytes32(11), accountPublicKey: bytes32(11) },
			met,
		);
		expect(contact.trust).toBe("new");
		expect(await book.list()).toHaveLength(2);
	});

	test("cleans the claimed name and keeps the old one when nothing is left", () => {
		expect(acceptCard(null, { ...cardOfAnn, name: "\u202eAnn\u200b" }, met).contact.nameClaimed).toBe("Ann");
		expect(acceptCard(ann, { ...cardOfAnn, name: "\u200b" }, met).contact.nameClaimed).toBe("Ann");
	});
});

describe("messages", () => {
	const author = { accountPublicKey: bytes32(10), listSequence: 5, device: device(1), sentAt: 1500 };

	test("new becomes known with the first later message, and only then", () => {
		const reread = noteMessage(ann, author, { firstTime: false, now: 2000, site: null }).contact;
		expect(reread).toEqual(ann);
		const later = noteMessage(ann, author, { firstTime: true, now: 2000, site: "https://b.example" }).contact;
		const sites = ["https://chat.example", "https://b.example"];
		expect(later).toEqual({ ...ann, trust: "known", knownSince: 2000, timesMet: 1, sites });
		const again = noteMessage(later, author, { firstTime: true, now: 3000, site: null }).contact;
		expect(again).toEqual({ ...later, knownSince: 2000, timesMet: 2 });
	});

	test("blocked ones add no site", () => {
		const { contact } = noteMessage(
			ann,
			{ ...author, device: device(2) },
			{ firstTime: true, now: 2000, site: "https://b.example" },
		);
		expect(contact).toEqual(forkedAnn);
	});
});

test("nothing is sealed to changed, revoked or cardless contacts", () => {
	expect(maySealTo(ann)).toBe(true);
	expect(maySealTo(forkedAnn)).toBe(false);
	expect(maySealTo({ ...ann, trust: "revoked" })).toBe(false);
	const claimed = { ...forkedAnn.change, kind: "claimed" as const, account: bytes32(11) };
	expect(maySealTo({ ...forkedAnn, change: claimed })).toBe(true);
	expect(maySealTo({ ...forkedAnn, change: { ...claimed, before: "verified" } })).toBe(false);
	expect(maySealTo({ ...ann, card: null })).toBe(false);
});

describe("the user's own changes", () => {
	test("renaming gives a cleaned name, an empty one takes it back", async () => {
		const { book } = await openBook();
		await book.accept(cardOfAnn, met);
		expect((await book.rename(annId, " Annie\u202e "))?.nameGiven).toBe("Annie");
		expect((await book.find(annId))?.nameGiven).toBe("Annie");
		expect((await book.rename(annId, "\u200b"))?.nameGiven).toBeNull();
		expect(await book.rename("00".repeat(32), "x")).toBeNull();
	});

	test("removing takes the person out of every conversation, in one transaction", async () => {
		const { book, vault, store } = await openBook();
		await book.accept(cardOfAnn, met);
		const place = { url: "https://chat.example/", title: "", header: "Ann" };
		const ben = "0b".repeat(32);
		const [both] = confirmConversation([], newConversation("01".repeat(16), 1), place, [annId, ben]);
		const [onlyBen] = confirmConversation([], newConversation("02".repeat(16), 1), { ...place, header: "B" }, [ben]);
		await vault.commit([conversationChange(both), conversationChange(onlyBen)]);

		const writes = store.writes;
		expect(await book.remove(annId)).toBe(true);
		expect(store.writes).toBe(writes + 1);
		expect(await book.find(annId)).toBeNull();
		const left = new Map((await book.conversations()).map((one) => [one.id, one]));
		expect(left.get(both.id)).toEqual({ ...both, recipients: [ben], confirmed: false });
		expect(left.get(onlyBen.id)).toEqual(onlyBen);
		expect(await book.remove(annId)).toBe(false);
	});

	test("locked, the book is closed", async () => {
		const { book, vault } = await openBook();
		await book.accept(cardOfAnn, met);
		await vault.lock();
		await expect(book.list()).rejects.toMatchObject({ code: "locked" });
		await expect(book.accept(cardOfAnn, met)).rejects.toMatchObject({ code: "locked" });
	});
});
