/** Programs of Debian that the application tests need. */
import { existsSync } from "node:fs";

const needed = [
	{ package: "prosody", program: "/usr/bin/prosody" },
	{ package: "xvfb", program: "/usr/bin/Xvfb" },
	{ package: "xdotool", program: "/usr/bin/xdotool" },
];

/** @returns the Debian packages to install. */
export function missingServers() {
	return needed.filter(({ program }) => !existsSync(program)).map((server) => server.package);
}
