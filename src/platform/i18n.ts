/** Texts for people, from `_locales` in the browser's language. */
import { api } from "./browser.ts";

/** The text of `key`, with `$1`.. replaced; the key itself if there is no such text (a test looks for that). */
export function message(key: string, substitutions?: string | string[]): string {
	return api().i18n.getMessage(key, substitutions) || key;
}

/** BCP 47 tag of the browser's user interface, for dates and for `lang`. */
export function uiLanguage(): string {
	return api().i18n.getUILanguage();
}
