/** Whether the user is there. Firefox knows only active and idle; Chromium also tells of a locked screen. */
import { api } from "./browser.ts";

export type IdleState = "active" | "idle" | "locked";

/** The browser's own list of states is the only place that says whether it will ever tell of a locked screen. */
export function locksWithScreen(): boolean {
	const states = (api().idle as { IdleState?: Readonly<Record<string, string>> }).IdleState;
	return states !== undefined && Object.values(states).includes("locked");
}

/** Seconds without input until the state is idle; the browsers take at least 15. */
export function setIdleAfter(seconds: number): void {
	api().idle.setDetectionInterval(Math.max(15, Math.round(seconds)));
}

/** As of now, idle meaning no input for so many seconds (at least 15). */
export async function idleState(seconds: number): Promise<IdleState> {
	return await api().idle.queryState(Math.max(15, Math.round(seconds)));
}

export function onIdleChange(handler: (state: IdleState) => void): void {
	api().idle.onStateChanged.addListener((state) => handler(state));
}
