/** A code from a shared screen. Firefox without a display has no screen to share, so this one has; Chromium: e2e/codes.test.ts. */
import { afterAll, beforeAll, describe, it } from "vitest";
import { scanFromScreen } from "../e2e/support/video-call.ts";
import { VirtualDisplay } from "./virtual-display.ts";

describe("a contact code in Firefox", () => {
	let display: VirtualDisplay;
	beforeAll(async () => {
		display = await VirtualDisplay.start();
	});
	afterAll(() => display?.close());

	it("is found on the screen that is shared", async () => {
		await scanFromScreen("firefox", { headful: true, display: display.name, sharesScreen: true });
	});
});
