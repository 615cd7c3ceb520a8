/** What a composer stands over: the site's message box, whose text moves into the composer, or a passage, which stays where it is. */
import type { InsertVerdict, Place } from "../../messaging/channels.ts";
import { hasArmor } from "../../protocol/armor-scan.ts";
import { holdsMedia, ownLimit, trackBox, writtenText } from "../insert/box.ts";
import { type Allow, clearBox } from "../insert/clear-box.ts";
import { type DeliverPorts, deliver, holdsOurs, type Order } from "../insert/deliver.ts";
import { deliverPassage } from "../passage/deliver-passage.ts";
import type { Passage } from "../passage/passage.ts";
import { readPlace } from "../place.ts";

export interface Target {
	readonly find: () => HTMLElement | null;
	readonly place: () => Place;
	/** Undefined: the message box. */
	readonly into: Passage["into"] | undefined;
	/** Begins the draft. */
	readonly text: string;
	/** The text leaves the page with `take`, and has to come back if it is not sent. */
	readonly moves: boolean;
	/** Longest text that fits in, or null. */
	readonly limit: number | null;
	/** False: the text is still there and another one, and nothing is covered with a composer. */
	readonly take: (allow: Allow) => Promise<boolean>;
	readonly insert: (order: Order, ports: DeliverPorts) => Promise<InsertVerdict>;
}

export function boxTarget(box: HTMLElement): Target {
	const find = trackBox(box);
	// Armor of ours that waits to be sent is no text of the user's, and stays.
	const written = writtenText(box);
	const text = holdsOurs(box) || hasArmor(written) || holdsMedia(box) ? "" : written;
	return {
		find,
		place: () => readPlace(find()),
		into: undefined,
		text,
		moves: true,
		limit: ownLimit(box),
		take: async (allow) => {
			const now = find();
			if (now === null || writtenText(now) !== written) return false;
			return text === "" || clearBox(find, allow);
		},
		insert: deliver,
	};
}

/** `here`: of the page as a whole. A form has a heading for each of its fields, and one reader for all of them. */
export function passageTarget(passage: Passage, here: () => Place): Target {
	const { find, into, text, limit } = passage;
	return {
		find,
		place: here,
		into,
		text,
		moves: false,
		limit,
		take: async () => find() !== null,
		insert: (order, ports) => deliverPassage(passage, order, ports),
	};
}
