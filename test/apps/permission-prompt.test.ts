/** The browser's real prompt, with the build that is shipped: nothing runs on a site before the user has said yes there. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DemoChat } from "../demo/server.ts";
import { builtExtension } from "../e2e/support/driver.ts";
import { lockBoxes, ourHosts } from "../e2e/support/lock-button.ts";
import { Person } from "../e2e/support/person.ts";
import { sleep, until } from "../e2e/support/time.ts";
import { VirtualDisplay } from "./virtual-display.ts";

/** The prompt takes no key in its first moments, against clicks meant for something else. */
const promptSettlesMs = 1500;

describe("turning a site on in Chromium, with the shipped build", () => {
	let chat: DemoChat;
	let display: VirtualDisplay;
	let ann: Person;

	beforeEach(async () => {
		chat = await DemoChat.start();
		display = await VirtualDisplay.start();
		const extension = builtExtension("chromium", "shipped");
		ann = await Person.create("chromium", "Ann", { headful: true, display: display.name, extension });
		await ann.setUp("velvet tractor seven lagoon whistle ninety");
		await ann.openChat(chat.url("garden", "ann"));
	});
	afterEach(async () => {
		await ann?.close();
		await Promise.allSettled([display?.close(), chat?.close()]);
	});

	it("asks, and runs there once the user has allowed it", async () => {
		await ann.pressSiteSwitch();
		await sleep(promptSettlesMs);
		expect(await ourHosts(ann.chat)).toEqual([]);
		await display.press("Tab", "Return");
		await until("the site to be on", () => ann.siteIsOn());
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		await until("the lock", async () => (await lockBoxes(ann.chat)).length === 1);
	});

	it("asks, and runs nothing there once the user has refused", async () => {
		await ann.pressSiteSwitch();
		await sleep(promptSettlesMs);
		await display.press("Return");
		await sleep(1000);
		expect(await ann.siteIsOn()).toBe(false);
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		await sleep(1500);
		expect(await ourHosts(ann.chat)).toEqual([]);
	});
});
