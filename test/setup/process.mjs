/** Child processes for the bootstrap: they inherit the terminal, and a signal to us reaches them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** npm is a `.cmd` file on Windows, which only a shell can start. */
const shell = process.platform === "win32";

/**
 * Runs a command in the project root to its end.
 * @returns the exit code; 128 + n when a signal ended it.
 */
export function run(command, args, { env = {} } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd: root, stdio: "inherit", shell, env: { ...process.env, ...env } });
		// Ctrl+C reaches the whole foreground group by itself: we only have to outlive the child.
		const onInterrupt = () => {};
		const onTerminate = () => child.kill("SIGTERM");
		const onHangup = () => child.kill("SIGHUP");
		process.on("SIGINT", onInterrupt).on("SIGTERM", onTerminate).on("SIGHUP", onHangup);
		const done = () => {
			process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate).off("SIGHUP", onHangup);
		};
		child.once("error", (error) => {
			done();
			reject(error);
		});
		child.once("exit", (code, signal) => {
			done();
			resolve(code ?? (signal === "SIGINT" ? 130 : 143));
		});
	});
}

/**
 * Runs npm scripts in order until one fails. What they print comes at once at their end, so that it can be read beside others.
 * @returns the exit code of the last one
 */
export async function runLane(scripts) {
	for (const name of scripts) {
		const child = spawn("npm", ["run", "--silent", name], { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell });
		const printed = [];
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => printed.push(piece));
		const [code] = await once(child, "close");
		process.stdout.write(`\n> ${name}\n`);
		process.stdout.write(Buffer.concat(printed));
		if (code !== 0) return code ?? 1;
	}
	return 0;
}

/** Runs a command that has to succeed; otherwise prints `failure` and ends with the command's code. */
export async function mustRun(command, args, failure, options) {
	const code = await run(command, args, options);
	if (code === 0) return;
	if (code < 128) console.error(`\n${failure}`);
	process.exit(code);
}

/** A tool out of node_modules, without npx in between (npx swallows signals). */
export function tool(name) {
	return fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));
}
