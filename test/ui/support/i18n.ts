/** Stands in for src/platform/i18n.ts: the English texts as the browser would give them. */
import messages from "../../../public/_locales/en/messages.json";

const texts: Readonly<Record<string, { readonly message: string }>> = messages;

export function message(key: string, substitutions: string | string[] = []): string {
	const found = texts[key];
	if (found === undefined) throw new Error(`no text for ${key}`);
	const given = [substitutions].flat();
	return found.message.replace(/\$(\d)/gu, (_, place: string) => given[Number(place) - 1] ?? "");
}

export const uiLanguage = () => "en-GB";
