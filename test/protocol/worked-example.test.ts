/** The numbers in docs/protocol.md, Worked example, are what the protocol gives. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { encodePayload } from "../../src/protocol/payload.ts";
import { fixedRandom, hex, js, person, readerOf, recipients, textPayload } from "./fixed.ts";

const text = readFileSync("docs/protocol.md", "utf8");
const section = text.slice(text.indexOf("\n## Worked example\n"), text.indexOf("\n## What holds"));

function numbersOf({ id, transcript, ratchet }: protocol.Session): readonly string[] {
	const { rootKey, ownKey, peerKey, sending, receiving, nextSendingHeaderKey, nextReceivingHeaderKey } = ratchet;
	const chains = [sending, receiving].flatMap((one) => (one ? [one.chainKey, one.headerKey] : []));
	const keys = [rootKey, ownKey.publicKey, ownKey.secretKey, ...chains, nextSendingHeaderKey, nextReceivingHeaderKey];
	return [id, transcript, ...keys, ...(peerKey ? [peerKey] : [])].map(hex);
}

it("writes the bytes of the worked example", async () => {
	const [ann, ben] = await Promise.all([person("Ann"), person("Ben")]);
	const begin = { author: ann.author, start: await recipients([ben]), sessions: [], payload: textPayload("Hello Ben") };
	const first = await protocol.sealEnvelope(js, begin, fixedRandom("to one"));
	const annsFirst = first.started[0] as protocol.Session;

	const random = fixedRandom("worked example");
	const { session: bens } = await protocol.openEnvelope(js, first.envelope, readerOf(ben, { random }));
	const payload = textPayload("Hello Ann");
	const answer = await protocol.sealEnvelope(js, { author: ben.author, start: [], sessions: [bens], payload }, random);

	const sessions = protocol.createSessionIndex(js, [annsFirst]);
	const reader = readerOf(ann, { sessions, random: fixedRandom("worked example, Ann") });
	const read = await protocol.openEnvelope(js, answer.envelope, reader);

	const sealed = [answer.envelope, answer.digest, answer.contentKey, encodePayload(payload), ben.fingerprint].map(hex);
	const states = [annsFirst, bens, read.session].flatMap(numbersOf);
	const written = section.replace(/\s|version, suite, kind|commitment|nInitial, nRatchet|loc|eh|w|payload/g, "");
	for (const number of [...sealed, ...states]) expect(written).toContain(number);
	const known = [...sealed, ...states].join(" ");
	expect((section.match(/\b[0-9a-f]{16,}\b/g) ?? []).filter((number) => !known.includes(number))).toEqual([]);
	expect(read.session.confirmed).toBe(true);
});
