/** Texts for people, from `_locales` in the browser's language. */
import { api } from "./browser.ts";

/** The text of `key`, with `$1`.. replaced; the key itself if there is no such text (a test looks for that). */
export function message(key: string, substitutions?: string | string[]): string {
	return api().i18n.getMessage(key, substitutions) || key;
}

/**
 * BCP 47 tag of the texts, for what is put among them (dates, numbers) and for `lang`; with its region where the browser's interface has one.
 * That interface may speak a language that we do not, and Chromium has been seen to name English beside texts that it took in German.
 */
export function uiLanguage(): string {
	const texts = message("languageOfTexts");
	const ui = api().i18n.getUILanguage();
	return ui.split("-")[0] === texts ? ui : texts;
}
