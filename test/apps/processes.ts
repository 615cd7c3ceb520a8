/** What the servers of these tests have in common: a free port on loopback, programs that have to be there, an end that is waited for. */
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";

/** A missing server fails its test: an application that was not run is not a pass. */
export function mustExist(name: string, files: readonly string[], packages: readonly string[]): void {
	const missing = files.filter((file) => !existsSync(file));
	if (missing.length === 0) return;
	const plural = packages.length > 1 ? "packages" : "package";
	throw new Error(
		`${name} is missing (no ${missing.join(", ")}): run \`npm run test:apps\` as root on Debian, or install the ${plural} ${packages.join(", ")}.`,
	);
}

export async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
	const address = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	if (address === null || typeof address === "string") throw new Error("no port");
	return address.port;
}

export function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.once("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.once("error", () => resolve(false));
	});
}

/** Every file below a folder, in the order of their names. */
export async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

export async function textsBelow(folder: string): Promise<string[]> {
	return await Promise.all((await filesBelow(folder)).map((path) => readFile(path, "utf8")));
}

export async function end(process: ChildProcess | undefined): Promise<void> {
	if (!process || process.exitCode !== null || process.signalCode !== null) return;
	const gone = new Promise((resolve) => process.once("exit", resolve));
	if (process.kill("SIGTERM")) await gone;
}
