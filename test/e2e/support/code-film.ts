/** What a camera sees that looks at a code on a screen: read from the picture in a page of ours, written as a film or as a picture. */
import { writeFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import type { Page } from "puppeteer";
import { codeIn, modulesOf } from "../../../src/ui/codes/qr-code.ts";
import { until } from "./time.ts";

export interface Modules {
	/** Along a side, with the white around it. */
	readonly count: number;
	/** Row by row; 1 is dark. */
	readonly dark: readonly number[];
}

export async function codeOn(page: Page): Promise<Modules> {
	await until("the code", () => page.$("svg.qr path"));
	return await page.evaluate(() => {
		const svg = document.querySelector("svg.qr");
		const count = Number(svg?.getAttribute("viewBox")?.split(" ")[2]);
		const dark = new Array<number>(count * count).fill(0);
		const path = svg?.querySelector("path")?.getAttribute("d") ?? "";
		for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h/g)) dark[Number(y) * count + Number(x)] = 1;
		return { count, dark };
	});
}

/** The code on the screen of somebody without a browser. */
export function codeOf(qr: string): Modules {
	const rows = modulesOf(qr);
	return { count: rows.length, dark: rows.flatMap((row) => row.map(Number)) };
}

/** Pixels of a module in a picture that was copied. */
const scale = 6;

/** What the code says, as whoever took a picture of the screen has it. */
export function copied({ count, dark }: Modules): string {
	const side = count * scale;
	const data = new Uint8ClampedArray(side * side * 4);
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const light = dark[Math.floor(y / scale) * count + Math.floor(x / scale)] === 1 ? 0 : 255;
			data.set([light, light, light, 255], (y * side + x) * 4);
		}
	}
	const qr = codeIn({ width: side, height: side, data }, "picture");
	if (qr === null) throw new Error("There is no code on that screen.");
	return qr;
}

const width = 1280;
const height = 720;

/** A wall without a code on it, for a camera that must be there from the start. */
export const noCode: Modules = { count: 1, dark: [0] };

/** Uncompressed (YUV4MPEG2), two frames: the code in the middle of a grey room, not quite sharp and not quite straight. */
export async function film(path: string, { count, dark }: Modules): Promise<void> {
	const size = Math.floor(height / count) * count;
	const luma = new Uint8Array(width * height).fill(120);
	const angle = 0.03;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const [dx, dy] = [x - width / 2, y - height / 2];
			const column = Math.floor(((dx * Math.cos(angle) + dy * Math.sin(angle)) / size + 0.5) * count);
			const row = Math.floor(((dy * Math.cos(angle) - dx * Math.sin(angle)) / size + 0.5) * count);
			const inside = column >= 0 && column < count && row >= 0 && row < count;
			if (inside) luma[y * width + x] = dark[row * count + column] === 1 ? 40 : 215;
		}
	}
	const gray = new Uint8Array((width * height) / 2).fill(128);
	const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, gray]);
	await writeFile(
		path,
		Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), frame, frame]),
	);
}

/** A part of a PNG. */
function chunk(name: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}

/** As somebody takes a picture of a screen (PNG, eight bits of grey). */
export async function picture(path: string, { count, dark }: Modules): Promise<void> {
	const side = count * scale;
	const rows = Array.from({ length: side }, (_, y) => {
		const row = Array.from({ length: side }, (__, x) =>
			dark[Math.floor(y / scale) * count + Math.floor(x / scale)] === 1 ? 0 : 255,
		);
		return Buffer.from([0, ...row]);
	});
	const head = Buffer.alloc(13);
	head.writeUInt32BE(side, 0);
	head.writeUInt32BE(side, 4);
	head.writeUInt8(8, 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const data = chunk("IDAT", deflateSync(Buffer.concat(rows)));
	await writeFile(path, Buffer.concat([signature, chunk("IHDR", head), data, chunk("IEND", Buffer.alloc(0))]));
}
