/**
 * From a request to a dead worker until the text of a new message is back, with the real extension in Chromium. Next to it the same
 * with the worker alive, and an extension that does nothing but answer: what its start takes is the browser's share.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { launchChromium } from "../e2e/support/chromium.ts";
import type { Driver } from "../e2e/support/driver.ts";
import { Scene } from "../e2e/support/scene.ts";
import { sleep } from "../e2e/support/time.ts";
import { median } from "./pages/timing.ts";

const rounds = 9;
/** After a worker's death, and before the next request, so that neither is part of what is measured. */
const pause = 400;

export interface ColdStart {
	/** Milliseconds, medians. */
	readonly cold: number;
	readonly warm: number;
	/** An empty worker, cold. */
	readonly bare: number;
}

declare const chrome: { readonly runtime: { sendMessage(message: unknown): Promise<unknown> } };

export async function measureColdStart(): Promise<ColdStart> {
	const scene = await Scene.open("chromium");
	const bare = await bareExtension();
	try {
		await scene.acquaint();
		const { ann, ben } = scene;
		// Nobody but the page below reads the messages.
		await ann.chat.goto("about:blank");
		const [page, barePage] = [
			await ann.driver.openExtensionPage("popup.html"),
			await bare.driver.openExtensionPage("p.html"),
		];
		const times = { cold: [] as number[], warm: [] as number[], bare: [] as number[] };
		for (let round = 0; round < rounds; round += 1) {
			await ben.say(`cold ${round}`);
			times.cold.push(await firstPlaintext(ann.driver, page, scene.seen.at(-1) ?? "", `cold ${round}`, true));
			await ben.say(`warm ${round}`);
			times.warm.push(await firstPlaintext(ann.driver, page, scene.seen.at(-1) ?? "", `warm ${round}`, false));
			await bare.driver.killWorker();
			await sleep(pause);
			times.bare.push((await timed(barePage, "anything")).time);
		}
		return { cold: median(times.cold), warm: median(times.warm), bare: median(times.bare) };
	} finally {
		await bare.close();
		await scene.close();
	}
}

async function firstPlaintext(driver: Driver, page: Page, armor: string, text: string, kill: boolean) {
	if (kill) await driver.killWorker();
	await sleep(pause);
	const id =
		"0".repeat(24) +
		Math.floor(Math.random() * 0xffff_ffff)
			.toString(16)
			.padStart(8, "0");
	const { time, answer } = await timed(page, { channel: "popup/read-by-hand", ask: { text: armor }, id });
	if (!answer.includes(text)) throw new Error(`the text did not come back: ${answer}`);
	return time;
}

/** Measured in the page, so puppeteer's own way there and back is not in it. */
async function timed(page: Page, message: unknown): Promise<{ time: number; answer: string }> {
	return page.evaluate(async (asked) => {
		const start = performance.now();
		const answer = await chrome.runtime.sendMessage(asked);
		return { time: performance.now() - start, answer: JSON.stringify(answer) };
	}, message);
}

async function bareExtension(): Promise<{ readonly driver: Driver; close(): Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), "sotto-bare-"));
	const manifest = { manifest_version: 3, name: "bare", version: "1", background: { service_worker: "w.js" } };
	await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
	await writeFile(join(folder, "w.js"), "chrome.runtime.onMessage.addListener((_, __, answer) => answer(1));");
	await writeFile(join(folder, "p.html"), "<!doctype html><title>bare</title>");
	const driver = await launchChromium({ extension: folder });
	return {
		driver,
		async close() {
			await driver.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
