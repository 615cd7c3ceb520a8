/** Whole conversations, word for word: the frozen vectors are what they give, in every implementation. */
import { type Person, person } from "./fixed.ts";
import type { Read, Said, Talker } from "./party.ts";

export const names = ["Ann", "Ben", "Cleo", "Mallory"] as const;
export type Name = (typeof names)[number];

/** Somebody says something (message 0, 1, ... in this order), or reads some of it. */
export type Step =
	| { readonly by: Name; readonly text: string; readonly start?: readonly Name[]; readonly to?: readonly Name[] }
	| { readonly by: Name; readonly reads: readonly number[] };

export interface Conversation {
	readonly name: string;
	readonly steps: readonly Step[];
}

const says = (by: Name, to: readonly Name[], ...texts: readonly string[]): Step[] =>
	texts.map((text) => ({ by, text, to }));

export const conversations: readonly Conversation[] = [
	{
		name: "start, repeats, answer, turns",
		steps: [
			{ by: "Ann", text: "message 0", start: ["Ben"] },
			// The start is in 0, 1, 2 and 8.
			...says("Ann", ["Ben"], ...Array.from({ length: 8 }, (_, i) => `message ${i + 1}`)),
			{ by: "Ben", reads: [1, 0, 2, 3, 4, 5, 6, 7, 8] },
			...says("Ben", ["Ann"], "answer 9", "answer 10"),
			{ by: "Ann", reads: [9, 10] },
			...says("Ann", ["Ben"], "after the turn 11"),
			{ by: "Ben", reads: [11] },
			...says("Ben", ["Ann"], "and back 12"),
			{ by: "Ann", reads: [12] },
		],
	},
	{
		name: "newest first, with messages of an ended chain",
		steps: [
			{ by: "Ann", text: "message 0", start: ["Ben"] },
			...says("Ann", ["Ben"], "1", "2", "3", "4"),
			{ by: "Ben", reads: [2] },
			...says("Ben", ["Ann"], "5", "6"),
			{ by: "Ann", reads: [6] },
			...says("Ann", ["Ben"], "7", "8", "9"),
			// 9 is the third of a new chain and ends the old one at 5, of which 0, 1, 3 and 4 wait.
			{ by: "Ben", reads: [9, 4, 0, 8, 3, 1, 7] },
			{ by: "Ann", reads: [5] },
		],
	},
	{
		name: "three people: starts and short slots in one message, with dummies",
		steps: [
			{ by: "Ann", text: "to Ben and Cleo", start: ["Ben", "Cleo"] },
			{ by: "Ben", reads: [0] },
			{ by: "Cleo", reads: [0] },
			...says("Ben", ["Ann"], "Ben answers"),
			...says("Cleo", ["Ann"], "Cleo answers"),
			{ by: "Ann", reads: [2, 1] },
			{ by: "Ann", text: "Mallory is new", start: ["Mallory"], to: ["Ben", "Cleo"] },
			{ by: "Mallory", reads: [3] },
			{ by: "Cleo", reads: [3] },
			...says("Ann", ["Ben", "Cleo", "Mallory"], "to all"),
			{ by: "Ben", reads: [4, 3] },
			{ by: "Mallory", reads: [4] },
			...says("Mallory", ["Ann"], "thanks"),
			{ by: "Ann", reads: [5] },
			...says("Ann", ["Cleo", "Mallory", "Ben"], "short for everybody"),
			{ by: "Cleo", reads: [6, 4] },
			{ by: "Mallory", reads: [6] },
			{ by: "Ben", reads: [6] },
		],
	},
	{
		name: "two sessions at once",
		steps: [
			{ by: "Ann", text: "Ann begins", start: ["Ben"] },
			{ by: "Ben", text: "Ben begins", start: ["Ann"] },
			{ by: "Ann", reads: [1] },
			{ by: "Ben", reads: [0] },
			// Each goes on with the one that came last.
			...says("Ann", ["Ben"], "on Ben's"),
			...says("Ben", ["Ann"], "on Ann's"),
			{ by: "Ben", reads: [2] },
			{ by: "Ann", reads: [3] },
		],
	},
];

export interface Played {
	readonly said: readonly Said[];
	readonly read: readonly { readonly by: Name; readonly message: number; readonly result: Read }[];
}

const randomnessOf = (conversation: string, name: Name): string => `${conversation}, ${name}`;

/** Plays a conversation through; `talker` makes each one's device. */
export async function play(
	{ name, steps }: Conversation,
	talker: (who: Person, everybody: readonly Person[], randomness: string) => Talker,
): Promise<Played> {
	const people = new Map<Name, Person>();
	for (const one of names) people.set(one, await person(one));
	const the = (one: Name) => people.get(one) as Person;
	const everybody = [...people.values()];
	const devices = new Map(names.map((one) => [one, talker(the(one), everybody, randomnessOf(name, one))]));
	const said: Said[] = [];
	const read: { by: Name; message: number; result: Read }[] = [];
	for (const step of steps) {
		const device = devices.get(step.by) as Talker;
		if ("reads" in step) {
			for (const message of step.reads) {
				const { envelope } = said[message] as Said;
				read.push({ by: step.by, message, result: await device.read(envelope) });
			}
		} else {
			const [start, to] = [(step.start ?? []).map(the), (step.to ?? []).map(the)];
			said.push(await device.say(step.text, { start, to }));
		}
	}
	return { said, read };
}
