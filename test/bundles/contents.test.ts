/** What is inside the built files, and what must not be. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { browserKinds } from "../e2e/support/driver.ts";
import { contentScript, filesOf, writingScript } from "./builds.ts";

const kB = 1024;

/** Of protocol and vault, each spelled as it stands in a bundle that holds it. */
const ciphers = ["chacha20", "expand 32-byte k", "X25519", "ed25519", "ML-KEM", "argon2", "AES-GCM", "Sotto/1 "];

/** Names of the channels on which plaintext or keys travel. */
const plaintextChannels = ["reader/", "composer/", "safe/", "popup/", "welcome/", "codes/"];

/** One call of the test below: what a file may hold of code made from strings, and why. */
const knownCodeFromStrings: readonly RegExp[] = [
	// zod asks once whether it may; src/messaging/zod.ts switches its code generation off.
	/new Function\(""\)|Function\(""\)/g,
];

describe.each(browserKinds)("the bundles for %s", (kind) => {
	const files = filesOf(kind, "shipped");
	const scripts = [...files].filter(([name]) => name.endsWith(".js"));
	const read = (name: string) => files.get(name)?.toString("utf8") ?? "";
	/** All that runs in web pages. */
	const content = read(contentScript) + read(writingScript);

	it.each([contentScript, writingScript])("hold %s", (name) => {
		expect(read(name).length).toBeGreaterThan(1000);
	});

	// Every frame of a site runs the first; where somebody writes, the second comes to it.
	it.each([
		[contentScript, 30],
		[writingScript, 25],
	])("keep %s within %i kB gzip", (name, most) => {
		expect(gzipSync(read(name), { level: 9 }).length).toBeLessThanOrEqual(most * kB);
	});

	it("have what only writing needs in the file that comes for it", () => {
		for (const text of ["requestSubmit", "historyUndo", "alertdialog", "content/request-composer"]) {
			expect([text, read(contentScript).includes(text), read(writingScript).includes(text)]).toEqual([
				text,
				false,
				true,
			]);
		}
	});

	it.each(ciphers)("keep %s out of the content script", (word) => {
		expect(content.includes(word)).toBe(false);
	});

	it("keep zod out of the content script", () => {
		expect(content).not.toMatch(/ZodError|invalid_type|unrecognized_keys/);
	});

	it.each(plaintextChannels)("keep the channels %s out of the content script", (prefix) => {
		expect(content.match(new RegExp(`["'\`]${prefix}[a-z]`))).toBeNull();
	});

	it("get the API through the polyfill in the background and the pages, and natively in the content script", () => {
		const polyfill = "__mozWebExtensionPolyfillReject__";
		expect(content.includes(polyfill)).toBe(false);
		const holders = scripts.filter(([, body]) => body.includes(polyfill)).map(([name]) => name);
		expect(holders).toHaveLength(1);
		const file = holders[0]?.split("/").at(-1) ?? "";
		expect(files.get("background.js")?.includes(file)).toBe(true);
		for (const page of ["reader", "composer", "popup", "welcome", "safe", "codes"]) {
			expect(files.get(`${page}.html`)?.includes(file), page).toBe(true);
		}
	});

	it("make no code from strings", () => {
		for (const [name, body] of scripts) {
			const text = knownCodeFromStrings.reduce((left, known) => left.replace(known, ""), body.toString("utf8"));
			expect(text.match(/\beval\(|\bnew Function\b|[^.\w]Function\(|import\(\s*["'`]https?:/), name).toBeNull();
		}
	});

	it("load nothing from another host", () => {
		for (const [name, body] of files) {
			if (!name.endsWith(".html") && !name.endsWith(".css")) continue;
			expect(body.toString("utf8").match(/(?:src|href)=["']?https?:|url\(["']?https?:|@import/), name).toBeNull();
		}
	});

	it("carry no source map and nothing of the tests", () => {
		expect([...files.keys()].filter((name) => name.endsWith(".map"))).toEqual([]);
		for (const [name, body] of scripts) {
			expect(/sourceMappingURL=|SOTTO_TEST_BUILD|127\.0\.0\.1/.test(body.toString("utf8")), name).toBe(false);
		}
	});
});
