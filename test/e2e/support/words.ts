/** The words of the surfaces, so that tests find a button as a person does and survive a change of wording. */
import { readFileSync } from "node:fs";

type Catalog = Readonly<Record<string, { readonly message: string }>>;

const path = new URL("../../../public/_locales/en/messages.json", import.meta.url);
let catalog: Catalog | undefined;

/** The English text of a `_locales` key; of a text with placeholders, its longest piece between them. */
export function word(key: string): string {
	catalog ??= JSON.parse(readFileSync(path, "utf8")) as Catalog;
	const entry = catalog[key];
	if (!entry) throw new Error(`No text named ${key} in _locales.`);
	const pieces = entry.message.split(/\$\d/).map((piece) => piece.trim());
	return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), "");
}
