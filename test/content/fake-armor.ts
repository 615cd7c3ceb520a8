import { encodeArmor } from "../../src/protocol/armor.ts";

let made = 0;

/** Armor of `bytes` bytes, another message each time; in several parts if `maxChars` makes it so. */
export function fakeArmor(bytes: number, maxChars: number | null = null): string[] {
	made++;
	const content = Uint8Array.from({ length: bytes }, (_, index) => (index * 31 + made * 7) % 256);
	const messageId = Uint8Array.from({ length: 16 }, (_, index) => (made >> (8 * (index % 4))) & 255);
	return encodeArmor({ kind: 1, bytes: content, messageId, maxChars });
}

export function oneArmor(bytes = 200): string {
	return fakeArmor(bytes)[0]!;
}
