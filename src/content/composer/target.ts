/** What a composer stands over: the site's message box, whose text moves into the composer, or a passage, which stays where it is. */
import type { InBox, InsertVerdict, Place } from "../../messaging/channels.ts";
import { holdsMedia, norm, ownLimit, textOf, trackBox, writtenText } from "../box/box.ts";
import { type Allow, clearBox } from "../insert/clear-box.ts";
import { type DeliverPorts, deliver, type Order } from "../insert/deliver.ts";
import { deliverPassage } from "../passage/deliver-passage.ts";
import type { Passage } from "../passage/passage.ts";
import { readPlace } from "../place.ts";
import { contentOfBox } from "./box-content.ts";

export interface Target {
	readonly find: () => HTMLElement | null;
	readonly place: () => Place;
	/** Undefined: the message box. */
	readonly into: Passage["into"] | undefined;
	/** Begins the draft. */
	readonly text: string;
	/** Armor in the box that stands there until it gives way to what is sent. */
	readonly inBox: InBox | null;
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
	const written = writtenText(box);
	const { text, inBox } = contentOfBox(box);
	/** What the user was told will give way. */
	let replaced = inBox === null ? null : norm(textOf(box));
	const mayReplace = (now: HTMLElement) => replaced !== null && norm(textOf(now)) === replaced && !holdsMedia(now);
	return {
		find,
		place: () => readPlace(find()),
		into: undefined,
		text,
		inBox,
		moves: inBox === null,
		limit: ownLimit(box),
		take: async (allow) => {
			const now = find();
			if (now === null || writtenText(now) !== written) return false;
			return text === "" || inBox !== null || clearBox(find, allow);
		},
		insert: async (order, ports) => {
			const verdict = await deliver(order, { ...ports, mayReplace });
			if (verdict.outcome !== "refused") replaced = null;
			return verdict;
		},
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
		inBox: null,
		moves: false,
		limit,
		take: async () => find() !== null,
		insert: (order, ports) => deliverPassage(passage, order, ports),
	};
}
