/** Typed access to `_locales`: a key that is not there does not compile. Also names and times as people read them. */
import type messages from "../../public/_locales/en/messages.json";
import { message, uiLanguage } from "../platform/i18n.ts";

export type MessageKey = keyof typeof messages;

export function t(key: MessageKey, ...substitutions: string[]): string {
	return message(key, substitutions);
}

/** `one` for exactly one, else `many` with the number as $1: English and German know no other forms. */
export function counted(count: number, one: MessageKey, many: MessageKey): string {
	return count === 1 ? t(one) : t(many, new Intl.NumberFormat(uiLanguage()).format(count));
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

/** Day and time, whatever day it is: for the middle of a sentence. */
export function shownMoment(at: number, now: number = Date.now()): string {
	const year = sameYear(at, now) ? undefined : ("numeric" as const);
	const parts = { day: "numeric", month: "long", year, hour: "2-digit", minute: "2-digit" } as const;
	return new Intl.DateTimeFormat(uiLanguage(), parts).format(at);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "3 days", rounded to what a person would say; never less than a minute. */
export function shownDuration(ms: number): string {
	const [unit, size] =
		ms >= 1.5 * dayMs
			? (["day", dayMs] as const)
			: ms >= 1.5 * hourMs
				? (["hour", hourMs] as const)
				: (["minute", minuteMs] as const);
	const many = Math.max(1, Math.round(ms / size));
	return new Intl.NumberFormat(uiLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(many);
}

const sameYear = (at: number, now: number) => new Date(at).getFullYear() === new Date(now).getFullYear();
