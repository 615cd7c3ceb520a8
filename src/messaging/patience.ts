/** A worker that ends just as a message wakes it may neither answer nor fail. Milliseconds until it is woken again. */
const patienceMs = 5000;

/**
 * Asks a second time if nothing came, or not for long, and takes whichever answer comes first. `deliver` resolves to undefined if nobody
 * answered; `mayRepeat` is asked before the second time.
 */
export async function askTwice<T>(
	deliver: () => Promise<T | undefined>,
	mayRepeat: () => boolean = () => true,
): Promise<T | undefined> {
	const first = deliver();
	const early = await Promise.race([first, sleep(patienceMs)]);
	if (early !== undefined || !mayRepeat()) return early;
	const second = deliver();
	return Promise.race([second, first.then((late) => late ?? second)]);
}

export function sleep(ms: number): Promise<undefined> {
	return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
