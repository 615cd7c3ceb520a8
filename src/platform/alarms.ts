/** Timers that outlive the worker. */
import { api } from "./browser.ts";

/** Rings every `minutes` (at least half of one); replaces an alarm of the same name. */
export async function repeatAlarm(name: string, minutes: number): Promise<void> {
	await api().alarms.create(name, { periodInMinutes: minutes });
}

export async function cancelAlarm(name: string): Promise<void> {
	await api().alarms.clear(name);
}

export function onAlarm(handler: (name: string) => void): void {
	api().alarms.onAlarm.addListener((alarm) => handler(alarm.name));
}
