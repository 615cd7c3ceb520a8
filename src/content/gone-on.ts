/** Whether the user has gone on: what was pressed for and comes late is not wanted any more, least of all with the focus. */

const goesOn = ["pointerdown", "keydown"] as const;

/** Returns what begins to look; that returns whether the user has pressed anything since. A key that is still held is none. */
export function watchGoingOn(signal: AbortSignal): () => () => boolean {
	let presses = 0;
	const onPress = (event: Event) => {
		if (event.isTrusted && !(event instanceof KeyboardEvent && event.repeat)) presses++;
	};
	for (const type of goesOn) window.addEventListener(type, onPress, { capture: true, passive: true, signal });
	return () => {
		const before = presses;
		return () => presses !== before;
	};
}
