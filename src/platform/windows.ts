/** Windows of our own: no page can cover or imitate what stands in one. */
import { api } from "./browser.ts";

/** Outer size in CSS px. */
export interface WindowSize {
	readonly width: number;
	readonly height: number;
}

/** A bare window without tabs or address bar showing one of our pages (`path` may carry a hash). */
export async function openWindow(path: string, size: WindowSize): Promise<void> {
	await api().windows.create({ type: "popup", url: api().runtime.getURL(path), ...size });
}

/** Opens the toolbar popup. False where the browser wants a click on the button itself. */
export async function openToolbarPopup(): Promise<boolean> {
	try {
		await api().action.openPopup();
		return true;
	} catch {
		return false;
	}
}
