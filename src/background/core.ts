/** What every part of the background shares. Made once, in background.ts. */
import { type ContactBook, createContactBook } from "../contacts/contact-book.ts";
import type { Suite } from "../protocol/index.ts";
import { createSessionStore, type SessionStore } from "../sessions/session-store.ts";
import { type BatchingVault, createBatchingVault } from "../vault/batch.ts";
import type { Vault } from "../vault/vault.ts";
import { type Allowance, createAllowance } from "./allowance.ts";
import { type Cards, createCards } from "./cards.ts";
import { createDiagnoses, type Diagnoses } from "./diagnosis.ts";
import { createFrameTickets, type FrameTickets } from "./frame-tickets.ts";
import { gapNews } from "./gap-news.ts";
import { createHistoryStore, type HistoryStore } from "./history-store.ts";
import { createLedgerStore, type LedgerStore } from "./ledger-store.ts";
import { createLocks, type Locks } from "./lock.ts";
import { createPlaceholders, type Placeholders } from "./placeholders.ts";
import type { Ports } from "./ports.ts";
import { createReadQueue, type ReadQueue } from "./read-queue.ts";

export interface Core {
	readonly ports: Ports;
	readonly vault: BatchingVault;
	readonly suite: Suite;
	readonly book: ContactBook;
	readonly tickets: FrameTickets;
	readonly locks: Locks;
	readonly cards: Cards;
	readonly allowance: Allowance;
	readonly placeholders: Placeholders;
	readonly sessions: SessionStore;
	readonly history: HistoryStore;
	readonly ledgers: LedgerStore;
	readonly reads: ReadQueue;
	readonly diagnoses: Diagnoses;
}

export function createCore(ports: Ports, sealed: Vault, suite: Suite): Core {
	const vault = createBatchingVault(sealed);
	const locks = createLocks();
	const history = createHistoryStore(vault, ports);
	const sessions = createSessionStore(vault, suite, history.stateKeys);
	const ledgers = createLedgerStore(vault);
	// Sessions are sealed under a key of the history, which may be made for it: it comes last.
	for (const one of [sessions, ledgers, history]) vault.follow(one);
	return {
		ports,
		vault,
		suite,
		book: createContactBook(vault),
		tickets: createFrameTickets(ports),
		locks,
		cards: createCards(suite),
		allowance: createAllowance(ports.now),
		placeholders: createPlaceholders(),
		sessions,
		history,
		ledgers,
		diagnoses: createDiagnoses(ports),
		reads: createReadQueue(vault, locks, gapNews(ports, ledgers)),
	};
}

/**
 * Everything that reads records, decides and commits runs here, one after the other: the same message in three tabs, a send
 * while one is read. All its commits are one transaction, written at its end, or none of it. Nothing that waits for a page does.
 */
export function exclusively<T>(core: Core, work: () => Promise<T>): Promise<T> {
	return core.locks.run("vault", async () => {
		const [result] = await core.vault.batch([work]);
		if (result?.status === "fulfilled") return result.value;
		throw result?.reason;
	});
}

/** The same for several: what one of them throws does not keep the others from being written. */
export function exclusivelyEach(
	core: Core,
	work: readonly (() => Promise<void>)[],
): Promise<readonly PromiseSettledResult<void>[]> {
	return core.locks.run("vault", () => core.vault.batch(work));
}

/** Contacts or conversations are others now: what waited may open, and every surface asks again. */
export function peopleChanged({ placeholders, ports }: Pick<Core, "placeholders" | "ports">): void {
	placeholders.forget();
	ports.tellPages({ to: "pages", kind: "people-changed" });
}
