/** How often a tab may make us try keys on a message we do not know: a page must not be able to use them at will. */

export interface Allowance {
	/** False: not now. Takes one. */
	take(tab: number | null): boolean;
	/** A trial in vain took so many milliseconds: long ones count as several. */
	charge(tab: number | null, ms: number): void;
}

/** Trials saved up: several screens of unread messages, scrolled through quickly. */
const most = 120;
/** Trials that come back a second: faster than anyone reads. */
const perSecond = 20;
/** Of one trial. What is not for us is known within it; what was made to look like it is for us can take ten times as long. */
const trialMs = 20;

export function createAllowance(now: () => number): Allowance {
	const tabs = new Map<number | null, { left: number; at: number }>();
	return {
		take(tab) {
			const at = now();
			const held = tabs.get(tab) ?? { left: most, at };
			const back = (Math.max(0, at - held.at) / 1000) * perSecond;
			const left = Math.min(most, held.left + back);
			tabs.set(tab, { left: left >= 1 ? left - 1 : left, at });
			return left >= 1;
		},
		charge(tab, ms) {
			const held = tabs.get(tab);
			const more = Math.floor(Math.max(0, ms) / trialMs);
			if (held && more > 0) tabs.set(tab, { ...held, left: Math.max(0, held.left - more) });
		},
	};
}
