/**
 * Accounts that were shown as a contact's and are not: on which sites, and what has signed for them. A site can show as many as it likes, so
 * few are kept, those of one site take the place of each other only, and a site that was wrong several times asks nothing more by itself. Pure.
 */
import { sameKey } from "./account-key.ts";
import type { Evidence } from "./evidence.ts";

export interface ShownAccount {
	readonly account: Uint8Array;
	/** Origins where it stood under their name, oldest first. */
	readonly sites: readonly string[];
	readonly signed: readonly Signature[];
	/** When it was first shown, in milliseconds since the epoch. */
	readonly since: number;
}

export type Signature = Extract<Evidence, "signed-by-old" | "signed-by-recovery">;

export interface ShownAccounts {
	/** Those that wait for the user's word, the one that is asked about among them; oldest first. */
	readonly waiting: readonly ShownAccount[];
	/** The origins where accounts stood that the user refused, once for each of them. */
	readonly refused: readonly string[];
	/** How often one was not kept for want of room. */
	readonly dropped: number;
}

export const noneShown: ShownAccounts = { waiting: [], refused: [], dropped: 0 };

/** Accounts kept that only this site speaks for. */
export const mostOfSite = 2;
export const mostWaiting = 16;
/** Origins kept of one account. */
export const mostSitesOfOne = 8;
/** So many wrong ones, and the site alone does not ask about this contact any more. */
export const mostRefusals = 3;
export const mostRefused = 64;
export const mostDropped = 9999;

export const shownAs = ({ waiting }: ShownAccounts, account: Uint8Array): ShownAccount | null =>
	waiting.find((one) => sameKey(one.account, account)) ?? null;

/** `asked`: the account that is asked about, which keeps its place: nothing else comes under the user's answer. */
export function withShown(shown: ShownAccounts, seen: ShownAccount, asked: Uint8Array | null): ShownAccounts {
	const known = shownAs(shown, seen.account);
	if (known !== null) {
		const more = {
			...known,
			sites: [...new Set([...known.sites, ...seen.sites])].slice(0, mostSitesOfOne),
			signed: [...new Set([...known.signed, ...seen.signed])],
		};
		return { ...shown, waiting: shown.waiting.map((one) => (one === known ? more : one)) };
	}
	const goes = inTheWay(shown.waiting, seen, asked);
	if (goes === null) return { ...shown, waiting: [...shown.waiting, seen] };
	const waiting = goes === seen ? shown.waiting : [...shown.waiting.filter((one) => one !== goes), seen];
	return { ...shown, waiting, dropped: Math.min(shown.dropped + 1, mostDropped) };
}

/** Which one has no room; null: there is room for all. Never one for which more speaks than for the new one. */
function inTheWay(waiting: readonly ShownAccount[], seen: ShownAccount, asked: Uint8Array | null): ShownAccount | null {
	const [site] = seen.sites;
	const ofSite = waiting.filter((one) => isWeak(one) && one.sites.some((its) => sameSite(its, site ?? "")));
	const free = (one: ShownAccount) => asked === null || !sameKey(one.account, asked);
	if (isWeak(seen) && ofSite.length >= mostOfSite) return ofSite.find(free) ?? seen;
	if (waiting.length < mostWaiting) return null;
	return (isWeak(seen) ? ofSite : waiting.filter(isWeak)).find(free) ?? seen;
}

/** Nothing but one site speaks for it. */
const isWeak = ({ signed, sites }: ShownAccount): boolean => signed.length === 0 && !isOnSeveral(sites);

/** What speaks for it, of all that was seen of it. */
export const evidenceFor = ({ signed, sites }: ShownAccount): readonly Evidence[] => [
	...signed,
	...(sites.length > 0 ? (["same-site-account"] as const) : []),
	...(isOnSeveral(sites) ? (["other-site"] as const) : []),
];

/** Whether a question about it is worth one more look. */
export const mayAsk = ({ refused }: ShownAccounts, { signed, sites }: ShownAccount): boolean =>
	signed.length > 0 || sites.length === 0 || sites.some((site) => refusalsOf(refused, site) < mostRefusals);

const refusalsOf = (refused: readonly string[], site: string): number =>
	refused.filter((one) => sameSite(one, site)).length;

export const withoutShown = (shown: ShownAccounts, account: Uint8Array | null): ShownAccounts => ({
	...shown,
	waiting: shown.waiting.filter((one) => account === null || !sameKey(one.account, account)),
});

/** The user said that it is not theirs. What was signed is no site's fault. */
export function refusedShown(shown: ShownAccounts, account: Uint8Array | null): ShownAccounts {
	const one = account === null ? null : shownAs(shown, account);
	const sites = one === null || one.signed.length > 0 ? [] : one.sites;
	const more = sites.filter(
		(site, at) =>
			sites.findIndex((its) => sameSite(its, site)) === at && refusalsOf(shown.refused, site) < mostRefusals,
	);
	const refused = [...shown.refused, ...more].slice(-mostRefused);
	return { ...withoutShown(shown, account), refused };
}

/** By what hosts are registered under, roughly: rather one site too few than a second witness who is the first one. */
export const sameSite = (a: string, b: string): boolean => ownerOf(a) === ownerOf(b);

const isOnSeveral = (sites: readonly string[]): boolean => new Set(sites.map(ownerOf)).size > 1;

function ownerOf(origin: string): string {
	if (!URL.canParse(origin)) return origin;
	const { hostname } = new URL(origin);
	const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
	return isAddress ? hostname : hostname.split(".").slice(-2).join(".");
}
