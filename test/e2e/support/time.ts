/** Waiting without hanging: every question to a browser here has an end. */

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The promise, or `fallback` after `ms`. A rejection counts as "no answer" too. */
export async function within<T, F>(ms: number, promise: Promise<T>, fallback: F): Promise<T | F> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<F>((resolve) => {
		timer = setTimeout(() => resolve(fallback), ms);
	});
	try {
		return await Promise.race([promise.catch(() => fallback), late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Asks until the answer is neither undefined, null, false nor empty; throws with `what` after `ms`. */
export async function until<T>(
	what: string,
	ask: () => Promise<T> | T,
	ms = 15_000,
): Promise<Exclude<T, undefined | null | false>> {
	const end = Date.now() + ms;
	let last: unknown;
	do {
		const asked = Date.now();
		try {
			const answer = await ask();
			if (answer !== undefined && answer !== null && answer !== false && answer !== "") {
				return answer as Exclude<T, undefined | null | false>;
			}
		} catch (error) {
			last = error;
		}
		await sleep(Math.max(100, Date.now() - asked));
	} while (Date.now() < end);
	throw new Error(`Waited ${ms} ms for: ${what}`, last ? { cause: last } : undefined);
}
