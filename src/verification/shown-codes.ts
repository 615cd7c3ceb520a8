/**
 * Contact codes that we show, and whom a scan of one makes sure of. A code is good for one scan: whoever copied it from over the shoulder
 * comes second, and that is said. Pure.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { isScanProof, type Scan, type Suite } from "../protocol/index.ts";
import { bytes, count, decodeJson, encodeJson, hex, listOf, oneOf, orNull, record } from "../vault/json.ts";

export interface ShownCode {
	readonly secret: Uint8Array;
	/** By our clock. */
	readonly endsAt: number;
	/** Shown on the screen to who is there, or handed over. */
	readonly way: "screen" | "link";
	/** Hex of the AF it was made for; null: for whoever scans it. */
	readonly reader: string | null;
	/** Hex of the AF that has scanned it; null: nobody yet. Kept until the code ends. */
	readonly scannedBy: string | null;
	/** When that was heard. */
	readonly scannedAt: number | null;
}

/** Live ones: each is tried. */
const mostShown = 16;

export function show(
	codes: readonly ShownCode[],
	code: Omit<ShownCode, "scannedBy" | "scannedAt">,
	now: number,
): readonly ShownCode[] {
	const held = live(codes, now);
	const tooMany = Math.max(0, held.length + 1 - mostShown);
	// Each tab shows one by itself: what was handed over, or what a second one could come with, is not to go for those.
	const going = new Set([...held.filter(isIdle), ...held.filter((one) => !isIdle(one))].slice(0, tooMany));
	return [...held.filter((one) => !going.has(one)), { ...code, scannedBy: null, scannedAt: null }];
}

const isIdle = ({ way, scannedBy }: ShownCode): boolean => way === "screen" && scannedBy === null;

export type Scanned =
	/** Their account key is the one on the device that scanned our screen. */
	| { readonly kind: "verified"; readonly codes: readonly ShownCode[] }
	/** The same person again: a repeated message. */
	| { readonly kind: "repeated" }
	/** Somebody else has scanned it before: one of the two was not meant. Neither stays verified by it. */
	| { readonly kind: "second"; readonly first: string; readonly at: number; readonly codes: readonly ShownCode[] }
	/** It was shown to somebody else. */
	| { readonly kind: "other-reader" }
	/** Of no code that is shown now. */
	| { readonly kind: "unknown" };

/** `scan.scanner`: the account at the other end of the session in which the proof came. */
export function scanned(
	suite: Suite,
	codes: readonly ShownCode[],
	scan: Scan,
	proof: Uint8Array,
	now: number,
): Scanned {
	const code = live(codes, now).find(({ secret }) => isScanProof(suite, secret, scan, proof));
	if (code === undefined) return { kind: "unknown" };
	const scanner = bytesToHex(scan.scanner);
	if (code.reader !== null && code.reader !== scanner) return { kind: "other-reader" };
	if (code.scannedBy === scanner) return { kind: "repeated" };
	if (code.scannedBy !== null) {
		const rest = live(codes, now).filter((one) => one !== code);
		return { kind: "second", first: code.scannedBy, at: code.scannedAt ?? 0, codes: rest };
	}
	return {
		kind: "verified",
		codes: live(codes, now).map((one) => (one === code ? { ...one, scannedBy: scanner, scannedAt: now } : one)),
	};
}

const live = (codes: readonly ShownCode[], now: number): readonly ShownCode[] =>
	codes.filter(({ endsAt }) => endsAt > now);

const read = record<{ codes: readonly ShownCode[] }>({
	codes: listOf(
		record<ShownCode>({
			secret: bytes(16),
			endsAt: count,
			way: oneOf("screen", "link"),
			reader: orNull(hex(32)),
			scannedBy: orNull(hex(32)),
			scannedAt: orNull(count),
		}),
		mostShown,
	),
});

export const encodeShownCodes = (codes: readonly ShownCode[]): Uint8Array => encodeJson({ codes });

/** @throws VaultError `storage-failed` */
export const decodeShownCodes = (encoded: Uint8Array): readonly ShownCode[] => decodeJson(encoded, read).codes;
