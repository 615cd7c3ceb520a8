/**
 * What outlives a reload of the safe window, and only that. No page shares this storage area, and the handle works from this tab
 * alone; a frame in a page never keeps one. No text that can be read is in it.
 */
import type { Handle, MessageOptions } from "../../messaging/channels.ts";
import { retentions } from "../../messaging/retention.ts";
import type { ComposerState, Kept, SealedText } from "../composer/composer-state.ts";

const handleKey = "handle";
const restKey = "composer";

export function keep({ handle, options, sealed, job }: ComposerState): void {
	if (handle === null) return;
	// A signed text that is on its way: the one after it is not signed unasked.
	const next = job?.kind === "send" || job?.kind === "seal" ? { ...options, signed: false } : options;
	const kept: Kept = { options: next, sealed };
	sessionStorage.setItem(handleKey, handle);
	sessionStorage.setItem(restKey, JSON.stringify(kept));
}

export function keptHandle(): Handle | null {
	return sessionStorage.getItem(handleKey);
}

export function keptRest(): Kept {
	const { options, sealed } = record(parsed(sessionStorage.getItem(restKey)));
	return { options: optionsIn(options), sealed: Array.isArray(sealed) ? sealed.filter(isSealed) : [] };
}

function optionsIn(value: unknown): MessageOptions {
	const { signed, disappears } = record(value);
	const time = retentions.find((one) => one === disappears);
	return { signed: signed === true, disappears: time === undefined || time === "forever" ? null : time };
}

function isSealed(value: unknown): value is SealedText {
	const { sendId, parts, copied } = record(value);
	return (
		typeof sendId === "string" &&
		Array.isArray(parts) &&
		parts.every((part) => typeof part === "string") &&
		Array.isArray(copied) &&
		copied.every((part) => typeof part === "number")
	);
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function parsed(text: string | null): unknown {
	try {
		return text === null ? null : JSON.parse(text);
	} catch {
		return null;
	}
}
