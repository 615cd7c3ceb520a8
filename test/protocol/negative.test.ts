/** Every frozen input that must be refused, in both suites, with its code. test/vectors/README.md says which check does it. */
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { decodePayload } from "../../src/protocol/payload.ts";
import negative from "../vectors/negative.json";
import { codeOf, fixedRandom, fromBase64, fromHex, now, person, readerOf, suites } from "./fixed.ts";

interface Case {
	readonly check: string;
	readonly name: string;
	readonly input: string;
	readonly code: string;
	readonly bytes?: string;
	readonly append?: number;
	readonly appendTo?: number;
	readonly origins?: string;
	readonly now?: number;
	readonly revoked?: boolean;
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

async function answer(suite: protocol.Suite, one: Case): Promise<string> {
	switch (one.input) {
		case "envelope": {
			const bytes = bytesOf(one);
			const origins = () => {
				if (one.origins === "same") return { digest: protocol.envelopeDigest(suite, bytes) };
				if (one.origins === "other") return { digest: new Uint8Array(32) };
				return one.origins === "tombstone" ? "tombstone" : undefined;
			};
			const more = { origins, now: one.now ?? now, isRevoked: () => one.revoked === true };
			return codeOf(async () => protocol.openEnvelope(suite, bytes, readerOf(await person("Ben"), more)));
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
	it.each(negative as readonly Case[])("$input: $name", async (one) => {
		expect(await answer(suite, one)).toBe(one.code);
	});
});
