/**
 * The set-up of a person in a moment: pages of the extension ask what the welcome page and the popup ask for, without anything typed
 * or pressed. By hand, with all that people see of it: Person.byHand.
 */
import { base64urlnopad } from "@scure/base";
import type { Page } from "puppeteer";
import { currentProfile, passphraseKey, saltLength } from "../../../src/ui/passphrase-kdf.ts";
import type { Driver } from "./driver.ts";
import { until, within } from "./time.ts";

interface Api {
	readonly runtime: { sendMessage(message: unknown): Promise<Answer | undefined> };
}
type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: string };
declare const chrome: Api;
declare const browser: Api | undefined;

/** What the background answers to this page. */
export async function askFrom(page: Page, channel: string, ask: unknown): Promise<unknown> {
	const answer = await page.evaluate(
		async (request) => (typeof browser === "undefined" ? chrome : browser).runtime.sendMessage(request),
		{ channel, ask },
	);
	if (!answer?.ok) throw new Error(`${channel}: ${answer?.code ?? "no answer"}`);
	return answer.value;
}

/** Deriving one takes as long as everything else here; who has the same passphrase may have the same salt in a test. */
const derived = new Map<string, Promise<{ readonly salt: string; readonly passphraseKey: string }>>();

function keyOf(passphrase: string) {
	const salt = new Uint8Array(saltLength).fill(7);
	const known =
		derived.get(passphrase) ??
		passphraseKey(passphrase, salt, currentProfile).then((key) => ({
			salt: base64urlnopad.encode(salt),
			passphraseKey: base64urlnopad.encode(key),
		}));
	derived.set(passphrase, known);
	return known;
}

/** The page that opens at installation; the popup and the welcome page are each believed for their own questions only. */
async function welcomePage(driver: Driver): Promise<Page> {
	return await until(
		"the welcome page",
		async () => {
			for (const page of await driver.browser.pages()) {
				const ready = page.evaluate(() => location.pathname === "/welcome.html" && document.readyState === "complete");
				if (await within(1000, ready, false)) return page;
			}
			return null;
		},
		// Longer than anything else takes: several browsers may be starting at once.
		45_000,
	);
}

/** A vault with an account, open, and a site that is on from its next load. */
export async function setUpBy(driver: Driver, name: string, passphrase: string, url: string): Promise<void> {
	const [key, welcome] = await Promise.all([keyOf(passphrase), welcomePage(driver)]);
	const mark = { picture: 3, word: "fern" };
	await askFrom(welcome, "welcome/create", { name, mark, profile: currentProfile, ...key });
	const popup = await driver.openExtensionPage("popup.html");
	await askFrom(popup, "popup/site-on", { origin: new URL(url).origin });
	await Promise.all([welcome.close(), popup.close()]);
}
