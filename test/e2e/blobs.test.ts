/** What can happen to a message on its way, each with its own clear words; read by hand in the popup. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { armorKind, decodeArmorParts, encodeArmor, findArmor } from "../../src/protocol/index.ts";
import { browserKinds } from "./support/driver.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { Person } from "./support/person.ts";
import { word } from "./support/words.ts";

const secret = "Only these words, unharmed";
const later = "Unopened until now";

function armorOf(bytes: Uint8Array, maxChars: number | null = null): string[] {
	return encodeArmor({ kind: armorKind.envelope, bytes: bytes.slice(), messageId: randomBytes(16), maxChars });
}

/** The envelope of `armor` with one byte changed, in armor that is right again: no accident, an attack. */
function rewritten(armor: string, at: (length: number) => number, to: (byte: number) => number): string {
	const { bytes } = decodeArmorParts([armor]);
	const copy = Uint8Array.from(bytes);
	const index = at(copy.length);
	copy[index] = to(copy[index] ?? 0);
	return armorOf(copy).join(" ");
}

const flipped = (byte: number): number => byte ^ 1;

describe.each(browserKinds)("a message read by hand in %s", (kind) => {
	let scene: PartnerScene;
	let armor = "";
	/** Of a message that Ann has not opened yet. */
	let unread = "";
	const read = (text: string): Promise<string> => scene.ann.readByHand(text);

	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint(secret);
		armor = findArmor(scene.seen.at(-1) ?? "")[0]?.text ?? "";
		await scene.ann.openChat(scene.chat.origin);
		await scene.ben.say(later);
		unread = findArmor(scene.seen.at(-1) ?? "")[0]?.text ?? "";
		expect(unread).not.toBe(armor);
	});
	afterAll(() => scene?.close());

	it("opens when it is whole, also in the middle of other text", async () => {
		expect(await read(`Ben wrote: ${armor} (at noon)`)).toContain(secret);
	});

	it("says that the end is missing", async () => {
		const said = await read(armor.slice(0, -30));
		expect(said).toContain(word("errorTruncated"));
		expect(said).not.toContain(secret);
	});

	it("says that it was damaged on its way", async () => {
		const middle = Math.floor(armor.length / 2);
		const other = armor[middle] === "A" ? "B" : "A";
		expect(await read(armor.slice(0, middle) + other + armor.slice(middle + 1))).toContain(word("errorDamaged"));
	});

	it("says that it was changed after it was written, and shows no word of it", async () => {
		const said = await read(rewritten(unread, (length) => length - 1, flipped));
		expect(said).toContain(word("errorAltered"));
		expect(said).not.toContain(later.slice(0, 5));
		expect(await read(unread)).toContain(later);
	});

	it("says the same of a changed copy of a message that was read, which opens as before", async () => {
		const said = await read(rewritten(armor, (length) => length - 1, flipped));
		expect(said).toContain(word("errorAltered"));
		expect(said).not.toContain(secret);
		expect(await read(armor)).toContain(secret);
	});

	it.each([
		["version", 0, "errorUnsupportedVersion"],
		["suite", 1, "errorUnsupportedSuite"],
	] as const)("says that a future %s needs a newer Sotto", async (_what, at, key) => {
		expect(
			await read(
				rewritten(
					armor,
					() => at,
					() => 9,
				),
			),
		).toContain(word(key));
	});

	it("says which part is missing", async () => {
		const { bytes } = decodeArmorParts([armor]);
		const [first = "", , ...rest] = armorOf(bytes, 700);
		expect(rest.length).toBeGreaterThan(0);
		expect(await read([first, ...rest].join("\n"))).toContain(word("errorPartMissing"));
	});

	it("is joined from parts in any order", async () => {
		const { bytes } = decodeArmorParts([armor]);
		expect(await read(armorOf(bytes, 700).reverse().join("\nand then\n"))).toContain(secret);
	});

	it("says that it is too long", async () => {
		const { bytes } = decodeArmorParts([armor]);
		const long = new Uint8Array(90_000);
		long.set(bytes);
		expect(await read(armorOf(long, 30_000).join("\n"))).toContain(word("errorTooLarge"));
	});

	it("says that nothing was found in a text without one", async () => {
		expect(await read("Just a few words, nothing else.")).toContain(word("errorNothingFound"));
	});

	it("says that it is for somebody else", async () => {
		const cleo = await Person.ready(kind, "Cleo", scene.chat.origin);
		try {
			const said = await cleo.readByHand(armor);
			expect(said).toContain(word("errorNotForUs"));
			expect(said).not.toContain(secret);
		} finally {
			await cleo.close();
		}
	});

	it("has different words for each of these", () => {
		const keys = [
			"Truncated",
			"Damaged",
			"Altered",
			"UnsupportedVersion",
			"UnsupportedSuite",
			"PartMissing",
			"TooLarge",
			"NothingFound",
			"NotForUs",
			"WrongPassphrase",
		];
		expect(new Set(keys.map((key) => word(`error${key}`))).size).toBe(keys.length);
	});
});
