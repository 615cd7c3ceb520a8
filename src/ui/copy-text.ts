/**
 * Puts `text` on the clipboard; call it inside the click. False if the browser refused.
 * `execCommand`: Chromium blocks `navigator.clipboard` in a frame of another site, and no permission policy helps.
 */
export function copyText(text: string): boolean {
	const before = document.activeElement;
	const carrier = document.createElement("textarea");
	carrier.value = text;
	carrier.className = "out-of-sight";
	carrier.setAttribute("aria-hidden", "true");
	document.body.append(carrier);
	carrier.select();
	try {
		return document.execCommand("copy");
	} catch {
		return false;
	} finally {
		carrier.remove();
		if (before instanceof HTMLElement) before.focus();
	}
}
