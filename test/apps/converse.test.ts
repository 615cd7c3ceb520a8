/** A real chat application with a real server: two accounts, two browsers, nothing known to either of Sotto. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "../e2e/support/driver.ts";
import { Person } from "../e2e/support/person.ts";
import { until } from "../e2e/support/time.ts";
import { ConverseSite } from "./converse.ts";
import { Prosody } from "./prosody.ts";

describe.each(browserKinds)("Converse.js with Prosody in %s", (kind) => {
	let server: Prosody;
	let site: ConverseSite;
	let ann: Person;
	let ben: Person;

	const box = "textarea.chat-textarea";

	beforeAll(async () => {
		server = await Prosody.start(["ann", "ben"]);
		site = await ConverseSite.start(server.websocket);
		[ann, ben] = await Promise.all([
			Person.ready(kind, "Ann", site.url("ann", "ben")),
			Person.ready(kind, "Ben", site.url("ben", "ann")),
		]);
		for (const person of [ann, ben]) await until("Converse's box", () => person.chat.$(box), 30_000);
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), ben?.close()]);
		await Promise.allSettled([site?.close(), server?.close()]);
	});

	it("carries an invitation, which is accepted in place", async () => {
		await ann.invite();
		await ben.waitToRead("Ann", 30_000);
		await ben.acceptCard();
	});

	it("carries the answer and the reply", async () => {
		await ben.say("Heron at the pond today");
		await ben.waitToRead("Heron at the pond today");
		await ann.meet("Heron at the pond today");
		await ann.say("Two of them, in fact");
		await Promise.all([ann.waitToRead("Two of them, in fact"), ben.waitToRead("Two of them, in fact")]);
	});

	it("is readable again after a reload, from the server's archive", async () => {
		await ben.chat.reload({ waitUntil: "domcontentloaded" });
		await Promise.all([ben.waitToRead("Heron at the pond", 40_000), ben.waitToRead("Two of them", 40_000)]);
	});

	it("leaves no word of it with the server", async () => {
		const seen = await server.everythingSeen();
		expect(seen).toContain("<message");
		for (const words of ["Heron", "in fact"]) expect(seen).not.toContain(words);
		const shown = await ann.chat.evaluate(() => document.documentElement.outerHTML);
		for (const words of ["Heron", "in fact"]) expect(shown).not.toContain(words);
	});
});
