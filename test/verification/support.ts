/** Two people with a session between them, as the machine sees it. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeVerification, type VerificationMessage } from "../../src/protocol/index.ts";
import { nothingYet, type SessionEnds, type Verification } from "../../src/verification/attempt.ts";
import { type Event, step } from "../../src/verification/step.ts";
import type { Effect } from "../../src/verification/transitions.ts";
import { type VerificationView, viewOf } from "../../src/verification/view.ts";
import { fixedRandom, js, now } from "../protocol/fixed.ts";

export const minute = 60_000;

export const ends = (name: string): { fingerprint: Uint8Array; devicePublicKey: Uint8Array } => {
	const random = fixedRandom(`ends of ${name}`);
	return { fingerprint: random(32), devicePublicKey: random(32) };
};

/** As `own` has it; the other end has the same with `own` and `peer` exchanged. */
export function sessionOf(own: string, peer: string, name = [own, peer].sort().join()): SessionEnds {
	const random = fixedRandom(`session ${name}`);
	const id = bytesToHex(random(16));
	const transcript = random(32);
	return { id, confirmed: true, begunThere: false, transcript, own: ends(own), peer: ends(peer) };
}

export class Side {
	state: Verification = nothingYet;
	readonly effects: Effect[] = [];
	session: SessionEnds;
	now = now;
	private readonly random: (length: number) => Uint8Array;

	constructor(own: string, peer: string, seed = own, session = sessionOf(own, peer)) {
		this.session = session;
		this.random = fixedRandom(`${seed} compares`);
	}

	/** The effects of this event. */
	do(event: Event): readonly Effect[] {
		const after = step(this.state, event, { suite: js, random: this.random, now: this.now });
		this.state = after.state;
		this.effects.push(...after.effects);
		return after.effects;
	}

	begin(method: 1 | 2 = 1): readonly Effect[] {
		return this.do({ kind: "begin", method, session: this.session });
	}

	/** The body that is to be sent, which then stands in the chat. */
	send(): Uint8Array {
		const view = this.view();
		const body = view.kind === "to-send" || view.kind === "done" ? view.body : null;
		if (body === null) throw new Error(`nothing to send: ${view.kind}`);
		this.do({ kind: "sent", body });
		return body;
	}

	receive(body: Uint8Array, more: { sentAt?: number; session?: SessionEnds } = {}): readonly Effect[] {
		return this.hear(decodeVerification({ kind: 3, body }), more);
	}

	hear(message: VerificationMessage, more: { sentAt?: number; session?: SessionEnds } = {}): readonly Effect[] {
		const { sentAt = this.now, session = this.session } = more;
		return this.do({ kind: "received", message, session, sentAt });
	}

	view(): VerificationView {
		return viewOf(this.state, js, this.now);
	}

	/** Pictures or numbers, as one text. */
	code(): string {
		const view = this.view();
		if (view.kind !== "compare") throw new Error(`nothing to compare: ${view.kind}`);
		return (view.code.method === "pictures" ? view.code.pictures : view.code.numbers).join(" ");
	}
}

/** Both up to the comparison. */
export function comparing(method: 1 | 2 = 1, seed = ""): { ann: Side; ben: Side } {
	const ann = new Side("Ann", "Ben", `Ann${seed}`);
	const ben = new Side("Ben", "Ann", `Ben${seed}`);
	ann.begin(method);
	ben.receive(ann.send());
	ben.do({ kind: "agree" });
	ann.receive(ben.send());
	ben.receive(ann.send());
	ann.receive(ben.send());
	return { ann, ben };
}
