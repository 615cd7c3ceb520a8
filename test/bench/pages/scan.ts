/** The first look at a page of 100,000 nodes: without a blob in it, and with twenty. The peer is the cheapest look there is. */

import { findStarts, sight } from "../../../src/content/scan/find-armor.ts";
import { ARMOR_MAGIC, armorKind, encodeArmor } from "../../../src/protocol/index.ts";
import { sideBySide } from "./timing.ts";

export interface ScanTimes {
	readonly blobs: number;
	readonly nodes: number;
	readonly times: { ours: number; peer: number };
}

/** Rows of ten nodes, as a chat has them. */
function fill(rows: number, blobs: number): void {
	document.body.replaceChildren();
	const list = document.body.appendChild(document.createElement("section"));
	for (let row = 0; row < rows; row += 1) {
		const message = list.appendChild(document.createElement("article"));
		const name = message.appendChild(document.createElement("b"));
		name.append("somebody");
		const time = message.appendChild(document.createElement("time"));
		time.append("12:04");
		const body = message.appendChild(document.createElement("p"));
		const words = body.appendChild(document.createElement("span"));
		words.append(`Some words of message ${row}`);
		const more = body.appendChild(document.createElement("em"));
		more.append(blobs > 0 && row % Math.floor(rows / blobs) === 0 ? armor(row) : "and more of them");
	}
}

function armor(seed: number): string {
	const bytes = Uint8Array.from({ length: 1700 }, (_, index) => (index * 31 + seed) & 255);
	return encodeArmor({ kind: armorKind.envelope, bytes, messageId: bytes.slice(0, 16), maxChars: null }).join(" ");
}

function look(): number {
	const text = document.body.textContent ?? "";
	if (!text.includes(ARMOR_MAGIC)) return 0;
	return findStarts(document.body, text).filter((start) => sight(start) !== null).length;
}

const results: ScanTimes[] = [];
for (const blobs of [0, 20]) {
	fill(10_001, blobs);
	let nodes = 0;
	for (const walker = document.createTreeWalker(document); walker.nextNode(); ) nodes += 1;
	if (look() < blobs) throw new Error("not every blob was found");
	const ours = async () => look();
	const peer = async () => document.body.textContent?.includes(ARMOR_MAGIC);
	results.push({ blobs, nodes, times: await sideBySide(31, ours, peer) });
}
(globalThis as { benchResult?: unknown }).benchResult = results;
