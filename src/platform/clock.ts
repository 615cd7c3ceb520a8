/** Milliseconds since the epoch, the wall clock: it jumps when the machine wakes, which auto-lock makes use of. */
export const now = (): number => Date.now();

/** Resolves after so many milliseconds, if the worker lives. */
export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
