/** Debian's Exim and Dovecot with configurations of their own in a temporary folder: SMTP in, Maildir on disk, IMAP out, loopback only. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { until } from "../e2e/support/time.ts";
import { answers, end, filesBelow, freePort, mustExist, textsBelow } from "./processes.ts";

const run = promisify(execFile);

export const mailDomain = "mail.example";

interface Ports {
	readonly smtp: number;
	readonly imap: number;
}

/** Dovecot gives no mail to root, so root's test runs as this account, which every Debian has. */
const asRoot = process.getuid?.() === 0;
const user = asRoot ? "mail" : userInfo().username;

/** The number of `user` (`-u`) or of their group (`-g`), the name of the group (`-gn`). */
async function idOf(which: "-u" | "-g" | "-gn"): Promise<string> {
	return (await run("id", [which, user])).stdout.trim();
}

const dovecot = (folder: string, group: string, { imap }: Ports): string => `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/logs/dovecot
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = ${user}
default_internal_user = ${user}
default_internal_group = ${group}
first_valid_uid = 1
mail_uid = ${user}
mail_gid = ${group}
mail_location = maildir:${folder}/mail/%n
mail_fsync = never
passdb {
  driver = passwd-file
  args = username_format=%n ${folder}/accounts
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}/mail/%n
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  chroot =
}
`;

/** From 2.4 on (Debian 13) these settings have other names. */
async function mustUnderstand(): Promise<void> {
	const version = (await run("/usr/sbin/dovecot", ["--version"])).stdout.trim();
	if (version.startsWith("2.3.")) return;
	throw new Error(`The mail server of this test is set up for Dovecot 2.3, as Debian 12 has it; here is ${version}.`);
}

const exim = (folder: string, group: string, { smtp }: Ports): string => `
primary_hostname = ${mailDomain}
daemon_smtp_ports = ${smtp}
local_interfaces = 127.0.0.1
spool_directory = ${folder}/spool
log_file_path = ${folder}/logs/exim-%s
pid_file_path = ${folder}/run/exim.pid
keep_environment =
exim_user = ${user}
exim_group = ${group}
tls_advertise_hosts =
rfc1413_query_timeout = 0s
acl_smtp_rcpt = here
begin acl
here:
  accept domains = ${mailDomain}
  deny message = only for ${mailDomain}
begin routers
mailbox:
  driver = accept
  domains = ${mailDomain}
  transport = dovecot
begin transports
dovecot:
  driver = lmtp
  socket = ${folder}/run/lmtp
  user = ${user}
  group = ${group}
`;

export class MailServer {
	readonly #folder: string;
	readonly #processes: ChildProcess[] = [];
	readonly ports: Ports;

	private constructor(folder: string, ports: Ports) {
		this.#folder = folder;
		this.ports = ports;
	}

	/** @param accounts names; each one's password is its name. */
	static async start(accounts: readonly string[]): Promise<MailServer> {
		mustExist(
			"Dovecot",
			["/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/lmtp"],
			["dovecot-imapd", "dovecot-lmtpd"],
		);
		mustExist("Exim", ["/usr/sbin/exim4"], ["exim4-daemon-light"]);
		await mustUnderstand();
		const folder = await mkdtemp(join(tmpdir(), "sotto-mail-"));
		const server = new MailServer(folder, { smtp: await freePort(), imap: await freePort() });
		try {
			await server.#start(accounts);
		} catch (error) {
			await server.close();
			throw error;
		}
		return server;
	}

	async #start(accounts: readonly string[]): Promise<void> {
		const [uid, gid, group] = await Promise.all([idOf("-u"), idOf("-g"), idOf("-gn")]);
		const folder = this.#folder;
		await chmod(folder, 0o755);
		for (const name of ["mail", "run", "spool", "logs"]) {
			await mkdir(join(folder, name));
			if (asRoot) await chown(join(folder, name), Number(uid), Number(gid));
		}
		await writeFile(join(folder, "accounts"), accounts.map((name) => `${name}:{PLAIN}${name}\n`).join(""));
		await writeFile(join(folder, "dovecot.conf"), dovecot(folder, group, this.ports));
		await writeFile(join(folder, "exim.conf"), exim(folder, group, this.ports));
		this.#processes.push(spawn("/usr/sbin/dovecot", ["-F", "-c", join(folder, "dovecot.conf")], { stdio: "ignore" }));
		this.#processes.push(spawn("/usr/sbin/exim4", ["-bdf", "-C", join(folder, "exim.conf")], { stdio: "ignore" }));
		for (const port of Object.values(this.ports)) await until(`port ${port}`, () => answers(port));
	}

	/** As if another mail program had sent it: `content` begins with the headers beyond From, To and Subject, or with an empty line. */
	async deliver(from: string, to: string, subject: string, content: string): Promise<void> {
		const [sender, recipient] = [from, to].map((name) => `${name}@${mailDomain}`);
		const exim = ["-C", join(this.#folder, "exim.conf"), "-odf", "-i", "-f", `${sender}`, `${recipient}`];
		const child = spawn("/usr/sbin/exim4", exim, { stdio: ["pipe", "ignore", "ignore"] });
		child.stdin.end(`From: ${sender}\nTo: ${recipient}\nSubject: ${subject}\n${content}`);
		const [code] = await once(child, "exit");
		if (code !== 0) throw new Error(`Exim did not take the message: ${code}`);
	}

	/** The messages in the inbox of an account as they are on the disk, in the order of their arrival. */
	async inbox(account: string): Promise<readonly string[]> {
		const folders = ["new", "cur"].map((name) => join(this.#folder, "mail", account, name));
		const files = (await Promise.all(folders.map((folder) => filesBelow(folder).catch(() => [])))).flat();
		// Dovecot's names begin with the time.
		const inOrder = files.sort((a, b) => basename(a).localeCompare(basename(b), "en", { numeric: true }));
		return await Promise.all(inOrder.map((path) => readFile(path, "utf8")));
	}

	/** Once there are so many in the inbox. */
	async arrived(account: string, count: number): Promise<void> {
		await until(`mail ${count} of ${account}`, async () => (await this.inbox(account)).length >= count);
	}

	/** All that both servers have written: mail of everybody, queue and logs. */
	async everythingSeen(): Promise<string> {
		return (await textsBelow(this.#folder)).join("\n");
	}

	async close(): Promise<void> {
		await Promise.all(this.#processes.map(end));
		await rm(this.#folder, { recursive: true, force: true });
	}
}
