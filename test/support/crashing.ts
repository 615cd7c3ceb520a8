/**
 * One piece of a conversation, run once for every write it makes, each time with another of them ending badly: it fails, or it is kept and
 * the worker dies. Whoever asked tries again. No key seals twice under one nonce, and what has to hold after it holds every time.
 */
import { expect, it } from "vitest";
import { copyOf } from "./copies.ts";
import { armorsIn, Died, type Fate, type Person, Refused, suite } from "./person.ts";
import { watchSuite } from "./watched-suite.ts";

type End = Exclude<Fate, null>;

export interface Flow<P extends readonly Person[], F, R> {
	/** Writes it makes at least: one that went elsewhere is noticed. */
	readonly writes: number;
	/** Everybody's browser before it. Run once; each turn starts from copies. */
	before(): Promise<{ readonly people: P; readonly facts: F }>;
	run(people: P, facts: F): Promise<R>;
	after(people: P, facts: F, result: R): Promise<void>;
}

/** Tried once more, by the same worker if that is alive. */
export async function insist<T>(step: () => Promise<T>): Promise<T> {
	try {
		return await step();
	} catch (error) {
		const failed = error instanceof Died || (error as { code?: unknown }).code === "storage-failed";
		if (!failed) throw error;
		return step();
	}
}

/** What was done already when the answer was lost fails with this code the second time. */
export async function insistOr<T>(code: string, step: () => Promise<T>): Promise<T | null> {
	try {
		return await insist(step);
	} catch (error) {
		if (error instanceof Refused && error.code === code) return null;
		throw error;
	}
}

/** What came into the chat; the same armor twice when an answer was lost. */
export async function inserted(person: Person, step: () => Promise<unknown>): Promise<readonly string[]> {
	const before = person.chat.length;
	await insist(step);
	return [...new Set(armorsIn(person.chat.slice(before)))];
}

export function crashing<P extends readonly Person[], F, R>(name: string, flow: Flow<P, F, R>): void {
	it(name, async () => {
		const { people: prepared, facts } = await flow.before();
		const turn = async (at: number, end: End | null) => {
			const using = watchSuite(suite);
			const people = (await Promise.all(prepared.map((one) => copyOf(one, undefined, using)))) as unknown as P;
			let writes = 0;
			for (const person of people) person.fate = () => (++writes === at ? end : null);
			const result = await flow.run(people, facts);
			const made = writes;
			for (const person of people) person.fate = () => null;
			await flow.after(people, facts, result);
			return made;
		};
		const writes = await turn(0, null);
		expect(writes).toBeGreaterThanOrEqual(flow.writes);
		for (const end of ["fail", "die"] as const) {
			for (let at = 1; at <= writes; at++) {
				const made = await turn(at, end).catch((error) => {
					throw new Error(`${end} at write ${at} of ${writes}`, { cause: error });
				});
				expect(made, `${end} at write ${at}`).toBeGreaterThanOrEqual(at);
			}
		}
	});
}
