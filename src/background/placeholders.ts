/**
 * Messages that stay placeholders at a place until the user clicks. Remembered while the worker lives, so that showing one
 * again costs no key operation that a page could measure or make us repeat.
 */

export interface Placeholders {
	has(name: string): boolean;
	add(name: string): void;
	/** After anything that could make one of them open by itself: people, conversations. */
	forget(): void;
}

/** Names of 64 characters: 64 kB. */
const most = 1024;

export function createPlaceholders(): Placeholders {
	const names = new Set<string>();
	return {
		has: (name) => names.has(name),
		add(name) {
			names.add(name);
			for (const oldest of names) {
				if (names.size <= most) break;
				names.delete(oldest);
			}
		},
		forget: () => names.clear(),
	};
}
