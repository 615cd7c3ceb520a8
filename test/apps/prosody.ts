/** Debian's XMPP server with a configuration of its own in a temporary folder: loopback only, one port, an archive on disk. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "../e2e/support/time.ts";
import { answers, end, freePort, mustExist, textsBelow } from "./processes.ts";

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
		mustExist("Prosody", ["/usr/bin/prosody"], ["prosody"]);
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
		return (await textsBelow(this.#folder)).join("\n");
	}

	async close(): Promise<void> {
		await end(this.#process);
		await rm(this.#folder, { recursive: true, force: true });
	}
}
