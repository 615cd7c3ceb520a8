/**
 * People, their devices and everything that was ever written, with an oracle that knows who can read what. `deliver` throws when the
 * protocol disagrees with it.
 */
import { expect } from "vitest";
import * as protocol from "../../../src/protocol/index.ts";
import { onceOnly, type WatchedSuite, watchSuite } from "../../support/watched-suite.ts";
import { hex, now } from "../fixed.ts";
import type { Damage } from "./carrier.ts";
import { type Message, ModelDevice } from "./device.ts";
import { takeApart } from "./layout.ts";
import { type Account, modelRandom, quick } from "./people.ts";

/** Found before any key is touched. */
const ofParsing: readonly string[] = ["malformed", "too-large", "unsupported-version", "unsupported-suite"];
/** All that `openEnvelope` may say in this model: nothing expires, nobody is revoked, no history is long enough to skip too much. */
const documented: readonly string[] = [...ofParsing, "not-for-us", "key-deleted", "altered"];

export interface World {
	readonly suite: WatchedSuite;
	readonly accounts: readonly Account[];
	readonly devices: readonly ModelDevice[];
	readonly messages: Message[];
	/** How often each code was met, for a look at what the model reaches. */
	readonly met: Map<string, number>;
	write(from: ModelDevice, to: readonly Account[], chat: number): Promise<Message>;
	/** Returns the code, or "opened". */
	deliver(to: ModelDevice, envelope: protocol.Bytes, damage: Damage, original: Message): Promise<string>;
}

export function createWorld(accounts: readonly Account[], seed: string): World {
	const suite = watchSuite(quick);
	const random = onceOnly(modelRandom(seed));
	let time = now;
	const clock = (): number => {
		time += 1000;
		return time;
	};
	const devices = accounts.flatMap(({ devices: all }) => all.map((one) => new ModelDevice(one, suite, random, clock)));
	const messages: Message[] = [];
	const byDigest = new Map<string, Message>();
	const locators = new Set<string>();
	const met = new Map<string, number>();

	async function write(from: ModelDevice, to: readonly Account[], chat: number): Promise<Message> {
		const others = to.flatMap((account) => account.devices).filter((one) => one !== from.identity);
		const message = await from.write(`message ${messages.length} by ${from.name}`, chat, others);
		for (const slot of takeApart(message.envelope).ratchet) {
			const locator = hex(slot.slice(0, 8));
			expect(locators.has(locator), "a locator came twice").toBe(false);
			locators.add(locator);
		}
		messages.push(message);
		byDigest.set(message.digest, message);
		return message;
	}

	/** What the untouched message must do, "refused" for any refusal. */
	function expected(to: ModelDevice, message: Message): readonly string[] {
		const address = message.to.get(to.name);
		if (!address) return ["not-for-us"];
		// An ended chain forgets its header key together with its last message key.
		if (to.read.has(message.digest)) return ["key-deleted", "not-for-us"];
		if (to.tombstones.has(address.session)) return [address.initial ? "key-deleted" : "not-for-us"];
		return to.records.has(address.session) || address.initial ? ["opened"] : ["not-for-us"];
	}

	async function deliver(to: ModelDevice, envelope: protocol.Bytes, damage: Damage, original: Message) {
		const before = to.snapshot();
		const operations = suite.operations();
		const allowed = expected(to, original);
		let code = "opened";
		try {
			const opened = await to.open(envelope);
			const written = byDigest.get(hex(opened.digest));
			if (!written) throw new Error("something opened that nobody wrote");
			check(to, written, opened);
			expect(to.snapshot(), "nothing is stored by opening").toBe(before);
			to.commit(opened);
		} catch (error) {
			if (!(error instanceof protocol.ProtocolError)) throw error;
			code = error.code;
			expect(documented).toContain(code);
			expect(to.snapshot(), "old state stands").toBe(before);
			if (ofParsing.includes(code)) expect(suite.operations(), "parsed before any key").toBe(operations);
		}
		const name = `${damage} ${code}`;
		met.set(name, (met.get(name) ?? 0) + 1);
		if (damage === "core") expect(code).not.toBe("opened");
		if (damage === "harmless" && allowed.includes("opened")) expect(code).toBe("opened");
		if (damage === "harmless" && !allowed.includes("opened")) expect(code).not.toBe("opened");
		if (envelope === original.envelope) expect(allowed).toContain(code);
		return code;
	}

	function check(to: ModelDevice, written: Message, opened: protocol.OpenedEnvelope): void {
		const { account, keys } = written.author.identity;
		const address = written.to.get(to.name);
		expect(address, "it was written to this device").toBeDefined();
		expect(to.read.has(written.digest), "it was not read before").toBe(false);
		expect(protocol.decodeBody(opened.payload).text).toBe(written.text);
		expect(hex(opened.author.fingerprint)).toBe(hex(account.fingerprint));
		expect(hex(opened.author.devicePublicKey)).toBe(hex(keys.deviceKey.publicKey));
		// The chat a message is shown in is the carrier's word; the one it was written in is sealed.
		expect(hex(opened.payload.conversation)).toBe(hex(new Uint8Array(16).fill(written.chat)));
		expect(hex(opened.session.id)).toBe(address?.session);
		expect(opened.started).toBe(!to.records.has(hex(opened.session.id)));
	}

	return { suite, accounts, devices, messages, met, write, deliver };
}
