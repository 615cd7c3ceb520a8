/** Finds the browsers of the machine. Nothing is downloaded but Debian's own packages, and those only as root. */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { mustRun } from "./process.mjs";

const known = {
	chromium: {
		variable: "SOTTO_CHROMIUM",
		label: "Chromium",
		package: "chromium",
		names: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"],
		places: [
			"/usr/bin/chromium",
			"/snap/bin/chromium",
			"/opt/google/chrome/chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
		],
	},
	firefox: {
		variable: "SOTTO_FIREFOX",
		label: "Firefox",
		package: "firefox-esr",
		names: ["firefox-esr", "firefox-developer-edition", "firefox"],
		places: [
			"/usr/bin/firefox-esr",
			"/opt/firefox/firefox",
			"/Applications/Firefox.app/Contents/MacOS/firefox",
			"C:\\Program Files\\Mozilla Firefox\\firefox.exe",
		],
	},
};

function executable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** @returns the path of the browser's program, or null. A wrong path in the environment is an error, not a reason to look on. */
export function findBrowser(kind) {
	const { variable, names, places } = known[kind];
	const named = process.env[variable];
	if (named) {
		if (executable(named)) return named;
		console.error(`${variable} is set to ${named}, which cannot be run.`);
		process.exit(1);
	}
	const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
	const suffix = process.platform === "win32" ? ".exe" : "";
	const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
	return [...onPath, ...places].find(executable) ?? null;
}

/** Debian and its children, with the right to install. */
export function canUseApt() {
	return process.getuid?.() === 0 && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
}

export async function aptInstall(packages) {
	const env = { DEBIAN_FRONTEND: "noninteractive" };
	console.log(`Installing ${packages.join(", ")} (apt-get) ...`);
	await mustRun("apt-get", ["update", "-qq"], "apt-get update failed.", { env });
	const install = ["install", "-y", "-qq", "--no-install-recommends", "--no-remove", ...packages];
	await mustRun("apt-get", install, "apt-get install failed.", { env });
}

/** Makes sure of every browser in `kinds` and tells later steps by environment where they are. */
export async function ensureBrowsers(kinds) {
	const missing = kinds.filter((kind) => findBrowser(kind) === null);
	if (missing.length > 0 && canUseApt()) await aptInstall(missing.map((kind) => known[kind].package));
	for (const kind of kinds) {
		const { label, variable, package: debian } = known[kind];
		const path = findBrowser(kind);
		if (path === null) {
			console.error(
				`No ${label} found. Install it (Debian: "apt-get install ${debian}" as root) or set ${variable} to the path of its program.`,
			);
			process.exit(1);
		}
		process.env[variable] = path;
	}
}
