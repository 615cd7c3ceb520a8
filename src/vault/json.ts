/**
 * Strict reading of our own records. They were sealed by us, so a record that does not fit is damage or a bug: it opens as
 * `storage-failed` and never half. Versions and migrations are the vault's (src/vault/schema.ts).
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { base64urlnopad } from "@scure/base";
import { VaultError } from "./errors.ts";

export type Reader<T> = (value: unknown) => T;

export function damaged(): never {
	throw new VaultError("storage-failed");
}

export const text: Reader<string> = (value) => (typeof value === "string" ? value : damaged());

export const flag: Reader<boolean> = (value) => (typeof value === "boolean" ? value : damaged());

/** Whole, not negative, exact in a double. */
export const count: Reader<number> = (value) =>
	Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : damaged();

/** Lower-case hex of `bytes` bytes. */
export const hex =
	(bytes: number): Reader<string> =>
	(value) =>
		typeof value === "string" && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value) ? value : damaged();

/** Bytes, written as base64url. */
export const bytes =
	(length?: number): Reader<Uint8Array> =>
	(value) => {
		let decoded: Uint8Array;
		try {
			decoded = base64urlnopad.decode(text(value));
		} catch {
			return damaged();
		}
		return length === undefined || decoded.length === length ? decoded : damaged();
	};

export const oneOf =
	<T extends string>(...allowed: readonly T[]): Reader<T> =>
	(value) =>
		allowed.find((one) => one === value) ?? damaged();

export const orNull =
	<T>(read: Reader<T>): Reader<T | null> =>
	(value) =>
		value === null ? null : read(value);

export const listOf =
	<T>(read: Reader<T>, most: number): Reader<readonly T[]> =>
	(value) =>
		Array.isArray(value) && value.length <= most ? value.map(read) : damaged();

/** Exactly these keys: none missing (no reader takes undefined), none besides. */
export const record =
	<T extends object>(readers: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<T> =>
	(value) => {
		if (typeof value !== "object" || value === null || Array.isArray(value)) return damaged();
		const names = Object.keys(readers) as (keyof T & string)[];
		if (Object.keys(value).length !== names.length) return damaged();
		const result = {} as T;
		for (const name of names) {
			result[name] = readers[name]((value as Record<string, unknown>)[name]);
		}
		return result;
	};

/** A list of exactly these fields: a record without names, where rows are many. */
export const tuple =
	<T extends readonly unknown[]>(...readers: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> =>
	(value) =>
		Array.isArray(value) && value.length === readers.length
			? (readers.map((read, at) => read(value[at])) as unknown as T)
			: damaged();

/** Hex in memory, base64url in the record (`packHex`): two thirds of the length. */
export const packedHex = (length: number): Reader<string> => {
	const read = bytes(length);
	return (value) => bytesToHex(read(value));
};

export const packHex = (hex: string): Uint8Array => hexToBytes(hex);

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Without padding. A row of the history has five short arrays, where a general-purpose encoder costs more than sealing the row. */
function base64url(data: Uint8Array): string {
	let written = "";
	for (let at = 0; at < data.length; at += 3) {
		const three = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
		const digits = Math.min(4, data.length - at + 1);
		for (let digit = 0; digit < digits; digit++) written += alphabet[(three >> (18 - 6 * digit)) & 63];
	}
	return written;
}

/** JSON in UTF-8; byte arrays become base64url. */
export function encodeJson(value: object): Uint8Array {
	const json = JSON.stringify(value, (_name, field: unknown) =>
		field instanceof Uint8Array ? base64url(field) : field,
	);
	return encoder.encode(json);
}

/** @throws VaultError `storage-failed` */
export function decodeJson<T>(encoded: Uint8Array, read: Reader<T>): T {
	let value: unknown;
	try {
		value = JSON.parse(decoder.decode(encoded));
	} catch {
		return damaged();
	}
	return read(value);
}
