import type { Session } from "../../src/protocol/index.ts";
import type { SessionRecord, StateOpen, StateSeal } from "../../src/sessions/session-record.ts";
import { person } from "../protocol/fixed.ts";
import { Party } from "../protocol/party.ts";

export const conversation = "0c".repeat(16);

/** Real sessions of two devices, so that the codec has a ratchet to keep: as its beginner and as the other end hold it. */
export async function bothEnds(): Promise<{ begun: Session; answered: Session }> {
	const [annKeys, benKeys] = await Promise.all([person("Ann"), person("Ben")]);
	const ann = new Party(annKeys, "sessions ann");
	const ben = new Party(benKeys, "sessions ben");
	const first = await ann.say("first", { start: [benKeys] });
	// The second one never arrives: its key is kept.
	await ann.say("second", { to: [benKeys] });
	const third = await ann.say("third", { to: [benKeys] });
	await ben.open(first.envelope);
	await ben.open(third.envelope);
	return { begun: ann.with(benKeys), answered: ben.with(annKeys) };
}

export function recordOf(session: Session, more: Partial<SessionRecord> = {}): SessionRecord {
	return {
		session,
		standing: "active",
		conversation: null,
		invitation: null,
		used: [],
		createdAt: 1,
		heardUntil: 0,
		heardFrom: null,
		startedOver: false,
		...more,
	};
}

/** Turns bits over, so that a state is not stored as it is; opens only under the same name. */
const key = (id: string): number => 0x80 | (id.charCodeAt(0) & 0x7f);
export const seal: StateSeal = { epoch: "s1", seal: (state, id) => state.map((byte) => byte ^ key(id)) };
export const open: StateOpen = (epoch, sealed, id) =>
	epoch === seal.epoch ? sealed.map((byte) => byte ^ key(id)) : null;
