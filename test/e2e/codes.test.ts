/** Two people side by side: a code on one screen, scanned by the other. Firefox has no camera that a test could point at it: a picture there. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElementHandle, Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64url } from "../../src/background/bytes.ts";
import {
	armorKind,
	createContactCode,
	createSuite1,
	decodeLinkOrFile,
	encodeLink,
	encodeQr,
} from "../../src/protocol/index.ts";
import { DemoChat } from "../demo/server.ts";
import { violations } from "./support/axe.ts";
import { codeOn, copied } from "./support/code-film.ts";
import { Camera, codesTab, contactsOf, linkFrom, paste } from "./support/codes.ts";
import { browserKinds, type Driver } from "./support/driver.ts";
import { Partner } from "./support/partner.ts";
import { Person } from "./support/person.ts";
import { screenshot } from "./support/screenshot.ts";
import { askFrom } from "./support/set-up.ts";
import { click, shown, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { callTitle, scanFromScreen } from "./support/video-call.ts";
import { word } from "./support/words.ts";

const room = "garden";
const suite = createSuite1({});
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** A link of somebody who has no browser here. */
function linkOf(endsAt: number): string {
	const who = { fingerprint: random(32), reader: null, card: null, endsAt };
	return encodeLink({ kind: armorKind.code, bytes: createContactCode(suite, who, random).code });
}

describe.each(browserKinds)("contact codes in %s", (kind) => {
	let folder: string;
	let chat: DemoChat;
	let camera: Camera;
	let ann: Person;
	let ben: Person;
	/** What stood in the code that Ben has scanned. */
	let usedOnce = "";
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "sotto-codes-"));
		camera = await Camera.in(kind, folder);
		chat = await DemoChat.start();
		[ann, ben] = await Promise.all([
			Person.ready(kind, "Ann", chat.url(room, "ann")),
			Person.ready(kind, "Ben", chat.url(room, "ben"), camera.choices),
		]);
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), ben?.close(), chat?.close()]);
		await rm(folder, { recursive: true, force: true });
	});

	const called = async (person: Person, name: string) => (await contactsOf(person)).filter((one) => one.name === name);
	async function popupOf(person: Person, channel: string, ask: unknown): Promise<void> {
		const page = await person.driver.openExtensionPage("popup.html");
		await askFrom(page, channel, ask);
		await page.close();
	}

	/** Ben looks, and says how it came where he is asked. */
	async function scan(from: Page, by: Page, ofSomebodyNew = false): Promise<void> {
		await camera.scan(from, by);
		if (kind === "firefox") await click(by, "codeSure");
		else if (ofSomebodyNew) await click(by, "codeIsHere");
	}

	it("show a code that works at 320 px, in light and dark, and that axe finds nothing wrong with", async () => {
		const page = await codesTab(ann);
		await codeOn(page);
		for (const scheme of ["light", "dark"]) {
			if (kind === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
			await sleep(300);
			expect(await violations(page), scheme).toEqual([]);
			await screenshot(page, `screenshots/codes-${kind}-${scheme}.png`);
		}
		await page.setViewport({ width: 320, height: 900 });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
		await screenshot(page, `screenshots/codes-${kind}-320.png`);
		await page.close();
	});

	it("make two strangers sure of each other: one scan, and one message carried by hand", async () => {
		const theirs = await codesTab(ann);
		const mine = await codesTab(ben);
		await scan(theirs, mine, true);
		await waitToSay(mine, "codeVerifiedNext");
		// No camera stays on.
		expect(await mine.$eval("video", (video) => [video.hidden, video.srcObject])).toEqual([true, null]);
		expect(await contactsOf(ben)).toMatchObject([{ name: "Ann", trust: "verified", writable: true }]);
		await mine.bringToFront();
		await screenshot(mine, `screenshots/codes-${kind}-verified.png`);
		await click(mine, "codeAnswer");
		const answer = await until("the answer", () =>
			mine.evaluate(() => document.querySelector<HTMLTextAreaElement>(".notice textarea")?.value),
		);
		expect(await ann.readByHand(answer)).toContain(word("carriesScan"));
		expect(await contactsOf(ann)).toMatchObject([{ name: "Ben", trust: "verified", writable: true }]);
		// The same person once more is no second one.
		expect(await ann.readByHand(answer)).toContain(word("carriesScan"));
		expect(await contactsOf(ann)).toMatchObject([{ name: "Ben", trust: "verified", writable: true }]);
		usedOnce = copied(await codeOn(theirs));
		for (const page of [theirs, mine]) await page.close();
	});

	it("are good for one: who copied it from over the shoulder is no contact, and whom it verified is in doubt", async () => {
		const mallory = await Partner.create("Mallory");
		expect(await ann.readByHand(await mallory.takesCode(usedOnce))).toContain(word("carriesScan"));
		expect(await contactsOf(ann)).toMatchObject([{ name: "Ben", trust: "changed", writable: false }]);
		await ann.withPopup(async (popup) => {
			await click(popup, "contacts");
			await until("somebody in the list", () => popup.$("main ul button"));
			await popup.click("main ul button");
			await waitToSay(popup, "changeDiffered");
			expect(await violations(popup)).toEqual([]);
		});
		// Nor does the same code make good what it has spoilt, whoever of the two comes again.
		const again = await Partner.create("Eve");
		await ann.readByHand(await again.takesCode(usedOnce));
		const [known] = await contactsOf(ann);
		expect(known).toMatchObject({ name: "Ben", trust: "changed", writable: false });
		await popupOf(ann, "popup/answer-trust", { contact: known?.id, answer: "downgrade" });
	});

	it("that are links are good for one as well, and for the same one as often as it is opened", async () => {
		const page = await codesTab(ann);
		const link = await linkFrom(page);
		await page.close();
		const carl = await Partner.create("Carl");
		const qr = toBase64url(encodeQr(decodeLinkOrFile(link)));
		for (const time of ["once", "again"]) {
			await ann.readByHand(await carl.takesCode(qr));
			expect(await called(ann, "Carl"), time).toMatchObject([{ trust: "verified", writable: true }]);
		}
		const mallory = await Partner.create("Mallory");
		await ann.readByHand(await mallory.takesCode(qr));
		expect(await called(ann, "Carl")).toMatchObject([{ trust: "changed", writable: false }]);
		expect(await called(ann, "Mallory")).toEqual([]);
		await popupOf(ann, "popup/remove-contact", { contact: (await called(ann, "Carl"))[0]?.id });
	});

	it("make two who write to each other sure: the answer goes along with the next message", async () => {
		await ann.invite();
		await ben.acceptCard();
		await ben.say("Hello from Ben");
		await ann.meet("Hello from Ben");
		for (const person of [ann, ben]) {
			const [known] = await contactsOf(person);
			// Back to before, as after a comparison that differed.
			for (const answer of ["differs", "downgrade"]) {
				await popupOf(person, "popup/answer-trust", { contact: known?.id, answer });
			}
		}
		const [[annsBen], [bensAnn]] = await Promise.all([contactsOf(ann), contactsOf(ben)]);
		expect([annsBen?.trust, bensAnn?.trust]).not.toContain("verified");
		const theirs = await codesTab(ann, annsBen?.id);
		const mine = await codesTab(ben, bensAnn?.id);
		await scan(theirs, mine);
		await waitToSay(mine, "codeVerifiedNext");
		for (const page of [theirs, mine]) await page.close();
		await ben.chat.bringToFront();
		await ben.say("You are beside me");
		await ann.chat.bringToFront();
		await ann.toEnd();
		await ann.waitToRead("You are beside me");
		await ann.waitToRead(word("carriesScan"));
		expect(await contactsOf(ann)).toMatchObject([{ trust: "verified" }]);
		expect(await contactsOf(ben)).toMatchObject([{ trust: "verified" }]);
	});

	it("say what is wrong with a picture, a text, a link that has ended and one of our own", async () => {
		const page = await codesTab(ben);
		await paste(page, "Hello");
		await waitToSay(page, "codeNotOurs");
		await paste(page, linkOf(Date.now() - 1000));
		await waitToSay(page, "codeEnded");
		await paste(page, await linkFrom(page));
		await waitToSay(page, "codeMine");
		const picture = join(folder, "blank.png");
		const head = await until("the head", () => page.$("header"));
		await head.screenshot({ path: picture as `${string}.png` });
		await ((await page.$("#code-file")) as ElementHandle<HTMLInputElement>).uploadFile(picture);
		await waitToSay(page, "codeNone");
		await page.close();
	});

	it("ask how it came when a link opens the tab, and leave nothing of it in the address", async () => {
		const before = await contactsOf(ben);
		const link = linkOf(Date.now() + 60_000);
		const page = await ben.driver.openExtensionPage(`codes.html#${encodeURIComponent(link)}`);
		await page.bringToFront();
		await click(page, "codeReadLink");
		await waitToSay(page, "codeAskMeans");
		expect(await page.evaluate(() => location.hash)).toBe("");
		expect(await contactsOf(ben)).toEqual(before);
		await page.close();
	});

	it.runIf(kind === "firefox")("are opened by a link where the browser lets an extension have one", async () => {
		const firefox = ben.driver as Driver & { privileged(source: string): Promise<unknown> };
		const template = await firefox.privileged(`
			const service = Cc["@mozilla.org/uriloader/external-protocol-service;1"].getService(Ci.nsIExternalProtocolService);
			const info = service.getProtocolHandlerInfo("web+sotto");
			const ours = info.possibleApplicationHandlers.queryElementAt(0, Ci.nsIWebHandlerApp);
			const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
			gBrowser.selectedTab = gBrowser.addTab("about:blank", { triggeringPrincipal });
			// As the browser does after its question, which no driver can answer.
			ours.launchWithURI(Services.io.newURI(${JSON.stringify(linkOf(Date.now() + 60_000))}), gBrowser.selectedBrowser.browsingContext);
			return ours.uriTemplate;
		`);
		expect(template).toBe(`${ben.driver.base}/codes.html#%s`);
		const page = await ben.pageAt("/codes.html");
		await click(page, "codeReadLink");
		await waitToSay(page, "codeAskMeans");
		await page.close();
	});

	it("lock when the code of a contact is of another key, and delete nothing", async () => {
		const [known] = await contactsOf(ben);
		const page = await codesTab(ben, known?.id);
		await paste(page, `Here it is: ${linkOf(Date.now() + 60_000)}`);
		await click(page, "codeWasTheirs");
		await until("the words", async () => (await shown(page)).includes(word("codeDiffersMeans")));
		await screenshot(page, `screenshots/codes-${kind}-differs.png`);
		expect(await violations(page)).toEqual([]);
		expect(await contactsOf(ben)).toMatchObject([{ trust: "changed", writable: false }]);
		await page.close();
		await ben.chat.bringToFront();
		await ben.waitToRead("You are beside me");
	});
});

// Firefox has a screen only where there is a display: apps/shared-screen.test.ts.
it("a contact code in a tab that is shared is found there, in chromium", async () => {
	await scanFromScreen("chromium", { sharesTab: callTitle });
});
