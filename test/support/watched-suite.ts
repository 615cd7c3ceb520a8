/**
 * A suite under watch: it fails when an AEAD key seals a second time under one nonce, whatever the second text is, and counts
 * what was asked of it. All devices of a model share one watch, so that copies of a profile are seen together.
 */
import type { Bytes, Random, Suite } from "../../src/protocol/index.ts";

export interface WatchedSuite extends Suite {
	/** AEAD calls that sealed. */
	sealed(): number;
	/** Calls of any operation: nothing may be asked before a text is parsed. */
	operations(): number;
}

export function watchSuite(suite: Suite): WatchedSuite {
	const used = new Set<string>();
	let operations = 0;
	const note = (kind: string, key: Bytes, nonce: Bytes) => {
		const name = `${kind} ${nameOf(key)} ${nameOf(nonce)}`;
		if (used.has(name)) throw new Error(`key and nonce used twice: ${kind}`);
		used.add(name);
	};
	const counted: Suite = { ...suite };
	for (const [name, operation] of Object.entries(suite)) {
		if (typeof operation !== "function") continue;
		Object.assign(counted, {
			[name]: (...input: unknown[]) => {
				operations++;
				return (operation as (...input: unknown[]) => unknown)(...input);
			},
		});
	}
	return {
		...counted,
		sealSlot(key, nonce, additional, plaintext) {
			note("slot", key, nonce);
			return counted.sealSlot(key, nonce, additional, plaintext);
		},
		sealPayload(key, nonce, additional, plaintext) {
			note("payload", key, nonce);
			return counted.sealPayload(key, nonce, additional, plaintext);
		},
		sealed: () => used.size,
		operations: () => operations,
	};
}

/** Fails when a draw of 16 bytes or more comes a second time. */
export function onceOnly(random: Random): Random {
	const drawn = new Set<string>();
	return (length) => {
		const bytes = random(length);
		if (length < 16) return bytes;
		const name = nameOf(bytes);
		if (drawn.has(name)) throw new Error("randomness came twice");
		drawn.add(name);
		return bytes;
	};
}

function nameOf(bytes: Bytes): string {
	return String.fromCharCode(...bytes);
}
