import { base64urlnopad } from "@scure/base";
import { afterEach, expect, it, vi } from "vitest";
import { startFinder } from "../../src/ui/codes/finder.ts";
import { modulesOf } from "../../src/ui/codes/qr-code.ts";
import { type QrJob, type QrScope, serveQrWorker } from "../../src/ui/codes/qr-worker.ts";

vi.mock(import("../../src/platform/runtime.ts"), () => ({
	pageUrl: (path: string) => `chrome-extension://id/${path}`,
}));

/** A worker on this very thread; `silent`: it never comes to an end with a picture. */
function stub(how: "works" | "silent" | "fails") {
	const terminate = vi.fn();
	const started: string[] = [];
	const moved: Transferable[][] = [];
	class Worker {
		onmessage: ((event: { data: unknown }) => void) | null = null;
		onerror: (() => void) | null = null;
		terminate = terminate;
		readonly #scope: QrScope = { onmessage: null, postMessage: (data) => this.onmessage?.({ data }) };
		constructor(url: string) {
			started.push(url);
			serveQrWorker(this.#scope);
		}
		postMessage(data: QrJob, transfer: Transferable[]): void {
			moved.push(transfer);
			if (how === "fails") this.onerror?.();
			if (how === "works") this.#scope.onmessage?.({ data } as MessageEvent<QrJob>);
		}
	}
	vi.stubGlobal("Worker", Worker);
	return { terminate, started, moved };
}

const qr = base64urlnopad.encode(Uint8Array.from({ length: 57 }, (_, at) => at * 7));
function picture(of: string | null) {
	const rows = of === null ? [] : modulesOf(of);
	const side = 200;
	const data = new Uint8ClampedArray(side * side * 4).fill(255);
	for (let at = 0; at < side * side; at += 1) {
		if (rows[Math.floor(at / side / 4)]?.[Math.floor((at % side) / 4)]) data.set([0, 0, 0], at * 4);
	}
	return { width: side, height: side, data };
}

afterEach(() => vi.unstubAllGlobals());

it("finds the code of one picture after the other, whose pixels it takes along", async () => {
	const { terminate, started, moved } = stub("works");
	const finder = startFinder();
	const pixels = picture(qr);
	expect(await finder.find(picture(null), "frame")).toBeNull();
	expect(await finder.find(pixels, "picture")).toBe(qr);
	expect(moved.at(-1)).toEqual([pixels.data.buffer]);
	expect(started).toEqual(["chrome-extension://id/qr-worker.js"]);
	finder.stop();
	expect(terminate).toHaveBeenCalledOnce();
});

it("ends at once when it is stopped in the middle of a picture, and looks at no more", async () => {
	const { terminate, moved } = stub("silent");
	const finder = startFinder();
	const found = finder.find(picture(qr), "picture");
	finder.stop();
	expect(await found).toBeNull();
	expect(terminate).toHaveBeenCalledOnce();
	expect(await finder.find(picture(qr), "picture")).toBeNull();
	expect(moved).toHaveLength(1);
});

it("says when its worker cannot run", async () => {
	stub("fails");
	await expect(startFinder().find(picture(qr), "frame")).rejects.toThrow("looking for a code failed");
});
