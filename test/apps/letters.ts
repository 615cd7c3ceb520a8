/**
 * A real webmail with real SMTP and IMAP. In each browser one person writes plain text and the other HTML, and both are answered. What is
 * said in private are names of birds that are in no other text, and so is what is said in clear: else the search could not fail.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { textOf } from "../e2e/support/frames.ts";
import { until } from "../e2e/support/time.ts";
import { word } from "../e2e/support/words.ts";
import { MailServer } from "./mail-server.ts";
import { armorIn, legible, otherPrograms } from "./mail-text.ts";
import { Mailbox } from "./mailbox.ts";
import { Roundcube, type Writing } from "./roundcube.ts";

const inPrivate = {
	answer: "Oystercatcher at the pond",
	reply: "Sandpiper and two more",
	draft: "Kittiwake, and I shall",
	held: "Wryneck instead",
};
const inClear = { answer: "Goldcrest, thanks", held: "Nuthatch for everybody", saved: "Treecreeper in the margin" };
const birdOf = (text: string): string => /\w+/.exec(text)?.[0] ?? "";

/** `asks`, `answers`: how the two write. In a file of its own for each browser, so that both run at the same time. */
export function describeLetters(kind: BrowserKind, asks: Writing, answers: Writing): void {
	describe(`Roundcube in ${kind}, asked in ${asks} and answered in ${answers}`, () => {
		let mail: MailServer;
		const sites: Roundcube[] = [];
		let ann: Mailbox;
		let ben: Mailbox;

		beforeAll(async () => {
			mail = await MailServer.start(["ann", "ben"]);
			for (const writing of [asks, answers]) sites.push(await Roundcube.start(writing, mail));
			const [annsSite, bensSite] = sites as [Roundcube, Roundcube];
			[ann, ben] = await Promise.all([Mailbox.open(kind, "Ann", annsSite), Mailbox.open(kind, "Ben", bensSite)]);
		});
		afterAll(async () => {
			await Promise.allSettled([ann?.close(), ben?.close()]);
			await Promise.allSettled([...sites.map((site) => site.close()), mail?.close()]);
		});

		it("carries an invitation by Roundcube's own button, with the lock at the text alone; it is accepted in place", async () => {
			await ann.write("ben", "Birds");
			await ann.encrypt("invitation");
			await ann.send();
			await ben.open("Birds");
			await ben.person.acceptCard();
			const [letter = ""] = await mail.inbox("ben");
			expect(letter).toContain("with esmtp (Exim");
			expect(legible(letter)).toContain("SOTTOxvQ");
		});

		it("answers: who invited is proposed by name, and what is quoted stays out of what is sent", async () => {
			await ben.answer("reply");
			expect(await ben.text()).toContain("SOTTOxvQ");
			const said = await ben.encrypt(inPrivate.answer);
			expect(said).toContain("Ann");
			for (const words of ["likelyByAuthor", "composerQuoteLeftOut"] as const) expect(said).toContain(word(words));
			expect(await ben.text()).not.toMatch(/^>|wrote:/m);
			await ben.send();
			await ann.open("Re: Birds");
			await ann.person.meet(inPrivate.answer);
		});

		it("replies to an encrypted message with it in quotation", async () => {
			await ann.answer("reply");
			if (asks === "text") expect(await ann.text()).toMatch(/^> .*SOTTOxvQ/m);
			const said = await ann.encrypt(inPrivate.reply);
			expect(said).toContain("Ben");
			for (const words of ["likelyByMessages", "composerQuoteLeftOut"] as const) expect(said).toContain(word(words));
			await ann.send();
			await ben.open("Re: Birds");
			await ben.read(inPrivate.reply);
		});

		it("quotes an encrypted message below an answer in clear: it is read, as a quotation", async () => {
			await ben.answer("reply");
			await ben.typeInClear(inClear.answer);
			await ben.send();
			await mail.arrived("ann", 2);
			await ann.open("Re: Birds");
			const reader = await ann.read(inPrivate.reply);
			await until("the word that it is quoted", async () => (await textOf(reader)).includes(word("readerQuoted")));
		});

		it("forwards within the text", async () => {
			await ben.open("Re: Birds");
			await ben.forwardTo("ann");
			await ben.send();
			await ann.open("Fwd: Re: Birds");
			await ann.read(inPrivate.reply);
		});

		it("keeps a draft to itself: Roundcube saves what else is in the letter, and the draft is there after a reload", async () => {
			await ann.write("ben", "Later");
			await ann.typeInClear(inClear.saved);
			await ann.saveDraft();
			expect(legible(await mail.everythingSeen())).toContain(birdOf(inClear.saved));
			// The lock takes what is written there into the composer.
			await ann.begin(inPrivate.draft);
			await ann.saveDraft();
			await until("the draft of the letter to be empty", async () => {
				return !legible(await mail.everythingSeen()).includes(birdOf(inClear.saved));
			});
			await ann.person.chat.reload({ waitUntil: "domcontentloaded" });
			expect(await ann.begun()).toBe(inClear.saved + inPrivate.draft);
		});

		it("asks once before clear text leaves a letter that is to be private", async () => {
			await ann.write("ben", "Mixed");
			await ann.encrypt(inPrivate.held);
			await ann.replaceInClear(inClear.held);
			await ann.pressSend();
			await until("the question", () => ann.isAsked());
			await ann.sendInClear();
			await ben.open("Mixed");
		});

		it.each(Object.entries(otherPrograms))(
			"reads what another program has done to the lines: %s",
			async (name, content) => {
				const armor = armorIn((await mail.inbox("ann"))[0] ?? "");
				await mail.deliver("ben", "ann", name, content(armor));
				await ann.open(name);
				const reader = await ann.read(name === "cut" ? word("errorTruncated") : inPrivate.answer);
				if (name.startsWith("quoted")) expect(await textOf(reader)).toContain(word("readerQuoted"));
			},
		);

		it("leaves out a quotation of what was cut into lines, and knows whose it is", async () => {
			await ann.open("hardWrapped");
			await ann.answer("reply");
			if (asks === "text") expect(await ann.text()).toMatch(/^> SOTTOxvQ\w+\n> \w+\n/m);
			const composer = await ann.openComposer();
			const said = await textOf(composer);
			for (const words of ["likelyByMessages", "composerQuoteLeftOut"] as const) expect(said).toContain(word(words));
			expect(await composer.$eval("textarea", ({ value }) => value)).toBe("");
		});

		it("leaves no word of it with any server, nor in the pages", async () => {
			const seen = await Promise.all([mail, ...sites].map((one) => one.everythingSeen()));
			const all = legible(seen.join("\n"));
			for (const text of [inClear.answer, inClear.held]) expect(all.includes(birdOf(text)), text).toBe(true);
			for (const text of Object.values(inPrivate)) expect(all.includes(birdOf(text)), text).toBe(false);
			for (const { person } of [ann, ben]) {
				const kept = await person.chat.evaluate(
					() => document.documentElement.outerHTML + JSON.stringify(localStorage),
				);
				for (const text of Object.values(inPrivate)) expect(kept.includes(birdOf(text)), text).toBe(false);
			}
		});
	});
}
