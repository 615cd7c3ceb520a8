/** What a camera sees that looks at a code on a screen: read from the picture in a page of ours, written as a film. */
import { writeFile } from "node:fs/promises";
import type { Page } from "puppeteer";
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
