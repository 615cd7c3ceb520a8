/**
 * When the vault locks by itself: after idle time, with the screen where the browser tells of it (Chromium), and when the
 * wall clock jumped, which is a machine that slept. Closing the browser locks too: the keys lie in session memory.
 *
 * A page may send requests for hours, so requests do not count as the user being there; the idle API says that.
 */
import type { IdleState } from "../platform/idle.ts";
import type { Core } from "./core.ts";

export const defaultMinutes = 15;
const alarmName = "auto-lock";
const minutesKey = "autoLockMinutes";
/** Session memory: the last time the worker is known to have run, milliseconds. */
const awakeKey = "awakeAt";
/** The alarm rings every minute while the machine runs. */
const sleepMs = 150_000;
/** Written at most this often. */
const noteEveryMs = 15_000;

export interface AutoLock {
	minutes(): Promise<number>;
	setMinutes(minutes: number): Promise<void>;
	/** Before every request: locks if the clock jumped over the limit. */
	check(): Promise<void>;
	unlocked(): Promise<void>;
	lock(): Promise<void>;
	idleChanged(state: IdleState): Promise<void>;
	alarm(name: string): Promise<void>;
}

export function createAutoLock({ ports, vault }: Pick<Core, "ports" | "vault">): AutoLock {
	async function minutes(): Promise<number> {
		const stored = await ports.flags.get(minutesKey);
		return typeof stored === "number" && stored >= 1 && stored <= 1440 ? stored : defaultMinutes;
	}

	/** Nothing opens any more also if the keys could not be taken out of session memory; then the alarm tries again. */
	async function lock(): Promise<void> {
		try {
			await vault.lock().catch(() => vault.lock());
			await ports.alarms.cancel(alarmName);
		} finally {
			ports.tellPages({ to: "pages", kind: "vault-changed", vault: await vault.state() });
		}
	}

	/** Without a word from the browser about a closed lid, a jump of the clock over more than two alarms says it. */
	async function jumpMs(): Promise<number> {
		const most = (await minutes()) * 60_000;
		return ports.idle.locksWithScreen() ? most : Math.min(most, sleepMs);
	}

	async function noteAwake(): Promise<void> {
		await ports.memory.set(awakeKey, ports.now());
	}

	async function check(): Promise<void> {
		const last = await ports.memory.get(awakeKey);
		const now = ports.now();
		const past = typeof last === "number" ? now - last : 0;
		if (past >= 0 && past < noteEveryMs && typeof last === "number") return;
		if ((past < -noteEveryMs || past > (await jumpMs())) && (await vault.state()) === "unlocked") await lock();
		await noteAwake();
	}

	return {
		minutes,
		check,
		lock,
		async setMinutes(value) {
			await ports.flags.set(minutesKey, value);
			ports.idle.setIdleAfter(value * 60);
		},
		async unlocked() {
			await noteAwake();
			ports.idle.setIdleAfter((await minutes()) * 60);
			await ports.alarms.repeat(alarmName, 1);
			ports.tellPages({ to: "pages", kind: "vault-changed", vault: "unlocked" });
		},
		async idleChanged(state) {
			if (state !== "active" && (await vault.state()) === "unlocked") await lock();
		},
		async alarm(name) {
			if (name !== alarmName) return;
			await check();
			const idle = await ports.idle.state((await minutes()) * 60);
			if (idle !== "active" && (await vault.state()) === "unlocked") await lock();
		},
	};
}
