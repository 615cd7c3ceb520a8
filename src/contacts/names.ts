/** Names are text that other people chose. Nothing drawn from a name says anything about trust. */

/** Code points. Longer names only push other things off a line. */
const maxLength = 64;

/**
 * Controls, bidi marks, zero-width and other invisible characters (UAX 44, Default_Ignorable_Code_Point), lone surrogates
 * and private-use characters, which a font may draw as anything. Costs joined emoji and some ligatures: a name stays readable.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2800]/gu;
const whitespace = /[\s\p{Z}]+/gu;
/** Three marks on a letter are enough for any written language; piles of them leave the line. */
const pileOfMarks = /(\p{M}{3})\p{M}+/gu;

/** The name as it may be shown and stored, at most 64 code points. May be "" when nothing visible is left. */
export function cleanName(name: string): string {
	const visible = name
		.slice(0, 64 * maxLength)
		.normalize("NFC")
		.replace(whitespace, " ")
		.replace(invisible, "")
		.replace(whitespace, " ")
		.replace(pileOfMarks, "$1")
		.trim();
	return [...visible].slice(0, maxLength).join("").trim();
}

/** What to call this contact: the user's own name for them comes first. May be "". */
export function displayName(contact: { readonly nameGiven: string | null; readonly nameClaimed: string }): string {
	return cleanName(contact.nameGiven ?? "") || cleanName(contact.nameClaimed);
}
