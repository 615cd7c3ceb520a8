/** A page's language and title come from `_locales`; its HTML file has neither. */
import { uiLanguage } from "../platform/i18n.ts";
import { type MessageKey, t } from "./strings.ts";

export function namePage(title: MessageKey): void {
	document.documentElement.lang = uiLanguage();
	document.title = t(title);
}
