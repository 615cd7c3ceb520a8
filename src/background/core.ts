/** What every part of the background shares. Made once, in background.ts. */
import { type ContactBook, createContactBook } from "../contacts/contact-book.ts";
import type { Suite } from "../protocol/index.ts";
import type { Vault } from "../vault/vault.ts";
import { type Allowance, createAllowance } from "./allowance.ts";
import { type Cards, createCards } from "./cards.ts";
import { createFrameTickets, type FrameTickets } from "./frame-tickets.ts";
import { createLocks, type Locks } from "./lock.ts";
import { createPlaceholders, type Placeholders } from "./placeholders.ts";
import type { Ports } from "./ports.ts";

export interface Core {
	readonly ports: Ports;
	readonly vault: Vault;
	readonly suite: Suite;
	readonly book: ContactBook;
	readonly tickets: FrameTickets;
	readonly locks: Locks;
	readonly cards: Cards;
	readonly allowance: Allowance;
	readonly placeholders: Placeholders;
}

export function createCore(ports: Ports, vault: Vault, suite: Suite): Core {
	return {
		ports,
		vault,
		suite,
		book: createContactBook(vault),
		tickets: createFrameTickets(ports),
		locks: createLocks(),
		cards: createCards(suite),
		allowance: createAllowance(ports.now),
		placeholders: createPlaceholders(),
	};
}

/**
 * Everything that reads records, decides and commits runs here, one after the other: the same message in three tabs, a send
 * while one is read. Nothing that waits for a page does.
 */
export function exclusively<T>(core: Core, work: () => Promise<T>): Promise<T> {
	return core.locks.run("vault", work);
}

/** Contacts or conversations are others now: what waited may open, and every surface asks again. */
export function peopleChanged({ placeholders, ports }: Pick<Core, "placeholders" | "ports">): void {
	placeholders.forget();
	ports.tellPages({ to: "pages", kind: "people-changed" });
}
