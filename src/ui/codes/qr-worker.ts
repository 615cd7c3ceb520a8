/** Looks for a code in the pixels it is given, where it holds up no page: a picture without one takes a second and more. */
import { codeIn, type How, type Pixels } from "./qr-code.ts";

export interface QrJob {
	readonly pixels: Pixels;
	readonly how: How;
}
export interface QrResult {
	readonly qr: string | null;
}

/** The part of a dedicated worker's scope that is used. */
export interface QrScope {
	onmessage: ((event: MessageEvent<QrJob>) => void) | null;
	postMessage(result: QrResult): void;
}

export function serveQrWorker(scope: QrScope): void {
	scope.onmessage = ({ data: { pixels, how } }) => scope.postMessage({ qr: codeIn(pixels, how) });
}
