/**
 * What a message shows that carries a step of comparing a code. The comparison goes on from one message only, the last that was heard;
 * all others are a line about what happened.
 */
import type { Contact } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import type { ComparisonAct, ComparisonReply, ComparisonShown } from "../messaging/channels.ts";
import type { VerificationMessage } from "../protocol/index.ts";
import type { Verification } from "../verification/attempt.ts";
import { expire } from "../verification/transitions.ts";
import { goesOnFrom } from "../verification/view.ts";
import { toHex } from "./bytes.ts";
import { shownOf } from "./comparing.ts";
import { comparisonWith } from "./comparison-state.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { contactView, membersOf } from "./people.ts";

interface Carrier {
	readonly step: VerificationMessage;
	/** The author; null: we wrote it. */
	readonly author: Contact | null;
	readonly here: Conversation | null;
	/** Somebody who may not be believed, or a quotation: it says what it says, and nothing can be done about it. */
	readonly idle: boolean;
}

export async function comparisonShown(core: Core, carrier: Carrier): Promise<ComparisonShown> {
	const { step, idle } = carrier;
	const contact = carrier.author ?? (await comparedWith(core, carrier));
	const says = saidBy(step);
	if (contact === null) return { contact: null, says, over: false, now: null };
	// As it is by now: nobody may have looked since its time was over.
	const { state } = expire(await comparisonWith(core, contact.id), core.ports.now());
	const now = idle || step.kind === "scanned" ? null : nowOf(core, state, step, carrier.author, contact);
	const over = step.kind !== "scanned" && state.over.includes(toHex(step.id));
	return { contact: await contactView(core, contact), says, over, now };
}

function saidBy(step: VerificationMessage): ComparisonShown["says"] {
	switch (step.kind) {
		case "start":
			return "asked";
		case "commit":
		case "reveal":
			return "goes-on";
		case "result":
			return step.outcome === "match" ? "answered" : step.outcome;
		case "scanned":
			return "scanned";
	}
}

/** Our own message does not say to whom it went: it is the one of this conversation with whom that attempt is or was. */
async function comparedWith(core: Core, { step, here }: Carrier): Promise<Contact | null> {
	if (step.kind === "scanned") return null;
	const id = toHex(step.id);
	for (const member of await membersOf(core, here)) {
		const { attempt, over } = await comparisonWith(core, member.id);
		if ((attempt !== null && toHex(attempt.id) === id) || over.includes(id)) return member;
	}
	return null;
}

function nowOf(
	core: Core,
	state: Verification,
	step: Exclude<VerificationMessage, { kind: "scanned" }>,
	author: Contact | null,
	contact: Contact,
): ComparisonReply["view"] | null {
	const own = author === null;
	if (state.attempt !== null) return goesOnFrom(state.attempt, step, own) ? inPage(core, shownOf(core, state)) : null;
	if (own || state.over.at(-1) !== toHex(step.id)) return null;
	const differs = step.kind === "reveal" || (step.kind === "result" && step.outcome === "differ");
	if (contact.change?.kind === "differed")
		return differs ? { kind: "done", attempt: null, outcome: "differ", toSend: false } : null;
	const stopped = step.kind === "result" && step.outcome === "stopped";
	return stopped && contact.trust !== "verified" ? shownOf(core, state) : null;
}

/**
 * What a frame in a page may show of it. Who writes the page may be who stands between the two: where a cover is not seen, a picture over
 * the frame could show the code that the other one reads aloud, and take the press.
 */
export function inPage(core: Core, view: ComparisonReply["view"]): ComparisonReply["view"] {
	if (view.kind !== "compare" || core.ports.tellsCovers()) return view;
	return { kind: "compare-apart", attempt: view.attempt, endsAt: view.endsAt };
}

/** @throws Fault `not-allowed`: what raises a level is not taken from a frame that may be covered */
export function mayAnswerInPage(core: Core, act: ComparisonAct): void {
	if (act === "match" && !core.ports.tellsCovers()) throw new Fault("not-allowed");
}
