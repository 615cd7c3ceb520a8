/** Programs of Debian that the application tests need. They run with configurations of their own; the machine's own services stay off. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { aptInstall } from "./browsers.mjs";

const needed = [
	{ package: "prosody", program: "/usr/bin/prosody", service: "prosody" },
	{ package: "xvfb", program: "/usr/bin/Xvfb" },
	{ package: "xdotool", program: "/usr/bin/xdotool" },
	// Before roundcube-core, which would take a web server for its PHP otherwise.
	{ package: "php-cgi", program: "/usr/bin/php-cgi" },
	{ package: "php-cli", program: "/usr/bin/php" },
	{ package: "roundcube-sqlite3", program: "/usr/share/doc/roundcube-sqlite3" },
	{ package: "roundcube-core", program: "/var/lib/roundcube/public_html/index.php" },
	{ package: "dovecot-imapd", program: "/usr/lib/dovecot/imap", service: "dovecot" },
	{ package: "dovecot-lmtpd", program: "/usr/lib/dovecot/lmtp", service: "dovecot" },
	{ package: "exim4-daemon-light", program: "/usr/sbin/exim4", service: "exim4" },
];

/** Debian's own database for Roundcube is not used. */
const answers = "roundcube-core roundcube/dbconfig-install boolean false\n";

/** Debian asks it whether a service may start after an installation; 101 is "no". */
const startPolicy = "/usr/sbin/policy-rc.d";

function withoutStarting(install) {
	if (existsSync(startPolicy)) return install();
	// A failed installation ends this process, so nothing later would take it away.
	process.once("exit", () => rmSync(startPolicy, { force: true }));
	writeFileSync(startPolicy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
	return install().finally(() => rmSync(startPolicy, { force: true }));
}

/** Installs what is missing. What is there already is left as it is, its services too. */
export async function installServers() {
	const missing = needed.filter(({ program }) => !existsSync(program));
	if (missing.length === 0) return;
	spawnSync("debconf-set-selections", { input: answers });
	await withoutStarting(() => aptInstall(missing.map((server) => server.package)));
	// A mail server that begins to listen with the next start of the machine is nothing that a test may leave behind.
	const services = new Set(missing.flatMap(({ service }) => service ?? []));
	if (services.size > 0) spawnSync("systemctl", ["disable", ...services], { stdio: "ignore" });
}
