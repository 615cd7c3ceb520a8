/** One at a time per name: the same message opened in three tabs, or two sends in one conversation, wait for each other. */
export interface Locks {
	run<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export function createLocks(): Locks {
	const tails = new Map<string, Promise<unknown>>();
	return {
		run(name, work) {
			const result = (tails.get(name) ?? Promise.resolve()).then(work);
			const tail = result
				.catch(() => undefined)
				.finally(() => {
					if (tails.get(name) === tail) tails.delete(name);
				});
			tails.set(name, tail);
			return result;
		},
	};
}
