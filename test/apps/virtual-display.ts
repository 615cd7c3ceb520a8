/** An X server without a screen, and a keyboard for what no page can reach: the browser's own prompts. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { until } from "../e2e/support/time.ts";

const run = promisify(execFile);

export class VirtualDisplay {
	readonly #process: ChildProcess;
	readonly name: string;

	private constructor(process: ChildProcess, name: string) {
		this.#process = process;
		this.name = name;
	}

	static async start(): Promise<VirtualDisplay> {
		for (const program of ["/usr/bin/Xvfb", "/usr/bin/xdotool"]) {
			if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run test:apps\` as root on Debian.`);
		}
		// The server takes a free number by itself and tells it on the descriptor.
		const process = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {
			stdio: ["ignore", "pipe", "ignore"],
		});
		let told = "";
		process.stdout?.on("data", (data: Buffer) => {
			told += data.toString();
		});
		const number = await until("the X server", () => told.trim());
		return new VirtualDisplay(process, `:${number}`);
	}

	/** Keys as xdotool calls them, one after another: `shift+Left`. */
	async press(...keys: string[]): Promise<void> {
		for (const key of keys) await this.#tool("key", key);
	}

	async type(text: string): Promise<void> {
		await this.#tool("type", "--delay", "30", text);
	}

	async #tool(...args: string[]): Promise<void> {
		await run("xdotool", args, { env: { ...process.env, DISPLAY: this.name } });
	}

	async close(): Promise<void> {
		const gone = new Promise((resolve) => this.#process.once("exit", resolve));
		if (this.#process.exitCode === null && this.#process.kill("SIGTERM")) await gone;
	}
}
