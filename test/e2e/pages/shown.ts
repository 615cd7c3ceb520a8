/** What the server has: a text, and the way in which the page shows it. */
import { armorMessageId, decodeArmorParts, encodeArmor, findArmor } from "../../../src/protocol/index.ts";

export interface Shown {
	readonly way: string;
	readonly text: string;
	/** The same message in messages of 700 characters. */
	readonly parts: readonly string[];
}

/** The way is in the message, so that each is known by what it says. */
export const secret = (way: string): string => `Said through: ${way}.`;

/** `dense`: in ideographs, as on a site that counts characters. */
export function shownAs(way: string, armor: string, dense: boolean): Shown {
	const [span] = findArmor(armor);
	const messageId = armorMessageId(span?.message ?? "");
	if (messageId === null) throw new Error("no armor");
	const { kind, bytes } = decodeArmorParts([armor]);
	const [text = ""] = encodeArmor({ kind, bytes, messageId, maxChars: null, dense });
	return { way, text, parts: encodeArmor({ kind, bytes, messageId, maxChars: 700 }) };
}
