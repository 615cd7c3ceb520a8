/** Debian's Roundcube on PHP's own web server, with configuration, database and logs in a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../e2e/support/time.ts";
import { type MailServer, mailDomain } from "./mail-server.ts";
import { answers, end, freePort, mustExist, textsBelow } from "./processes.ts";

/** How Roundcube writes: a textarea, or TinyMCE in a frame. */
export type Writing = "text" | "html";

const program = "/var/lib/roundcube/public_html";
const debianConfiguration = "/etc/roundcube";

/** Every setting that is not about this machine is Roundcube's own. */
const configuration = (folder: string, writing: Writing, { ports }: MailServer): string => `<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///${folder}/roundcube.sqlite?mode=0600';
$config['imap_host'] = '127.0.0.1:${ports.imap}';
$config['smtp_host'] = '127.0.0.1:${ports.smtp}';
$config['smtp_user'] = '';
$config['smtp_pass'] = '';
$config['mail_domain'] = '${mailDomain}';
$config['des_key'] = '${randomBytes(12).toString("hex")}';
$config['log_dir'] = '${folder}/logs';
$config['temp_dir'] = '${folder}/temp';
$config['plugins'] = [];
$config['enable_spellcheck'] = false;
$config['language'] = 'en_US';
$config['create_default_folders'] = true;
$config['htmleditor'] = ${writing === "html" ? 1 : 0};
`;

export class Roundcube {
	readonly #process: ChildProcess;
	readonly #folder: string;
	readonly #port: number;
	readonly writing: Writing;

	private constructor(process: ChildProcess, folder: string, port: number, writing: Writing) {
		this.#process = process;
		this.#folder = folder;
		this.#port = port;
		this.writing = writing;
	}

	static async start(writing: Writing, mail: MailServer): Promise<Roundcube> {
		mustExist("Roundcube", [program, debianConfiguration], ["roundcube-core", "roundcube-sqlite3"]);
		mustExist("PHP", ["/usr/bin/php"], ["php-cli", "php-sqlite3"]);
		const folder = await mkdtemp(join(tmpdir(), "sotto-roundcube-"));
		for (const name of ["logs", "temp"]) await mkdir(join(folder, name));
		for (const name of ["defaults.inc.php", "mimetypes.php"]) {
			await copyFile(join(debianConfiguration, name), join(folder, name));
		}
		await writeFile(join(folder, "config.inc.php"), configuration(folder, writing, mail));
		const port = await freePort();
		const process = spawn("php", ["-d", "opcache.enable_cli=1", "-S", `127.0.0.1:${port}`, "-t", program], {
			stdio: "ignore",
			env: { PATH: "/usr/bin:/bin", ROUNDCUBE_CONFIG_DIR: folder },
		});
		const site = new Roundcube(process, folder, port, writing);
		try {
			await until("Roundcube", () => answers(port));
		} catch (error) {
			await site.close();
			throw error;
		}
		return site;
	}

	get url(): string {
		return `http://127.0.0.1:${this.#port}/`;
	}

	/** What Roundcube has written: database, logs and what it keeps of a message while it is written. */
	async everythingSeen(): Promise<string> {
		return (await textsBelow(this.#folder)).join("\n");
	}

	async close(): Promise<void> {
		await end(this.#process);
		await rm(this.#folder, { recursive: true, force: true });
	}
}
