/** What is kept of comparing codes: one sealed state a contact, and with whom one is under way. */
import type { ContactId } from "../messaging/channels.ts";
import { decodeJson, encodeJson, hex, listOf, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import { nothingYet, type Verification } from "../verification/attempt.ts";
import { decodeVerificationState, encodeVerificationState } from "../verification/record.ts";
import type { Core } from "./core.ts";

const stateName = (id: ContactId): string => `comparison ${id}`;

export async function comparisonWith(core: Core, id: ContactId): Promise<Verification> {
	const value = await core.vault.get("settings", stateName(id));
	return value === null ? nothingYet : decodeVerificationState(value);
}

/** Where an attempt is under way: the alarm looks at these only. */
const runningName = "comparisons-running";
const mostRunning = 1024;
const readRunning = record<{ readonly contacts: readonly ContactId[] }>({ contacts: listOf(hex(32), mostRunning) });

export async function runningComparisons(core: Core): Promise<readonly ContactId[]> {
	const value = await core.vault.get("settings", runningName);
	return value === null ? [] : decodeJson(value, readRunning).contacts;
}

async function runningChange(core: Core, id: ContactId, on: boolean): Promise<readonly Change[]> {
	const before = await runningComparisons(core);
	if (before.includes(id) === on) return [];
	const contacts = [...before.filter((one) => one !== id), ...(on ? [id] : [])].slice(-mostRunning);
	return [{ table: "settings", id: runningName, value: encodeJson({ contacts }) }];
}

/** Nothing of it stays with a contact that goes. */
export async function comparisonGone(core: Core, id: ContactId): Promise<readonly Change[]> {
	return [{ table: "settings", id: stateName(id), value: null }, ...(await runningChange(core, id, false))];
}

export async function comparisonChanges(core: Core, id: ContactId, state: Verification): Promise<readonly Change[]> {
	return [
		{ table: "settings", id: stateName(id), value: encodeVerificationState(state) },
		...(await runningChange(core, id, state.attempt !== null)),
	];
}
