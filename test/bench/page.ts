/** Bundles one script and runs it in a page of Chromium on loopback (a secure context, so WebCrypto is there). */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer";
import { build } from "vite";
import { offerProfiler } from "./profile.ts";

async function bundle(name: string, readable: boolean): Promise<string> {
	const result = await build({
		configFile: false,
		logLevel: "error",
		publicDir: false,
		build: {
			write: false,
			target: "es2022",
			minify: !readable,
			lib: { entry: fileURLToPath(new URL(`pages/${name}.ts`, import.meta.url)), formats: ["es"] },
		},
	});
	const first = (Array.isArray(result) ? result : [result]).flatMap((one) => ("output" in one ? one.output : []));
	const code = first.find((output) => output.type === "chunk");
	if (code?.type !== "chunk") throw new Error(`No script came out of ${name}`);
	return code.code;
}

export interface PageOptions {
	/** The page's query string: what is asked of the script. */
	readonly query?: string;
	/** Prints where our side spends its time. The script keeps its names, and the figures count for nothing. */
	readonly profile?: boolean;
}

/** @returns what the script left in `globalThis.benchResult`. */
export async function runInPage<T>(name: string, { query = "", profile = false }: PageOptions = {}): Promise<T> {
	const script = await bundle(name, profile);
	const server = createServer((request, response) => {
		const isScript = request.url === "/script.js";
		response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
		response.end(
			isScript ? script : '<!doctype html><title>bench</title><body><script type="module" src="/script.js"></script>',
		);
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const executablePath = process.env["SOTTO_CHROMIUM"] ?? "/usr/bin/chromium";
	const browser = await puppeteer.launch({
		executablePath,
		headless: true,
		pipe: true,
		protocolTimeout: 600_000,
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});
	try {
		const page = await browser.newPage();
		if (profile) await offerProfiler(page);
		const failure = new Promise<never>((_, reject) => page.once("pageerror", (error) => reject(error)));
		await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/?${query}`);
		await Promise.race([
			page.waitForFunction("globalThis.benchResult !== undefined", { timeout: 600_000, polling: 500 }),
			failure,
		]);
		return (await page.evaluate("globalThis.benchResult")) as T;
	} finally {
		await browser.close();
		server.close();
	}
}
