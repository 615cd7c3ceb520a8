/** Mail as it travels: undoing its transfer encodings, and what other mail programs do to the lines of a text. */

import { findArmor } from "../../src/protocol/armor-scan.ts";

const wrapAt = 72;

function decodeQuotedPrintable(text: string): string {
	return text
		.replace(/=\r?\n/g, "")
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const base64Lines = /(?:^[A-Za-z0-9+/]{4,}={0,2}\r?\n?)+/gm;

/** The text, and what its transfer encodings hide, for a search. */
export function legible(seen: string): string {
	const hidden = (seen.match(base64Lines) ?? []).map((block) => Buffer.from(block, "base64").toString("utf8"));
	return [seen, decodeQuotedPrintable(seen), ...hidden].join("\n");
}

/** The armor in a message as it lies on the disk. */
export function armorIn(message: string): string {
	const [found] = findArmor(decodeQuotedPrintable(message));
	if (found?.state !== "whole") throw new Error(`no armor in ${message}`);
	return found.text;
}

function wrapped(armor: string): readonly string[] {
	return armor.match(new RegExp(`.{1,${wrapAt}}`, "g")) ?? [];
}

const plain = (more = "") => `MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8${more}\n\n`;

/** Content for MailServer.deliver, by what such a program does. */
export const otherPrograms = {
	/** RFC 3676: the receiver takes the breaks out again. */
	flowed: (armor: string) => `${plain("; format=flowed; delsp=yes")}Hello,\n${wrapped(armor).join(" \n")}\n`,
	hardWrapped: (armor: string) => `${plain()}Hello,\n\n${wrapped(armor).join("\n")}\n\nBest\n`,
	quotedAndWrapped: (armor: string) =>
		`${plain()}On Monday Ben wrote:\n${wrapped(armor)
			.map((line) => `> ${line}`)
			.join("\n")}\n\nSo I thought.\n`,
	quotedTwice: (armor: string) =>
		`${plain()}> On Monday Ben wrote:\n${wrapped(armor)
			.map((line) => `>> ${line}`)
			.join("\n")}\n> So I thought.\nMe too.\n`,
	cut: (armor: string) => `${plain()}${wrapped(armor).slice(0, 5).join("\n")}\n[message clipped]\n`,
} as const;
