import { describe, expect, it } from "vitest";
import type { Self } from "../../src/background/identity.ts";
import { maxKept, type OwnPrekey, prekeyFor } from "../../src/background/prekeys.ts";
import { createAccount, createInvitation } from "../../src/protocol/index.ts";
import { placeAt, suite } from "../support/person.ts";
import { twoPeople } from "../support/two-people.ts";

const day = 24 * 60 * 60 * 1000;
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

describe("prekeys", () => {
	it("of an invitation nobody has answered yet outlive sixteen newer ones", async () => {
		const { ann, ben } = await twoPeople();
		const card = await ann.invite(placeAt("first"));
		for (let i = 0; i < 20; i++) await ann.invite(placeAt(`room-${i}`));
		await (await ben.read(card)).accept();
		const answer = await ann.read(await ben.say("late, but here"));
		expect(await answer.reveal()).toMatchObject({ text: "late, but here" });
	});

	it("stay bounded: ended ones go first, then the newest is shared", async () => {
		const { account, device } = await createAccount(suite, random, 0);
		const self = { accountPublicKey: account.publicKey, device } as Self;
		const template = await createInvitation(suite, device, random, 0);
		const pair = (id: number, createdAt: number, expiresAt: number): OwnPrekey => ({
			pair: { ...template, id, createdAt, expiresAt },
			madeFor: `conversation:${id}`,
			usedBy: [],
			givenTo: [],
			doneAt: null,
		});
		const now = 100 * day;
		const live = Array.from({ length: maxKept }, (_, n) => pair(n + 1, now - n, now + 20 * day));
		const make = { suite, self, random, now };
		expect(await prekeyFor("hand", live, make)).toEqual({ prekey: live[0], out: [] });
		const someEnded = [...live.slice(2), pair(901, 0, now - 1), pair(902, 0, now - 2)];
		const { prekey, out } = await prekeyFor("hand", someEnded, make);
		expect(out.map(({ pair: { id } }) => id)).toEqual([902]);
		expect(someEnded).not.toContain(prekey);
		expect(prekey).toMatchObject({ madeFor: "hand", usedBy: [], givenTo: [], doneAt: null });
	});
});
