/**
 * Where clear text is asked about, as the background says: one switch for each place and nothing else. Asked ahead, since a key press
 * cannot wait for the answer. While the vault is closed nobody knows: the last answer that this page has got holds, and without one nothing
 * is asked.
 */
import type { Place } from "../../messaging/channels.ts";

/** An answer is good for this long while the user types; the focus asks anew. People join, and the user changes the switch. Milliseconds. */
const freshMs = 2000;

/** A page that changes its address with every key must not fill the memory. */
const maxPlaces = 64;

export interface PrivatePlaces {
	readonly has: (place: Place) => boolean;
	/** Asks unless that was done just now. */
	readonly look: (place: Place) => void;
	readonly lookAgain: (place: Place) => void;
}

/** What tells places apart, as for the background (src/contacts/conversation.ts): the title only where there is no heading. */
export function steady(place: Place): Place {
	return place.header === "" ? place : { ...place, title: "" };
}

const keyOf = (place: Place): string => JSON.stringify(steady(place));

/** `ask`: null for no answer. */
export function privatePlaces(ask: (place: Place) => Promise<boolean | null>): PrivatePlaces {
	const answers = new Map<string, { at: number; asks: boolean }>();

	async function lookAgain(place: Place): Promise<void> {
		const key = keyOf(place);
		const answer = { at: performance.now(), asks: answers.get(key)?.asks ?? false };
		answers.delete(key);
		answers.set(key, answer);
		const [oldest] = answers.keys();
		if (answers.size > maxPlaces && oldest !== undefined) answers.delete(oldest);
		answer.asks = (await ask(place)) ?? answer.asks;
	}

	return {
		has: (place) => answers.get(keyOf(place))?.asks === true,
		look: (place) => {
			const last = answers.get(keyOf(place));
			if (last === undefined || performance.now() - last.at > freshMs) void lookAgain(place);
		},
		lookAgain: (place) => void lookAgain(place),
	};
}
