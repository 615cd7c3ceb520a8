/** Debian's XMPP server with a configuration of its own in a temporary folder: loopback only, one port, an archive on disk. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "../e2e/support/time.ts";

const run = promisify(execFile);

/** `stanza_debug` writes every stanza into the log: the test reads there what the server has seen. */
const modules = [
	"posix",
	"disco",
	"roster",
	"saslauth",
	"carbons",
	"pep",
	"mam",
	"ping",
	"time",
	"smacks",
	"websocket",
	"private",
	"vcard4",
	"groups",
	"stanza_debug",
];

const configuration = (folder: string, port: number): string => `
run_as_root = ${process.getuid?.() === 0}
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
certificates = "${folder}/certs"
modules_enabled = { ${modules.map((name) => `"${name}"`).join(", ")} }
modules_disabled = { "s2s", "tls", "offline" }
interfaces = { "127.0.0.1" }
c2s_ports = { }
c2s_direct_tls_ports = { }
s2s_ports = { }
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
https_ports = { }
http_default_host = "localhost"
cross_domain_websocket = true
consider_websocket_secure = true
c2s_require_encryption = false
authentication = "internal_hashed"
storage = "internal"
default_archive_policy = true
groups_file = "${folder}/groups.txt"
log = { debug = "${folder}/prosody.log" }
VirtualHost "localhost"
`;

async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
	const address = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	if (address === null || typeof address === "string") throw new Error("no port");
	return address.port;
}

function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.once("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.once("error", () => resolve(false));
	});
}

async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

export class Prosody {
	readonly #process: ChildProcess;
	readonly #folder: string;
	readonly port: number;

	private constructor(process: ChildProcess, folder: string, port: number) {
		this.#process = process;
		this.#folder = folder;
		this.port = port;
	}

	/** @param accounts names; each one's password is its name. */
	static async start(accounts: readonly string[]): Promise<Prosody> {
		if (!existsSync("/usr/bin/prosody")) {
			throw new Error("Prosody is missing: run `npm run test:apps` as root on Debian, or install the package prosody.");
		}
		const folder = await mkdtemp(join(tmpdir(), "sotto-prosody-"));
		await mkdir(join(folder, "data"));
		await mkdir(join(folder, "certs"));
		const port = await freePort();
		const file = join(folder, "prosody.cfg.lua");
		await writeFile(file, configuration(folder, port));
		// Everybody is in everybody's contact list.
		await writeFile(
			join(folder, "groups.txt"),
			`[People]\n${accounts.map((name) => `${name}@localhost`).join("\n")}\n`,
		);
		for (const name of accounts) await run("prosodyctl", ["--config", file, "register", name, "localhost", name]);
		const process = spawn("prosody", ["-F", "--config", file], { stdio: "ignore" });
		const server = new Prosody(process, folder, port);
		try {
			await until("Prosody to answer", () => answers(port));
		} catch (error) {
			await server.close();
			throw error;
		}
		return server;
	}

	get websocket(): string {
		return `ws://127.0.0.1:${this.port}/xmpp-websocket`;
	}

	/** All that the server has written: its log with every stanza, and the archives. */
	async everythingSeen(): Promise<string> {
		const texts = await Promise.all((await filesBelow(this.#folder)).map((path) => readFile(path, "utf8")));
		return texts.join("\n");
	}

	async close(): Promise<void> {
		const gone = new Promise((resolve) => this.#process.once("exit", resolve));
		if (this.#process.exitCode === null && this.#process.kill("SIGTERM")) await gone;
		await rm(this.#folder, { recursive: true, force: true });
	}
}
