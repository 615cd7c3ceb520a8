/** The main path of two people at two browsers: invite, accept, answer, reply, in both kinds of box, with real keys; then compare a code. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Editor } from "../demo/model.ts";
import { DemoChat } from "../demo/server.ts";
import { violations } from "./support/axe.ts";
import { answer, begin, codeAt, onPage, picturesIn, waitForLine, waitForTrust } from "./support/comparing.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { Person } from "./support/person.ts";
import { shown } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

const garden = "garden";
const rooms: readonly (readonly [Editor, string])[] = [
	["plain", garden],
	["rich", "lunch"],
];

describe.each(browserKinds)("a conversation in %s", (kind) => {
	let chat: DemoChat;
	let ann: Person;
	let ben: Person;

	beforeAll(async () => {
		chat = await DemoChat.start();
		[ann, ben] = await Promise.all([
			Person.byHand(kind, "Ann", chat.url(garden, "ann")),
			Person.ready(kind, "Ben", chat.url(garden, "ben")),
		]);
	});
	afterAll(async () => {
		await Promise.all([ann?.close(), ben?.close(), chat?.close()]);
	});

	describe.each(rooms)("with a %s editor", (editor, room) => {
		const said = {
			answer: `Ben answers in ${room}: yes.`,
			reply: `Ann replies in ${room}: see you at 7.`,
			lines: `First line ${room}\nsecond line ${room}\n\nlast: <b>no markup</b> & "quotes" äöü 漢字`,
		};
		const typed = Object.values(said)
			.flatMap((text) => text.split("\n"))
			.filter((line) => line.length > 4);

		beforeAll(async () => {
			await Promise.all([ann.openChat(chat.url(room, "ann", editor)), ben.openChat(chat.url(room, "ben", editor))]);
		});

		it("starts with an invitation that says in words what it is", async () => {
			await ann.invite();
			const [invitation] = await until("the invitation in the chat", () => {
				const messages = chat.messages(room);
				return messages.length > 0 ? messages : null;
			});
			expect(invitation?.author).toBe("ann");
			expect(invitation?.text.startsWith(`${word("invitationLine")} `)).toBe(true);
			await ann.waitToRead(word("cardMine"));
		});

		it("is accepted in place", async () => {
			const card = await ben.waitToRead("Ann");
			expect(card).toBeDefined();
			await ben.acceptCard();
			await ben.waitToRead(word("cardAccepted"));
		});

		it("is answered encrypted; an answer from somebody new is one click away, and says who wrote it", async () => {
			await ben.say(said.answer);
			await ben.waitToRead(said.answer);
			await ann.waitToRead(word("readerPlaceholder"));
			expect((await ann.readerTexts()).join()).not.toContain(said.answer);
			await ann.meet(said.answer);
			expect(await textOf(await ann.waitToRead(said.answer))).toContain("Ben");
		});

		it("goes on from the other side", async () => {
			await ann.say(said.reply);
			await Promise.all([ann.waitToRead(said.reply), ben.waitToRead(said.reply)]);
		});

		it("keeps every line and letter of a message", async () => {
			await ann.say(said.lines);
			const reader = await ben.waitToRead(`First line ${room}`);
			expect(await reader.$eval(".message-text", (element) => element.textContent)).toBe(said.lines);
		});

		it("is readable again after a reload, also what one wrote oneself", async () => {
			await Promise.all([ann, ben].map((person) => person.chat.reload({ waitUntil: "domcontentloaded" })));
			for (const person of [ann, ben]) {
				await person.waitToRead(said.answer);
				await person.waitToRead(said.reply);
				await person.waitToRead(`second line ${room}`);
			}
		});

		it("gave the site nothing but what people may see", () => {
			const seen = JSON.stringify(chat.messages(room));
			for (const line of typed) expect(seen).not.toContain(line);
			expect(chat.messages(room)).toHaveLength(4);
		});
	});

	describe("and a comparison of a code", () => {
		beforeAll(async () => {
			await Promise.all([ann.openChat(chat.url(garden, "ann")), ben.openChat(chat.url(garden, "ben"))]);
			await Promise.all([ann, ben].map((person) => person.waitToRead("last: <b>no markup</b>")));
		});

		it("takes two presses each: the rest goes by itself, and both are Verified", async () => {
			const before = chat.messages(garden).length;
			await onPage(ann, "Ben", async (popup) => {
				expect(await violations(popup)).toEqual([]);
				await begin(ann, popup);
			});
			await ben.toEnd();
			await ben.pressInReader("compareAgree");
			const [a, b] = [await codeAt(ann), await codeAt(ben)];
			const pictures = await picturesIn(a);
			expect(pictures).toHaveLength(7);
			expect(pictures).toEqual(await picturesIn(b));
			expect(pictures).not.toContain(-1);
			const drawn = await a.$$eval(".comparison-pictures img", (all) =>
				all.every((one) => (one as HTMLImageElement).naturalWidth > 0),
			);
			expect(drawn).toBe(true);
			const names = await a.$$eval(".comparison-pictures span", (all) => all.map((one) => one.textContent ?? ""));
			expect(await shown(a)).toContain(word("compareReadFirst"));
			expect(await shown(b)).toContain(word("compareListenFirst"));
			expect(await violations(a)).toEqual([]);
			await answer(ann, a, "compareSame");
			await waitForTrust(ann, "trustVerified");
			await answer(ben, b, "compareSame");
			await waitForTrust(ben, "trustVerified");
			// Start, commitment, two nonces, two answers: and not a word of it in clear.
			await until("all steps", () => chat.messages(garden).length === before + 6);
			const authors = chat.messages(garden).slice(before);
			expect(authors.map(({ author }) => author).join(" ")).toBe("ann ben ann ben ann ben");
			expect(names).toHaveLength(7);
			// Armor has letters of all kinds in a row, and no words.
			const seen = chat.messages(garden).map(({ text }) => text);
			expect(seen.join("\n")).not.toMatch(new RegExp(`\\b(?:${[word("compareCode"), ...names].join("|")})\\b`, "u"));
		});

		it("stays Verified and leaves quiet lines after a reload", async () => {
			await ann.chat.reload({ waitUntil: "domcontentloaded" });
			await waitForLine(ann, "stepGoesOn");
			expect((await ann.readerTexts()).join("\n")).not.toContain(word("compareSame"));
		});
	});
});
