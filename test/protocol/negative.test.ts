/** Every frozen input that must be refused, in both suites, with its code. test/vectors/README.md says which check does it. */
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { decodePayload } from "../../src/protocol/payload.ts";
import negative from "../vectors/negative.json";
import { codeOf, fixedRandom, fromBase64, fromHex, now, person, readerOf, suites } from "./fixed.ts";
import { Party } from "./party.ts";

const [ann, ben] = [await person("Ann"), await person("Ben")];

interface Case {
	readonly check: string;
	readonly name: string;
	readonly input: string;
	readonly code: string;
	readonly bytes?: string;
	readonly append?: number;
	readonly appendTo?: number;
	readonly tombstone?: boolean;
	readonly prekeyEnded?: boolean;
	readonly now?: number;
	readonly revoked?: boolean;
	readonly giveUpOlder?: boolean;
	/** What Ben read (base64) or said before. */
	readonly before?: readonly ({ readonly read: string } | { readonly say: string })[];
	readonly parts?: readonly string[];
	readonly publicKey?: string;
	readonly signature?: string;
	readonly message?: string;
}

function bytesOf(one: Case): Uint8Array {
	const bytes = fromBase64(one.bytes ?? "");
	const length = one.appendTo ?? bytes.length + (one.append ?? 0);
	const whole = new Uint8Array(length);
	whole.set(bytes);
	return whole;
}

function optionsOf(one: Case): Partial<protocol.EnvelopeReader> {
	const { id, spk } = ben.prekey;
	return {
		now: one.now ?? now,
		isRevoked: () => one.revoked === true,
		giveUpOlder: one.giveUpOlder === true,
		...(one.tombstone === undefined ? {} : { isTombstone: () => one.tombstone === true }),
		...(one.prekeyEnded ? { prekeys: [], endedPrekeys: [{ id, spk: spk.publicKey }] } : {}),
	};
}

async function answer(suite: protocol.Suite, one: Case): Promise<string> {
	switch (one.input) {
		case "envelope": {
			const more = optionsOf(one);
			return codeOf(() => protocol.openEnvelope(suite, bytesOf(one), readerOf(ben, more)));
		}
		case "session": {
			const device = new Party(ben, "Ben in a negative vector", suite);
			for (const step of one.before ?? []) {
				if ("read" in step) await device.open(fromBase64(step.read), { giveUpOlder: one.giveUpOlder === true });
				else await device.say(step.say, { to: [ann] });
			}
			return codeOf(() => device.open(bytesOf(one), optionsOf(one)));
		}
		case "card":
			return codeOf(() => protocol.openCard(suite, bytesOf(one)));
		case "recipients": {
			const card = await protocol.openCard(suite, bytesOf(one));
			return codeOf(() => protocol.recipientsOf(card, one.now ?? now));
		}
		case "payload":
			return codeOf(() => protocol.decodeBody(decodePayload(fromHex(one.bytes ?? ""))));
		case "armor":
			return codeOf(() => protocol.decodeArmorParts(one.parts ?? []));
		case "verify": {
			const [key, signature, message] = [one.publicKey, one.signature, one.message].map((text) => fromHex(text ?? ""));
			return String(await suite.verify(key!, signature!, message!));
		}
		case "agree":
			return codeOf(() => suite.agree(new Uint8Array(32).fill(7), fromHex(one.publicKey ?? "")));
		case "encapsulate":
			return codeOf(() => suite.encapsulate(fromBase64(one.publicKey ?? ""), fixedRandom("encapsulate")));
		default:
			throw new Error(`unknown input ${one.input}`);
	}
}

describe.each(suites)("refused, %s", (_, suite) => {
	const cases = (negative as unknown as readonly Case[]).map((one) => [one.input, one.name, one] as const);
	it.each(cases)("%s: %s", async (_input, _name, one) => {
		expect(await answer(suite, one)).toBe(one.code);
	});
});
