import { passphraseKey } from "./passphrase-kdf.ts";

export interface KdfJob {
	readonly passphrase: string;
	readonly salt: Uint8Array;
	readonly profile: number;
}
export type KdfResult = { readonly key: Uint8Array } | { readonly failed: true };

/** The part of a dedicated worker's scope that is used. */
export interface WorkerScope {
	onmessage: ((event: MessageEvent<KdfJob>) => void) | null;
	postMessage(result: KdfResult): void;
}

/** Answers one job; the client ends the worker with the answer, and the passphrase with it. */
export function servePassphraseWorker(scope: WorkerScope): void {
	scope.onmessage = ({ data }) => {
		passphraseKey(data.passphrase, data.salt, data.profile).then(
			(key) => scope.postMessage({ key }),
			() => scope.postMessage({ failed: true }),
		);
	};
}
