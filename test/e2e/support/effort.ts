/** What a path costs a person: every press and letter that goes through the support files is counted, and each screen once in a row. */

export interface Effort {
	readonly clicks: number;
	/** Presses of single keys. */
	readonly keys: number;
	readonly letters: number;
	/** Different screens one had to look at, one after the other. */
	readonly screens: number;
	readonly seconds: number;
}

interface Count {
	clicks: number;
	keys: number;
	letters: number;
	screens: number;
	last: string;
}

let counting: Count | null = null;

/** `screen`: what tells the place one presses from others. */
export function noteClick(screen: string): void {
	if (counting === null) return;
	counting.clicks++;
	if (screen !== counting.last) counting.screens++;
	counting.last = screen;
}

export function noteKeys(keys: number): void {
	if (counting !== null) counting.keys += keys;
}

export function noteLetters(letters: number): void {
	if (counting !== null) counting.letters += letters;
}

/** What a driver has to do, and a person has not. */
export async function uncounted<T>(act: () => Promise<T>): Promise<T> {
	const before = counting;
	counting = null;
	try {
		return await act();
	} finally {
		counting = before;
	}
}

/** One path at a time. */
export async function effortOf(path: () => Promise<void>): Promise<Effort> {
	if (counting !== null) throw new Error("Two paths at once cannot be told apart.");
	const count: Count = { clicks: 0, keys: 0, letters: 0, screens: 0, last: "" };
	counting = count;
	const began = performance.now();
	try {
		await path();
	} finally {
		counting = null;
	}
	const { clicks, keys, letters, screens } = count;
	return { clicks, keys, letters, screens, seconds: (performance.now() - began) / 1000 };
}
