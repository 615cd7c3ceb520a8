/** Starts the worker that looks for codes in pictures (qr-worker.ts); it runs until it is stopped. */
import { pageUrl } from "../../platform/runtime.ts";
import type { How, Pixels } from "./qr-code.ts";
import type { QrJob, QrResult } from "./qr-worker.ts";

export interface Finder {
	/** One at a time. Takes the pixels along. Null: there is no code, or it was stopped. Rejects when the worker cannot run. */
	find(pixels: Pixels, how: How): Promise<string | null>;
	stop(): void;
}

export function startFinder(): Finder {
	const worker = new Worker(pageUrl("qr-worker.js"));
	let stopped = false;
	let give: (qr: string | null) => void = () => undefined;
	let fail: () => void = () => undefined;
	worker.onmessage = ({ data }: MessageEvent<QrResult>) => give(data.qr);
	worker.onerror = () => fail();
	worker.onmessageerror = () => fail();
	return {
		find: (pixels, how) =>
			new Promise((resolve, reject) => {
				if (stopped) return resolve(null);
				give = resolve;
				fail = () => reject(new Error("looking for a code failed"));
				const job: QrJob = { pixels, how };
				worker.postMessage(job, [pixels.data.buffer]);
			}),
		stop: () => {
			stopped = true;
			worker.terminate();
			give(null);
		},
	};
}
