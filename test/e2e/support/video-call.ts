/** A code that is seen on one's own screen: the other one holds it into a video call. */
import { expect } from "vitest";
import { modulesOf } from "../../../src/ui/codes/qr-code.ts";
import { codesTab, contactsOf } from "./codes.ts";
import type { BrowserKind, LaunchChoices } from "./driver.ts";
import { Partner } from "./partner.ts";
import { Person } from "./person.ts";
import { click, waitToSay } from "./surface.ts";
import { until } from "./time.ts";
import { WebSite } from "./web-site.ts";

/** Of the tab with the call: what is shared, where the browser shares one tab. */
export const callTitle = "Video call";

function callWith(qr: string): string {
	const rows = modulesOf(qr);
	const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
	const side = rows.length;
	// Below the bar with which Firefox says over the page that the screen is shared.
	return `<!doctype html><title>${callTitle}</title><body style="margin:60px 0 0;background:#777">
		<svg viewBox="0 0 ${side} ${side}" style="height:600px;background:#fff"><path d="${path}"/></svg>`;
}

/** Ben looks for Ann's code on his screen, goes to the call, and is sure of her; then nothing is shared any more. */
export async function scanFromScreen(kind: BrowserKind, choices: LaunchChoices): Promise<void> {
	const ann = await Partner.create("Ann");
	const site = await WebSite.open({ "/call": callWith((await ann.code()).qr) });
	let ben: Person | null = null;
	try {
		ben = await Person.ready(kind, "Ben", `${site.origin}/call`, choices);
		const page = await codesTab(ben);
		await click(page, "codeScreen");
		await until("the picture of the screen", () =>
			page.$eval("video", (video) => !video.hidden && video.videoWidth > 0),
		);
		expect(await contactsOf(ben)).toEqual([]);
		await ben.chat.bringToFront();
		await until("the code to be found", () => page.$eval("video", (video) => video.hidden && video.srcObject === null));
		await page.bringToFront();
		await click(page, "codeSure");
		await waitToSay(page, "codeVerifiedNext");
		expect(await contactsOf(ben)).toMatchObject([{ name: "Ann", trust: "verified" }]);
	} finally {
		await ben?.close();
		await site.close();
	}
}
