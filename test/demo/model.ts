/** The people and rooms of the demo chat, and what it keeps of a message. */
export const people: Readonly<Record<string, string>> = { ann: "Ann", ben: "Ben" };
export const rooms: Readonly<Record<string, string>> = { garden: "Garden", lunch: "Lunch" };

export type Editor = "plain" | "rich";

export interface ChatMessage {
	readonly id: number;
	readonly author: string;
	readonly text: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
}
