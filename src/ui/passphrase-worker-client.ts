/** Starts the KDF worker: Argon2id takes a good part of a second, and the page stays alive meanwhile. */
import { pageUrl } from "../platform/runtime.ts";
import type { KdfJob, KdfResult } from "./passphrase-worker.ts";

export type { KdfJob } from "./passphrase-worker.ts";

/**
 * The 32-byte passphrase key, for `popup/unlock` and `welcome/create`. Rejects when the worker cannot start (its file is
 * missing, no memory for 64 MiB) or the profile is unknown.
 */
export function derivePassphraseKey(job: KdfJob): Promise<Uint8Array> {
	const worker = new Worker(pageUrl("passphrase-worker.js"));
	return new Promise<Uint8Array>((resolve, reject) => {
		const fail = () => reject(new Error("key derivation failed"));
		worker.onerror = fail;
		worker.onmessageerror = fail;
		worker.onmessage = ({ data }: MessageEvent<KdfResult>) => ("key" in data ? resolve(data.key) : fail());
		worker.postMessage(job);
	}).finally(() => worker.terminate());
}
