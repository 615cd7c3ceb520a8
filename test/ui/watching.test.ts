// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { inFile, inTransfer } from "../../src/ui/codes/from-file.ts";
import * as pixels from "../../src/ui/codes/pixels.ts";
import { onHidden, openSource, watch } from "../../src/ui/codes/watching.ts";

vi.mock("../../src/ui/codes/pixels.ts", () => ({ pixelsOf: vi.fn(() => ({ width: 1, height: 1, data: [] })) }));
const finder = { find: vi.fn(async (): Promise<string | null> => null), stop: vi.fn() };
vi.mock("../../src/ui/codes/finder.ts", () => ({ startFinder: () => finder }));

afterEach(() => {
	finder.find.mockReset().mockResolvedValue(null);
	finder.stop.mockReset();
	vi.mocked(pixels.pixelsOf).mockClear();
	vi.unstubAllGlobals();
});

/** The beginning of one, which is all that is read here. */
function png(width: number, height: number): Blob {
	const head = new DataView(new ArrayBuffer(33));
	for (const [at, word] of [0x89504e47, 0x0d0a1a0a, 13, 0x49484452, width, height].entries())
		head.setUint32(at * 4, word);
	return new Blob([head.buffer], { type: "image/png" });
}

function camera() {
	const track = { readyState: "live", stop: vi.fn() };
	const stream = { getTracks: () => [track] } as unknown as MediaStream;
	const video = {
		srcObject: null,
		play: async () => undefined,
		videoWidth: 4,
		videoHeight: 3,
	} as unknown as HTMLVideoElement;
	return { track, stream, video };
}

describe("a camera", () => {
	it("is looked at until there is a code, and then stopped", async () => {
		const { track, stream, video } = camera();
		finder.find.mockResolvedValueOnce(null).mockResolvedValueOnce("AAAA");
		expect(await watch(stream, video, "frame", new AbortController().signal)).toBe("AAAA");
		expect(finder.find).toHaveBeenCalledTimes(2);
		expect(finder.stop).toHaveBeenCalledOnce();
		expect(track.stop).toHaveBeenCalledOnce();
		expect(video.srcObject).toBeNull();
	});

	it("is stopped when nobody wants it any more, or when it goes by itself", async () => {
		for (const end of ["signal", "track"] as const) {
			const { track, stream, video } = camera();
			const ends = new AbortController();
			const looking = watch(stream, video, "frame", ends.signal);
			if (end === "signal") ends.abort();
			else track.readyState = "ended";
			expect(await looking).toBeNull();
			expect(track.stop).toHaveBeenCalledOnce();
		}
	});

	it("is stopped when looking itself fails", async () => {
		const { track, stream, video } = camera();
		finder.find.mockRejectedValue(new Error("no memory"));
		await expect(watch(stream, video, "frame", new AbortController().signal)).rejects.toThrow("no memory");
		expect(track.stop).toHaveBeenCalledOnce();
	});

	it("is stopped at once, also while a picture is still looked at", async () => {
		const { track, stream, video } = camera();
		let give: (qr: string | null) => void = () => undefined;
		finder.find.mockReturnValue(new Promise((resolve) => (give = resolve)));
		finder.stop.mockImplementation(() => give(null));
		const ends = new AbortController();
		const looking = watch(stream, video, "picture", ends.signal);
		await vi.waitFor(() => expect(finder.find).toHaveBeenCalledOnce());
		ends.abort();
		expect(await looking).toBeNull();
		expect(track.stop).toHaveBeenCalledOnce();
	});

	it("is asked for in words that say why there is none", async () => {
		const refuse = (name: string) => async () => {
			throw new DOMException("", name);
		};
		for (const [name, why] of [
			["NotAllowedError", "refused"],
			["NotFoundError", "none"],
			["NotReadableError", "none"],
		] as const) {
			vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: refuse(name), getDisplayMedia: refuse(name) } });
			expect(await openSource("camera")).toBe(why);
			expect(await openSource("screen")).toBe(why);
		}
		vi.stubGlobal("navigator", {});
		expect(await openSource("camera")).toBe("none");
	});

	it("hears that its tab is hidden, until it listens no more", () => {
		const act = vi.fn();
		const unheard = onHidden(act);
		document.dispatchEvent(new Event("visibilitychange"));
		expect(act).not.toHaveBeenCalled();
		const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
		document.dispatchEvent(new Event("visibilitychange"));
		expect(act).toHaveBeenCalledOnce();
		unheard();
		document.dispatchEvent(new Event("visibilitychange"));
		window.dispatchEvent(new Event("pagehide"));
		expect(act).toHaveBeenCalledOnce();
		hidden.mockRestore();
	});
});

describe("a file", () => {
	const bitmap = { width: 4, height: 3, close: vi.fn() };

	it("is a text, or a picture with a code or without one, or nothing that can be read", async () => {
		expect(await inFile(new Blob(["web+sotto:X\n"]))).toEqual({ text: "web+sotto:X\n" });
		vi.stubGlobal("createImageBitmap", async () => bitmap);
		const picture = png(4, 3);
		expect(await inFile(picture)).toBe("none");
		finder.find.mockResolvedValue("AAAA");
		expect(await inFile(picture)).toEqual({ qr: "AAAA" });
		expect(finder.find).toHaveBeenLastCalledWith(expect.anything(), "picture");
		expect(finder.stop).toHaveBeenCalledTimes(2);
		expect(bitmap.close).toHaveBeenCalledTimes(2);
		vi.stubGlobal("createImageBitmap", async () => {
			throw new DOMException("", "InvalidStateError");
		});
		expect(await inFile(picture)).toBe("unreadable");
		expect(await inFile(new Blob([Uint8Array.of(0, 255)]))).toBe("unreadable");
		expect(await inFile(new Blob(["x".repeat(35_001)]))).toBe("unreadable");
	});

	it("is not even opened when it is too large, or would be once opened, or does not say how large it is", async () => {
		const open = vi.fn(async () => bitmap);
		vi.stubGlobal("createImageBitmap", open);
		expect(await inFile(png(30_000, 30_000))).toBe("unreadable");
		expect(await inFile(png(1, 0xffff_ffff))).toBe("unreadable");
		expect(await inFile(new Blob(["<svg/>"], { type: "image/svg+xml" }))).toBe("unreadable");
		expect(await inFile({ size: 50_000_001, type: "image/png" } as Blob)).toBe("unreadable");
		expect(open).not.toHaveBeenCalled();
		expect(await inFile(png(8160, 6120))).toBe("none");
	});

	it("counts before the text beside it; nothing is nothing", async () => {
		const transfer = (files: File[], text: string) => ({ files, getData: () => text }) as unknown as DataTransfer;
		expect(await inTransfer(transfer([new File(["in it"], "a.sotto")], "beside"))).toEqual({ text: "in it" });
		expect(await inTransfer(transfer([], "a text"))).toEqual({ text: "a text" });
		expect(await inTransfer(transfer([], " "))).toBeNull();
		expect(await inTransfer(null)).toBeNull();
	});
});
