/** Whether the user has gone on: what was pressed for and comes late is not wanted any more, least of all with the focus. */

export const anyPress = ["pointerdown", "keydown"] as const;
/** Who typed on at once after a press on the lock meant the composer: without it the next words went into the site's box. */
export const pointedElsewhere = ["pointerdown"] as const;

/** Returns what begins to look; that returns whether the user has done one of these since. A key that is still held is none. */
export function watchGoingOn(
	signal: AbortSignal,
	goesOn: typeof anyPress | typeof pointedElsewhere,
): () => () => boolean {
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
