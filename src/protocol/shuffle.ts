/** A fair shuffle (Fisher-Yates): the place of a slot must not tell who was named first. */
import { type Random, readInteger } from "./bytes.ts";

export function shuffle<T>(items: readonly T[], random: Random): T[] {
	const shuffled = [...items];
	for (let last = shuffled.length - 1; last > 0; last--) {
		const other = below(last + 1, random);
		const moved = shuffled[last] as T;
		shuffled[last] = shuffled[other] as T;
		shuffled[other] = moved;
	}
	return shuffled;
}

/** 0 to bound - 1, each equally likely: values of the last, incomplete round are drawn again. */
function below(bound: number, random: Random): number {
	const rounds = 2 ** 32 - (2 ** 32 % bound);
	for (;;) {
		const value = readInteger(random(4));
		if (value < rounds) return value % bound;
	}
}
