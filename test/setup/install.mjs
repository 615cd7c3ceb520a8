/** Installs the dependencies when, and only when, node_modules does not hold what package-lock.json says. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "./process.mjs";

const lockFile = join(root, "package-lock.json");
const installedLock = join(root, "node_modules", ".package-lock.json");
const stamp = join(root, "node_modules", ".sotto-lock-hash");

export function checkNode() {
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	console.error(`Sotto needs Node 20.19 or newer; this is ${process.versions.node}.`);
	process.exit(1);
}

const hashOf = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Someone ran `npm ci` by hand: npm's own record of what it installed tells whether it is this lock. */
function installedByHand() {
	if (!existsSync(installedLock)) return false;
	const wanted = JSON.parse(readFileSync(lockFile, "utf8")).packages;
	const present = JSON.parse(readFileSync(installedLock, "utf8")).packages;
	const path = (entry) => entry[0] !== "";
	return (
		Object.entries(wanted)
			.filter(path)
			.every(([name, { version, optional }]) => optional || present[name]?.version === version) &&
		Object.entries(present)
			.filter(path)
			.every(([name, { version }]) => wanted[name]?.version === version)
	);
}

export async function ensureDependencies() {
	const hash = hashOf(lockFile);
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
	if (!installedByHand()) {
		console.log("Installing dependencies (npm ci) ...");
		await mustRun("npm", ["ci", "--no-audit", "--no-fund"], "npm ci failed: is the registry reachable?");
	}
	writeFileSync(stamp, hash);
}
