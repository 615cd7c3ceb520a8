/**
 * The lock by the compose box. Its shadow root is closed to us as it is to the page; but a host of ours is a bare `<div>` with
 * one attribute, so the mouse can be put on it.
 */
import type { Page } from "puppeteer";
import { noteClick } from "./effort.ts";
import type { Surface } from "./surface.ts";

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Hosts of ours in one document, in px of its viewport. */
export async function ourHosts(page: Surface): Promise<Box[]> {
	return await page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>("div[style]")]
			.filter((one) => one.attributes.length === 1 && one.childNodes.length === 0)
			.filter((one) => one.style.getPropertyPriority("all") === "important")
			.map((one) => one.getBoundingClientRect())
			.map(({ x, y, width, height }) => ({ x, y, width, height })),
	);
}

/** No wider or higher than this: the lock; larger: a frame. CSS px. */
const lockSize = 64;

export async function lockBoxes(page: Surface): Promise<Box[]> {
	const hosts = await ourHosts(page);
	return hosts.filter(({ width, height }) => width > 0 && height > 0 && width <= lockSize && height <= lockSize);
}

export async function clickLock(page: Page): Promise<boolean> {
	const [box] = await lockBoxes(page);
	if (!box) return false;
	noteClick("the page");
	await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
	return true;
}
