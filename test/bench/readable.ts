/** From the load of a page to 20 readable messages on it, with the real extension in Chromium. */
import { textOf } from "../e2e/support/frames.ts";
import { room, Scene } from "../e2e/support/scene.ts";
import { until } from "../e2e/support/time.ts";

const total = 20;
/** 20 messages must be on the screen at once to be readable at once. */
const tall = { width: 1000, height: 2400 };

export interface Readable {
	/** Milliseconds, median of the rounds. */
	readonly time: number;
	/** The same page and messages until its own list is drawn, without Sotto's work in it. */
	readonly pageAlone: number;
	readonly framesNear: number;
	/** Reader frames alive with 200 messages in the list. */
	readonly framesOfMany: number;
}

export async function measureReadable(): Promise<Readable> {
	const scene = await Scene.open("chromium");
	try {
		await scene.acquaint();
		for (let count = 2; count < total; count += 1) await scene.ben.say(`Message number ${count}`);
		const page = scene.ann.chat;
		await page.setViewport(tall);
		const times: number[] = [];
		const alone: number[] = [];
		for (let round = 0; round < 5; round += 1) {
			const start = performance.now();
			await page.reload({ waitUntil: "domcontentloaded" });
			await until("the list", () => page.$$eval(".message", (all, wanted) => all.length >= wanted, total));
			alone.push(performance.now() - start);
			await until("readable messages", async () => (await readable(scene)) >= total - 2);
			times.push(performance.now() - start);
		}
		const framesNear = (await scene.ann.readers()).length;
		const blob = scene.seen.at(-1) ?? "";
		for (let count = 0; count < 180; count += 1) scene.chat.record(room, "ben", blob);
		await page.reload({ waitUntil: "domcontentloaded" });
		await until("readable messages", async () => (await readable(scene)) >= 3);
		const framesOfMany = (await scene.ann.readers()).length;
		return { time: middle(times), pageAlone: middle(alone), framesNear, framesOfMany };
	} finally {
		await scene.close();
	}
}

async function readable(scene: Scene): Promise<number> {
	const texts = await Promise.all((await scene.ann.readers()).map(textOf));
	return texts.filter((text) => /Message number \d|Hello from Ben/.test(text)).length;
}

const middle = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
