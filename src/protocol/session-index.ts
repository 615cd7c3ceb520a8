/**
 * Which ratchet slot is ours, of all sessions at once: one keyed hash for each header key and message, and then a look-up. The
 * key blocks are hashed once and kept. In memory only; whoever holds it forgets it when the vault locks.
 */
import { type Bytes, equalBytes } from "./bytes.ts";
import { type HeaderKeyRole, headerKeys } from "./ratchet.ts";
import { LOCATOR_LENGTH, locator, RATCHET_SLOT_LENGTH } from "./ratchet-slot.ts";
import type { Session } from "./session.ts";
import type { PreparedMac, Suite } from "./suite.ts";

export interface FoundSlot {
	readonly session: Session;
	readonly headerKey: PreparedMac;
	readonly role: HeaderKeyRole;
	/** The slot's 112 bytes. */
	readonly slot: Bytes;
}

export interface SessionIndex {
	get(id: Bytes): Session | undefined;
	all(): readonly Session[];
	/** Adds it, or takes its new state. */
	set(session: Session): void;
	delete(id: Bytes): void;
	/** The slots that are for one of these sessions. `run`: all ratchet slots of an envelope. */
	find(commitment: Bytes, run: Bytes): readonly FoundSlot[];
}

interface Entry {
	readonly headerKey: Bytes;
	readonly prepared: PreparedMac;
	readonly role: HeaderKeyRole;
}

export function createSessionIndex(suite: Suite, sessions: readonly Session[] = []): SessionIndex {
	const held = new Map<string, { readonly session: Session; readonly entries: readonly Entry[] }>();

	function set(session: Session): void {
		const name = nameOf(session.id);
		const before = held.get(name)?.entries ?? [];
		const entries = headerKeys(session.ratchet).map(({ headerKey, role }) => {
			const known = before.find((one) => one.headerKey === headerKey || equalBytes(one.headerKey, headerKey));
			return { headerKey, role, prepared: known?.prepared ?? suite.prepareMac(headerKey) };
		});
		held.set(name, { session, entries });
	}
	for (const session of sessions) set(session);

	return {
		get: (id) => held.get(nameOf(id))?.session,
		all: () => [...held.values()].map(({ session }) => session),
		set,
		delete: (id) => void held.delete(nameOf(id)),
		find(commitment, run) {
			const slots = new Map<number, Bytes[]>();
			for (let at = 0; at + RATCHET_SLOT_LENGTH <= run.length; at += RATCHET_SLOT_LENGTH) {
				const slot = run.subarray(at, at + RATCHET_SLOT_LENGTH);
				const key = first4(slot);
				slots.set(key, [...(slots.get(key) ?? []), slot]);
			}
			const found: FoundSlot[] = [];
			if (slots.size === 0) return found;
			for (const { session, entries } of held.values()) {
				for (const { prepared, role } of entries) {
					const name = locator(prepared, commitment);
					for (const slot of slots.get(first4(name)) ?? []) {
						if (equalBytes(slot.subarray(0, LOCATOR_LENGTH), name)) {
							found.push({ session, headerKey: prepared, role, slot });
						}
					}
				}
			}
			return found;
		},
	};
}

function first4(bytes: Bytes): number {
	return (((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)) >>> 0;
}

function nameOf(id: Bytes): string {
	return String.fromCharCode(...id);
}
