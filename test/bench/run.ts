/**
 * The table of `npm run bench`. Every ratio is of two things measured in turn in one run of one browser.
 *
 *   npm run bench -- [--profile] [part ...]      parts: first send receive stored not-for-us scan readable cold sizes
 *
 * Only the table of all parts is kept in bench-results.json.
 */
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { contentScript, filesOf, writingScript } from "../bundles/builds.ts";
import { measureColdStart } from "./cold-start.ts";
import { runInPage } from "./page.ts";
import type { CryptoTimes } from "./pages/crypto.ts";
import type { ScanTimes } from "./pages/scan.ts";
import type { SessionTimes } from "./pages/session.ts";
import { measureReadable } from "./readable.ts";
import { type Row, row, table } from "./row.ts";

const contentScriptLimit = 30;
const writingScriptLimit = 25;
const peerName = "openpgp 6, v6 keys, signed";
const megolmName = "Megolm, matrix-sdk-crypto-wasm";
const notForUsLimit = 10;

const given = process.argv.slice(2);
const profile = given.includes("--profile");
const asked = new Set(given.filter((one) => !one.startsWith("--")));
const wants = (part: string): boolean => asked.size === 0 || asked.has(part);

async function cryptoRows(): Promise<Row[]> {
	const results = await runInPage<CryptoTimes[]>("crypto");
	return results.flatMap(({ devices, seal, open, bytes }) => [
		row(`first message, 200 bytes to ${devices}`, "ms", seal.ours, { value: seal.peer, name: peerName, goal: 1 }),
		row(`read it, 1 of ${devices}`, "ms", open.ours, { value: open.peer, name: peerName, goal: 1 }),
		row(`its armor for ${devices}`, "kB", bytes.ours / 1000, { value: bytes.peer / 1000, name: peerName, goal: null }),
	]);
}

async function sessionRows(): Promise<Row[]> {
	const parts = ["send", "receive", "stored", "not-for-us"].filter(wants);
	if (parts.length === 0) return [];
	const times = await runInPage<SessionTimes>("session", { query: parts.join(","), profile });
	const { send, receive, stored, notForUs } = times;
	const [send1, send100, receive1000] = ["send 200 bytes to 1", "send 200 bytes to 100", "receive 1,000 messages"];
	const rows: Row[] = [];
	if (send) {
		rows.push(
			row(send1, "ms", send.one.ours, { value: send.one.openpgp, name: peerName, goal: 8 }),
			row(send1, "ms", send.one.ours, { value: send.one.megolm, name: megolmName, goal: 1.5 }),
			row(send100, "ms", send.hundred.ours, { value: send.hundred.sodium, name: "libsodium, seal and sign", goal: 6 }),
		);
	}
	if (receive) {
		rows.push(
			row(receive1000, "ms", receive.ours, { value: receive.openpgp, name: peerName, goal: 8 }),
			row(receive1000, "ms", receive.ours, { value: receive.megolm, name: megolmName, goal: 4 }),
		);
	}
	if (stored) {
		const peer = { value: stored.openpgp, name: `${peerName}, not stored`, goal: 3 };
		rows.push(row(`${receive1000} and store them`, "ms", stored.ours, peer));
	}
	if (notForUs !== undefined) {
		const limit = { value: notForUsLimit, name: "the limit", goal: 1 };
		rows.push(row("message not for us, 1,000 sessions, 100 slots", "ms", notForUs, limit));
	}
	return rows;
}

async function scanRows(): Promise<Row[]> {
	const results = await runInPage<ScanTimes[]>("scan");
	return results.map(({ blobs, nodes, times }) => {
		const peer = { value: times.peer, name: "body.textContent.includes", goal: 1 / 3 };
		return row(`first look at ${nodes} nodes, ${blobs} blobs`, "ms", times.ours, peer);
	});
}

async function readableRows(): Promise<Row[]> {
	const { time, pageAlone, framesNear, framesOfMany } = await measureReadable();
	return [
		row("page load to 20 readable messages", "ms", time, { value: pageAlone, name: "the page's own list", goal: null }),
		row("reader frames alive, 20 messages", "frames", framesNear, { value: 20, name: "one a message", goal: 1 }),
		row("reader frames alive, 200 messages", "frames", framesOfMany, {
			value: 20,
			name: "the most there may be",
			goal: 1,
		}),
	];
}

async function coldStartRows(): Promise<Row[]> {
	const { cold, warm, bare } = await measureColdStart();
	const empty = { value: bare, name: "an empty worker that answers", goal: null };
	return [
		row("worker cold start to first plaintext", "ms", cold, empty),
		row("the same, worker alive", "ms", warm),
		row("share of our code in the cold start", "%", (100 * (cold - bare)) / cold),
	];
}

function sizeRows(): Row[] {
	const packed = (name: string) => {
		const script = filesOf("chromium", "shipped").get(name);
		if (script === undefined) throw new Error(`there is no ${name} in the build`);
		return gzipSync(script).length / 1000;
	};
	const all = [...filesOf("chromium", "shipped").values()].reduce((sum, file) => sum + gzipSync(file).length, 0) / 1000;
	const zip = readdirSync(".output").find((name) => name.endsWith("-chrome.zip"));
	return [
		row("content script, gzip", "kB", packed(contentScript), { value: contentScriptLimit, name: "the limit", goal: 1 }),
		row("what comes to it where somebody writes, gzip", "kB", packed(writingScript), {
			value: writingScriptLimit,
			name: "the limit",
			goal: 1,
		}),
		zip === undefined
			? row("whole extension, each file gzipped", "kB", all)
			: row("zip for Chrome", "kB", statSync(`.output/${zip}`).size / 1000),
	];
}

const rows = [
	...(wants("first") ? await cryptoRows() : []),
	...(await sessionRows()),
	...(wants("scan") ? await scanRows() : []),
	...(wants("readable") ? await readableRows() : []),
	...(wants("cold") ? await coldStartRows() : []),
	...(wants("sizes") ? sizeRows() : []),
];
console.log(`\n${table(rows)}\n`);
if (asked.size === 0 && !profile) writeFileSync("bench-results.json", `${JSON.stringify(rows, null, "\t")}\n`);
process.exit(0);
