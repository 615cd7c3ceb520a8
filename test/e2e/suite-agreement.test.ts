/** The native path of suite 1 in real browsers: same bytes as JavaScript for the same randomness, same refusals. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../setup/browsers.mjs";

let server: Server;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "sotto-suite-"));
	await build({
		configFile: false,
		logLevel: "error",
		build: {
			outDir: folder,
			emptyOutDir: true,
			lib: { entry: join(import.meta.dirname, "pages/suite-agreement.ts"), formats: ["es"], fileName: "page" },
		},
	});
	const script = await readFile(join(folder, "page.js"));
	server = createServer((request, response) => {
		const wantsScript = request.url === "/page.js";
		response.setHeader("content-type", wantsScript ? "text/javascript" : "text/html");
		response.end(
			wantsScript ? script : "<!doctype html><meta charset=utf-8><script type=module src=/page.js></script>",
		);
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterAll(async () => {
	server.close();
	await rm(folder, { recursive: true, force: true });
});

describe.each(["chromium", "firefox"] as const)("suite 1 in %s", (kind) => {
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		const executablePath: string = findBrowser(kind);
		browser = await puppeteer.launch({
			browser: kind === "chromium" ? "chrome" : "firefox",
			executablePath,
			args: kind === "chromium" ? ["--no-sandbox"] : [],
		});
		page = await browser.newPage();
		await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
		await page.waitForFunction("typeof agreement === 'function'");
	});
	afterAll(() => browser?.close());

	it("gives the same bytes as JavaScript, and each opens what the other sealed", async () => {
		expect(await page.evaluate("agreement()")).toEqual({
			sameConversation: 4,
			sameCard: true,
			sameEnvelope: true,
			texts: [200, 200, 200, 200],
		});
	});

	it("refuses the same keys and signatures", async () => {
		expect(await page.evaluate("refusals()")).toEqual({
			"x25519 zero": ["malformed", "malformed", "malformed"],
			"x25519 one": ["malformed", "malformed", "malformed"],
			"x25519 not canonical": ["malformed", "malformed", "malformed"],
			"ed25519 small order": ["false", "false", "false"],
			"kem coefficient": ["malformed", "malformed", "malformed"],
		});
	});

	it.runIf(process.env["SOTTO_TIMING"])("prints what a slot costs", async () => {
		console.log(kind, await page.evaluate("support()"), await page.evaluate("timing()"));
	});
});
