/**
 * The renderers of web chats in a real page, and what pages do to a message that is there already: it is shown whole where it stands,
 * or it is said that it is cut or damaged. The same with random messages: test/content/mangling.test.ts.
 */
import { fileURLToPath } from "node:url";
import { build, type Rollup } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maxAlive } from "../../src/content/readers/reader-pool.ts";
import { renderers } from "../content/renderers.ts";
import { Person as InMemory } from "../support/person.ts";
import { type Shown, secret, shownAs } from "./pages/shown.ts";
import { cardOf } from "./support/by-hand.ts";
import { browserKinds } from "./support/driver.ts";
import { Person } from "./support/person.ts";
import { click, has } from "./support/surface.ts";
import { until } from "./support/time.ts";
import { WebSite } from "./support/web-site.ts";
import { word } from "./support/words.ts";

const whole = [
	"folded by style",
	"in capitals by style",
	"wrapped hard",
	"wrapped and quoted",
	"with zero-width spaces",
	"with places to break",
	"hyphenated in sight",
	"a stretch of it marked",
	"in parts, others in between",
	"typed out letter by letter",
	"drawn anew every second",
];
const folded = "folded behind a button";
const told = {
	"cut at 300": word("errorTruncated"),
	"one part missing": `${word("readerMissingPart")} 2`,
	"a letter lost": word("errorDamaged"),
	"a letter changed": word("errorDamaged"),
};
const unknown = "in small letters";
const others = [...whole, folded, ...Object.keys(told), unknown];

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Chat</title><style>
	body { margin: 8px; font: 14px/1.4 sans-serif; }
	#messages { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; }
	article { min-width: 0; overflow-wrap: anywhere; border: 1px solid #ccc; padding: 4px; }
	.clamped { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
	.capitals { text-transform: uppercase; }
</style></head><body><div id="messages" role="log"></div><script type="module" src="/client.js"></script></body></html>`;

async function client(): Promise<string> {
	const result = await build({
		configFile: false,
		logLevel: "error",
		publicDir: false,
		build: {
			write: false,
			target: "es2022",
			modulePreload: false,
			rollupOptions: { input: fileURLToPath(new URL("pages/renderers.ts", import.meta.url)) },
		},
	});
	const chunks = (result as Rollup.RollupOutput).output.filter((output) => output.type === "chunk");
	return chunks.map(({ code }) => code).join("\n");
}

const script = client();

describe.each(browserKinds)("renderers in %s", (kind) => {
	let site: WebSite;
	let ann: Person;
	const pages: Record<string, string> = { "/": page };
	const messages = new Map<string, Shown>();
	const ways = [...Object.keys(renderers), ...others];

	/** The place stays the same one: what is shown there changes. */
	async function show(some: readonly string[]): Promise<void> {
		pages["/messages"] = JSON.stringify(some.map((way) => messages.get(way)));
		await ann.openChat(site.origin);
	}

	beforeAll(async () => {
		pages["/client.js"] = await script;
		site = await WebSite.open(pages);
		ann = await Person.ready(kind, "Ann", site.origin);
		await ann.chat.setViewport({ width: 1400, height: 1500 });
		const ben = new InMemory("Ben");
		ben.now = Date.now();
		await ben.setUp();
		await (await ben.read(await cardOf(ann))).accept();
		for (const [index, way] of ways.entries()) {
			const [armor = ""] = await ben.say(secret(way));
			messages.set(way, shownAs(way, armor, index % 2 === 1));
		}
		const [first = ""] = ways;
		await show([first]);
		await ann.meet(secret(first));
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), site?.close()]);
	});

	/** Those of `ways` whose message nobody shows whole. */
	async function missing(ways: readonly string[]): Promise<string[]> {
		const texts = await ann.readerTexts();
		return ways.filter((way) => !texts.some((text) => text.includes(secret(way))));
	}

	async function allShown(ways: readonly string[]): Promise<void> {
		let left = ways;
		await until("all messages", async () => {
			left = await missing(ways);
			return left.length === 0;
		}).catch(() => undefined);
		expect(left).toEqual([]);
	}

	// No page has more readers alive than `maxAlive`.
	const all = Object.keys(renderers);
	const half = Math.ceil(all.length / 2);
	it.each([all.slice(0, half), all.slice(half)])("leave every message whole, from %s on", async (...some) => {
		expect(some.length).toBeLessThan(maxAlive);
		await show(some);
		await allShown(some);
		expect(await ann.chat.evaluate(() => document.body.innerText)).not.toContain("SOTTO");
	});

	it("leave it whole or it is said what is wrong, whatever the page does besides", async () => {
		await show(others);
		await allShown(whole);
		// What is folded looks cut for now.
		const wanted = [...Object.values(told), word("errorTruncated")].sort();
		const kinds = [...new Set(wanted)];
		let said: string[] = [];
		await until("all that is said", async () => {
			// What proves nobody's words says nothing by itself; a row that is drawn anew meanwhile asks again.
			for (const reader of await ann.readers()) {
				if (await has(reader, "readerShow")) await click(reader, "readerShow", 2000).catch(() => undefined);
			}
			const texts = await ann.readerTexts();
			said = texts.flatMap((text) => kinds.filter((what) => text.includes(what))).sort();
			return said.length === wanted.length;
		}).catch(() => undefined);
		expect(said).toEqual(wanted);
		expect(await missing(others)).toEqual([folded, ...Object.keys(told), unknown]);
		const page = await ann.chat.evaluate(() => document.body.innerText);
		expect(page).toContain("sottoxvq");
		expect(page).not.toContain("SOTTO");
	});

	it("a folded message is whole once it is unfolded", async () => {
		await ann.chat.click("button");
		await allShown([...whole, folded]);
	});
});
