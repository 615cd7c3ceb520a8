/**
 * Epoch keys: one random key for each retention class and day. Everything kept is wrapped under the key of its class and of
 * the day it was first seen, and all these keys lie in one small record that is written over and over.
 *
 *   name    = class ":" day, "state:" day "." turn                            day: whole days since 1970, UTC
 *   wrapped = nonce(24) || XChaCha20-Poly1305(epoch key, nonce, AAD, secret)
 *   AAD     = "Sotto/1 epoch" || name length(1) || name || id                 id: of the record that holds `wrapped`
 *
 * A database does not erase a deleted row from its files at once. Without the epoch key, deleted in the same transaction,
 * what is left of the row opens nothing. What that does not cover is in docs/history.md.
 */
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { openExtended, sealExtended } from "../protocol/index.ts";
import { bytes, damaged, decodeJson, encodeJson, listOf, type Reader, text, tuple } from "../vault/json.ts";
import type { Change, Random } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

/** "closed" is not among them: its keys are only ever in memory (closing-keys.ts). "state": records of sessions. */
export type EpochClass = "forever" | "90d" | "30d" | "7d" | "24h" | "state";

export type Epochs = ReadonlyMap<string, Uint8Array>;

export const dayMs = 24 * 60 * 60 * 1000;

/** How long a class is readable after it was first seen. */
export const classLengthMs: Readonly<Record<Exclude<EpochClass, "state">, number>> = {
	forever: Number.POSITIVE_INFINITY,
	"90d": 90 * dayMs,
	"30d": 30 * dayMs,
	"7d": 7 * dayMs,
	"24h": dayMs,
};

const nonceLength = 24;
const tagLength = 16;
/** Keys in the record: five classes on each day of 30 years. About 60 bytes each; days without messages have none. */
const maxKeys = 60_000;
const namePattern =
	/^(?:(forever|90d|30d|7d|24h|state):(0|[1-9][0-9]{0,8})|(state):(0|[1-9][0-9]{0,8})\.([1-9][0-9]{0,8}))$/;

export const epochName = (kind: EpochClass, time: number): string => `${kind}:${Math.floor(time / dayMs)}`;

/** Null for names of other kinds of keys. */
export function parseEpochName(name: string): EpochName | null {
	const [, plain, plainDay, state, stateDay, turn] = namePattern.exec(name) ?? [];
	const kind = plain ?? state;
	if (kind === undefined) return null;
	return { kind: kind as EpochClass, day: Number(plainDay ?? stateDay), turn: Number(turn ?? 0) };
}

interface EpochName {
	readonly kind: EpochClass;
	readonly day: number;
	/** Of a state key: how many there were on that day before it. */
	readonly turn: number;
}

/** The key of this class and of the day of `time`, made when there is none. `epochs` is the same object if nothing was made. */
export function epochKey(epochs: Epochs, kind: EpochClass, time: number, random: Random): Made {
	const name = epochName(kind, time);
	const known = epochs.get(name);
	return known ? { epochs, name, key: known } : made(epochs, name, random);
}

interface Made {
	readonly epochs: Epochs;
	readonly name: string;
	readonly key: Uint8Array;
}

function made(epochs: Epochs, name: string, random: Random): Made {
	const key = random(32);
	if (key.length !== 32) throw new RangeError("random source gave too few bytes");
	return { epochs: new Map([...epochs, [name, key]]), name, key };
}

/** Names whose every content is over: the end of their day plus the length of their class has passed. */
export function expired(epochs: Epochs, now: number): readonly string[] {
	return [...epochs.keys()].filter((name) => {
		const epoch = parseEpochName(name);
		return epoch !== null && epoch.kind !== "state" && (epoch.day + 1) * dayMs + classLengthMs[epoch.kind] <= now;
	});
}

/** Names that no row uses any more, `state` apart: rows were deleted or went to another class before their time. */
export function unused(epochs: Epochs, inUse: Iterable<string>): readonly string[] {
	const used = new Set(inUse);
	return [...epochs.keys()].filter((name) => !used.has(name) && parseEpochName(name)?.kind !== "state");
}

export function withoutKeys(epochs: Epochs, names: Iterable<string>): Epochs {
	const gone = new Set(names);
	return new Map([...epochs].filter(([name]) => !gone.has(name)));
}

type State = EpochName & { readonly name: string };

/** The newest last, by their names: a clock that was set back makes no key older. */
function states(epochs: Epochs): readonly State[] {
	return [...epochs.keys()]
		.flatMap((name) => {
			const parsed = parseEpochName(name);
			return parsed?.kind === "state" ? [{ ...parsed, name }] : [];
		})
		.sort((a, b) => a.day - b.day || a.turn - b.turn);
}

/** The key that records of sessions are sealed under: that of today, or the newest after `freshState`. */
export function stateEpoch(epochs: Epochs, now: number, random: Random): Made {
	const latest = states(epochs).at(-1);
	const key = latest && epochs.get(latest.name);
	if (latest && key && latest.day >= Math.floor(now / dayMs)) return { epochs, name: latest.name, key };
	return epochKey(epochs, "state", now, random);
}

/** A new one although the day has one: what states of before opened is deleted now. */
export function freshState(epochs: Epochs, now: number, random: Random): Made {
	const latest = states(epochs).at(-1);
	const today = Math.floor(now / dayMs);
	if (latest === undefined || latest.day < today) return stateEpoch(epochs, now, random);
	return made(epochs, `state:${latest.day}.${latest.turn + 1}`, random);
}

/** State keys before `current`. They may go in the transaction that writes the last record under it. */
export function formerStates(epochs: Epochs, current: string): readonly string[] {
	const all = states(epochs).map(({ name }) => name);
	return all.slice(0, Math.max(0, all.indexOf(current)));
}

const label = utf8ToBytes("Sotto/1 epoch");

function associatedData(name: string, id: string): Uint8Array {
	const nameBytes = utf8ToBytes(name);
	return concatBytes(label, Uint8Array.of(nameBytes.length), nameBytes, utf8ToBytes(id));
}

/** `id`: of the record that will hold the result; elsewhere it does not open. */
export function wrap(name: string, key: Uint8Array, id: string, secret: Uint8Array, random: Random): Uint8Array {
	const nonce = random(nonceLength);
	if (nonce.length !== nonceLength) throw new RangeError("random source gave too few bytes");
	return concatBytes(nonce, sealExtended(key, nonce, associatedData(name, id), secret));
}

/** Null when the key is gone, and for anything that does not open under it. */
export function unwrap(name: string, key: Uint8Array | null, id: string, wrapped: Uint8Array): Uint8Array | null {
	if (key === null || wrapped.length < nonceLength + tagLength) return null;
	const [nonce, sealed] = [wrapped.subarray(0, nonceLength), wrapped.subarray(nonceLength)];
	return openExtended(key, nonce, associatedData(name, id), sealed);
}

const recordId = "keys";
const readName: Reader<string> = (value) => {
	const name = text(value);
	return parseEpochName(name) ? name : damaged();
};
const read = listOf(tuple<[string, Uint8Array]>(readName, bytes(32)), maxKeys);

export async function readEpochs(vault: Pick<Vault, "get">): Promise<Epochs> {
	const value = await vault.get("epochs", recordId);
	return new Map(value === null ? [] : decodeJson(value, read));
}

export const epochsChange = (epochs: Epochs): Change => ({
	table: "epochs",
	id: recordId,
	value: encodeJson([...epochs]),
});
