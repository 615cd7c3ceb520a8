/** Typed access to `_locales`: a key that is not there does not compile. Also names and times as people read them. */
import type messages from "../../public/_locales/en/messages.json";
import { message, uiLanguage } from "../platform/i18n.ts";

export type MessageKey = keyof typeof messages;

export function t(key: MessageKey, ...substitutions: string[]): string {
	return message(key, substitutions);
}

/** Direction overrides, isolates and invisible characters: they could make one name look like another. Joiners stay, emoji need them. */
const tricks = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

/** A name somebody else chose, fit to be shown: one line, nothing invisible, never empty. */
export function shownName(name: string): string {
	return name.replace(tricks, "").replace(/\s+/gu, " ").trim() || t("nameUnknown");
}

/** The same, wrapped in a first-strong isolate so that it cannot turn the sentence around it. */
export function nameInSentence(name: string): string {
	return `\u2068${shownName(name)}\u2069`;
}

/** "14:02" today, with the date on other days. `at`, `now`: milliseconds since the epoch. */
export function shownTime(at: number, now: number = Date.now()): string {
	const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
	const day = sameDay
		? {}
		: ({ day: "numeric", month: "short", year: sameYear(at, now) ? undefined : "numeric" } as const);
	return new Intl.DateTimeFormat(uiLanguage(), { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
}

export function shownDay(at: number, now: number = Date.now()): string {
	const year = sameYear(at, now) ? undefined : ("numeric" as const);
	return new Intl.DateTimeFormat(uiLanguage(), { day: "numeric", month: "long", year }).format(at);
}

const sameYear = (at: number, now: number) => new Date(at).getFullYear() === new Date(now).getFullYear();
