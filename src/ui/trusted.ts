/** Only what the browser vouches for: an event that a script made does nothing in any surface. */
export function trusted<E extends Event>(act: (event: E) => void): (event: E) => void {
	return (event) => {
		if (event.isTrusted) act(event);
	};
}

/** A `ref` for the answer that Enter should give. */
export function focusNow(element: HTMLElement | null): void {
	element?.focus({ preventScroll: true });
}
