/** The order "insert" for a passage: one armor, never sent by us. */
import type { InsertRefusal, InsertVerdict, Place } from "../../messaging/channels.ts";
import type { Allow } from "../insert/clear-box.ts";
import type { Order } from "../insert/deliver.ts";
import { samePlace } from "../place.ts";
import type { Passage } from "./passage.ts";

export interface PassagePorts {
	readonly place: () => Place;
	readonly allow: Allow;
}

interface Delivery {
	readonly armor: string;
	readonly verdict: Promise<InsertVerdict>;
	over: boolean;
}

const deliveries = new WeakMap<Passage, Delivery>();

export async function deliverPassage(passage: Passage, order: Order, ports: PassagePorts): Promise<InsertVerdict> {
	const [armor] = order.parts;
	// A field has one value.
	if (armor === undefined || order.parts.length > 1) return refused("too-long");
	const before = deliveries.get(passage);
	if (before?.armor === armor) {
		// The background was killed and asks again.
		const verdict = await before.verdict;
		if (verdict.outcome === "inserted") return verdict;
	}
	if (before?.over === false) return refused("busy");
	const delivery: Delivery = { armor, verdict: replace(passage, armor, order.place, ports), over: false };
	deliveries.set(passage, delivery);
	try {
		return await delivery.verdict;
	} finally {
		delivery.over = true;
	}
}

async function replace(
	passage: Passage,
	armor: string,
	place: Place,
	{ place: now, allow }: PassagePorts,
): Promise<InsertVerdict> {
	if (passage.find() === null) return refused("box-gone");
	if (!samePlace(place, now())) return refused("place-changed");
	if (passage.limit !== null && armor.length > passage.limit) return refused("too-long");
	const reason = await passage.replaceWith(armor, allow);
	return reason === null ? { outcome: "inserted" } : refused(reason);
}

function refused(reason: InsertRefusal): InsertVerdict {
	return { outcome: "refused", reason };
}
