/** A code that was found, and what the user says about it. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Ask, CodeReply, ContactId } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import type { MessageKey } from "../strings.ts";
import { type AnyErrorCode, errorWords } from "../words.ts";
import type { Found } from "./from-file.ts";

interface Said {
	readonly say: Ask<"codes/take">["say"];
	/** The contact that was asked about: it is somebody else. */
	readonly not?: ContactId;
	readonly meant?: ContactId | null;
}

export interface Taking {
	readonly reply: ReadonlySignal<CodeReply | null>;
	/** Why there is no reply. */
	readonly problem: ReadonlySignal<MessageKey | null>;
	/** A camera saw it. */
	readonly seen: () => boolean;
	/** A camera shows who is there, so a contact's is taken at once; who is new, and all else, is asked about. */
	readonly take: (code: Found, how: "seen" | "carried") => Promise<void>;
	/** The same code, with an answer. */
	readonly say: (said: Said) => Promise<void>;
	readonly differs: (contact: ContactId) => Promise<void>;
	/** Accepts the card that was read. */
	readonly accept: () => Promise<void>;
	readonly fail: (problem: MessageKey) => void;
	readonly forget: () => void;
}

/** Words of this place; all others as everywhere. */
const words: Partial<Record<AnyErrorCode, MessageKey>> = {
	malformed: "codeNotOurs",
	truncated: "codeNotOurs",
	damaged: "codeNotOurs",
	"too-large": "codeNotOurs",
	"bad-request": "codeNotOurs",
	"nothing-found": "codeNotOurs",
	altered: "codeNotOurs",
	"prekey-expired": "codeEnded",
	"unsupported-version": "codeOtherVersion",
	"unsupported-suite": "codeOtherVersion",
};

export function createTaking(meant: ContactId | null): Taking {
	const reply = signal<CodeReply | null>(null);
	const problem = signal<MessageKey | null>(null);
	let code: Found | null = null;
	let surely = false;
	let bySight = false;
	let who = meant;
	let others: readonly ContactId[] = [];
	// What is answered after a lock, or after another code came, is not shown.
	let turn = 0;

	async function shown(asked: Promise<{ ok: true; value: CodeReply } | { ok: false; code: AnyErrorCode }>) {
		turn += 1;
		const mine = turn;
		const result = await asked;
		if (mine !== turn) return;
		reply.value = result.ok ? result.value : null;
		problem.value = result.ok ? null : (words[result.code] ?? errorWords[result.code]);
	}

	/** Once the user was sure of how it came, they are not asked again. */
	async function say({ say: said, not, meant: instead = who }: Said): Promise<void> {
		if (code === null) return;
		surely ||= said === "sure";
		who = instead;
		if (not !== undefined) others = [...others, not];
		const take = { code, meant: who, another: others };
		const asked = async () => {
			const result = await ask("codes/take", { ...take, say: surely ? "sure" : said });
			const known = result.ok && result.value.kind === "ask" && result.value.contact !== null;
			return bySight && known ? ask("codes/take", { ...take, say: "sure" }) : result;
		};
		await shown(asked());
	}

	return {
		reply,
		problem,
		take: async (found, how) => {
			code = found;
			who = meant;
			others = [];
			surely = false;
			bySight = how === "seen";
			await say({ say: "look" });
		},
		seen: () => bySight,
		say,
		differs: (contact) => shown(ask("codes/differs", { contact })),
		accept: async () => {
			const read = reply.peek();
			if (read?.kind !== "read") return;
			const result = await ask("codes/accept", { text: read.text });
			if (result.ok && reply.peek() === read) reply.value = { ...read, view: result.value };
			else if (!result.ok) problem.value = words[result.code] ?? errorWords[result.code];
		},
		fail: (key) => {
			turn += 1;
			reply.value = null;
			problem.value = key;
		},
		forget: () => {
			turn += 1;
			code = null;
			reply.value = null;
			problem.value = null;
		},
	};
}
