/** The ledgers of the conversations that were looked at, in memory while the vault is open; written with the next commit. */
import {
	closesGap,
	emptyLedger,
	type Ledger,
	ledgerChange,
	type MessageFacts,
	noteMessage,
	readLedgerOf,
} from "../history/ledger.ts";
import type { InMemory } from "../vault/batch.ts";
import type { Vault } from "../vault/vault.ts";

export interface LedgerStore extends InMemory {
	of(conversation: string): Promise<Ledger>;
	note(conversation: string, message: MessageFacts): Promise<void>;
	/** A conversation took the place of another: what was seen there was seen here. */
	adopt(conversation: string, former: string): Promise<void>;
	/** Whether, since this was last asked, messages came that others on the screen call missing. */
	gapsClosed(): boolean;
}

/** Conversations held at a time, 50 kB each at most. */
const most = 64;

export function createLedgerStore(vault: Pick<Vault, "get">): LedgerStore {
	const held = new Map<string, Ledger>();
	const changed = new Set<string>();
	let version = 0;
	let closed = false;

	async function of(conversation: string): Promise<Ledger> {
		const ledger = held.get(conversation) ?? (await readLedgerOf(vault, conversation));
		held.delete(conversation);
		held.set(conversation, ledger);
		for (const oldest of held.keys()) {
			if (held.size <= most) break;
			if (!changed.has(oldest)) held.delete(oldest);
		}
		return ledger;
	}

	function put(conversation: string, before: Ledger, after: Ledger): void {
		if (after === before) return;
		held.set(conversation, after);
		changed.add(conversation);
		version++;
	}

	return {
		of,
		async note(conversation, message) {
			const before = await of(conversation);
			closed ||= closesGap(before, message);
			put(conversation, before, noteMessage(before, message));
		},
		async adopt(conversation, former) {
			const before = await of(conversation);
			put(conversation, before, before === emptyLedger ? await of(former) : before);
		},
		gapsClosed() {
			const were = closed;
			closed = false;
			return were;
		},
		version: () => version,
		changes: async () =>
			[...changed].map((conversation) => ledgerChange(conversation, held.get(conversation) ?? emptyLedger)),
		written: () => changed.clear(),
		forget() {
			held.clear();
			changed.clear();
			closed = false;
		},
	};
}
