/**
 * A profile of Firefox that was started once, for all browsers of a run to begin with a copy of: it holds Firefox's own code in the form
 * in which it is run, without which each start takes half as long again. Sotto was never in it.
 */
import puppeteer from "puppeteer";
import { findBrowser } from "../../setup/browsers.mjs";
import { freshProfile, quitBrowser, removeProfile, wornProfile } from "./driver.ts";

/** Before the first test of a run; gives what to do after the last one. */
export default async function setup(): Promise<() => Promise<void>> {
	const executablePath = findBrowser("firefox");
	// Each test that needs one says so.
	if (executablePath === null) return async () => undefined;
	const profile = await freshProfile();
	await quitBrowser(await puppeteer.launch({ browser: "firefox", executablePath, userDataDir: profile }));
	process.env[wornProfile] = profile;
	return async () => await removeProfile(profile);
}
