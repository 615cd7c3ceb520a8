import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Page } from "puppeteer";
import { within } from "./time.ts";

/** Chromium sometimes never answers a screenshot after a popup was closed; a second try does. */
export async function screenshot(page: Page, path: string): Promise<boolean> {
	await mkdir(dirname(path), { recursive: true });
	for (let attempt = 0; attempt < 3; attempt++) {
		const image = await within(5000, page.screenshot({ type: "png" }), null);
		if (image) {
			await writeFile(path, image);
			return true;
		}
	}
	return false;
}
