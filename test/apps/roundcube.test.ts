/** A real webmail with real SMTP and IMAP: a textarea in one browser, TinyMCE in the other. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { MailServer } from "./mail-server.ts";
import { Mailbox } from "./mailbox.ts";
import { Roundcube, type Writing } from "./roundcube.ts";

const ways: readonly (readonly [BrowserKind, Writing])[] = [
	["chromium", "text"],
	["firefox", "html"],
];

describe.each(ways)("Roundcube in %s, written in %s", (kind, writing) => {
	let mail: MailServer;
	let site: Roundcube;
	let ann: Mailbox;
	let ben: Mailbox;

	beforeAll(async () => {
		mail = await MailServer.start(["ann", "ben"]);
		site = await Roundcube.start(writing, mail);
		[ann, ben] = await Promise.all([Mailbox.open(kind, "Ann", site), Mailbox.open(kind, "Ben", site)]);
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), ben?.close()]);
		await Promise.allSettled([site?.close(), mail?.close()]);
	});

	it("offers the lock at the text alone, and an invitation goes through the mail and is accepted in place", async () => {
		await ann.write("ben", "Birds");
		await ann.invite();
		await ann.send();
		await ben.open("Birds");
		await ben.person.acceptCard();
		// It lay on the disk of a real IMAP server, sent by a real SMTP server.
		const [letter = ""] = await mail.inbox("ben");
		expect(letter).toContain("with esmtp (Exim");
		// Its lines are cut for the way, as quoted-printable does it.
		expect(letter.replace(/=\r?\n/g, "")).toContain("SOTTOxvQ");
	});
});
