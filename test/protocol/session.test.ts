import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { fixedRandom, js, type Person, person, readerOf, recipients, textPayload } from "./fixed.ts";

/** A device with its sessions in memory. */
class Device {
	readonly who: Person;
	readonly sessions = protocol.createSessionIndex(js);
	readonly random: protocol.Random;
	constructor(who: Person, name: string) {
		this.who = who;
		this.random = fixedRandom(`device ${name}`);
	}
	async say(text: string, to: { start?: readonly protocol.RecipientDevice[]; sessions?: readonly protocol.Session[] }) {
		const sealed = await protocol.sealEnvelope(
			js,
			{ author: this.who.author, start: to.start ?? [], sessions: to.sessions ?? [], payload: textPayload(text) },
			this.random,
		);
		for (const session of [...sealed.started, ...sealed.continued]) this.sessions.set(session);
		return sealed;
	}
	async read(envelope: Uint8Array, more: Partial<protocol.EnvelopeReader> = {}) {
		const opened = await protocol.openEnvelope(
			js,
			envelope,
			readerOf(this.who, { sessions: this.sessions, random: this.random, ...more }),
		);
		this.sessions.set(protocol.decodeSession(protocol.encodeSession(opened.session)));
		return { ...opened, text: protocol.decodeBody(opened.payload).text };
	}
	the(): protocol.Session {
		const [session] = this.sessions.all();
		if (!session) throw new Error("no session");
		return session;
	}
}

describe("a session", () => {
	it("goes on from its start, both ways, in any order, with short slots once confirmed", async () => {
		const [annKeys, benKeys] = await Promise.all([person("Ann"), person("Ben")]);
		const ann = new Device(annKeys, "ann");
		const ben = new Device(benKeys, "ben");
		const start = await recipients([benKeys]);
		const sent = [await ann.say("0", { start })];
		for (const text of ["1", "2", "3", "4", "5", "6", "7", "8"])
			sent.push(await ann.say(text, { sessions: [ann.the()] }));
		const lengths = sent.map(({ envelope }) => envelope.length);
		expect(lengths.map((length) => length > 1000)).toEqual([true, true, true, false, false, false, false, false, true]);
		await expect(ben.read(sent[4]?.envelope as Uint8Array)).rejects.toMatchObject({ code: "not-for-us" });
		for (const index of [8, 2, 5, 0, 1, 3, 4, 6, 7]) {
			const opened = await ben.read(sent[index]?.envelope as Uint8Array);
			expect(opened.text).toBe(String(index));
			expect(opened.prekeyId).toBe(benKeys.prekey.id);
		}
		await expect(ben.read(sent[3]?.envelope as Uint8Array)).rejects.toMatchObject({ code: "key-deleted" });
		const answer = await ben.say("answer", { sessions: [ben.the()] });
		expect((await ann.read(answer.envelope)).text).toBe("answer");
		expect(ann.the().confirmed).toBe(true);
		const next = await ann.say("next", { sessions: [ann.the()] });
		const opened = await ben.read(next.envelope);
		expect([opened.text, opened.prekeyId, ben.the().confirmed]).toEqual(["next", null, true]);
		const short = await ann.say("x".repeat(200), { sessions: [ann.the()] });
		expect(short.envelope.length).toBeLessThanOrEqual(460);
		const armor = protocol.encodeArmor({ kind: 1, bytes: short.envelope, messageId: short.messageId, maxChars: null });
		expect(armor.join("").length).toBeLessThanOrEqual(645);
		expect((await ben.read(short.envelope)).text).toBe("x".repeat(200));
	});
});
