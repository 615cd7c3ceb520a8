/** A camera or a shared screen, looked at until there is a code, the tab is hidden or somebody stops it. */
import { type Finder, startFinder } from "./finder.ts";
import { pixelsOf } from "./pixels.ts";
import type { How } from "./qr-code.ts";

export type Source = "camera" | "screen";

/** Why there is no picture: the browser or the user said no, or there is nothing. */
export type NoPicture = "refused" | "none";

/** Milliseconds from one look to the next. */
const pause = 120;

/** To be called in the click that asks for it. */
export async function openSource(source: Source): Promise<MediaStream | NoPicture> {
	const devices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
	try {
		if (source === "screen") return (await devices?.getDisplayMedia?.({ video: true, audio: false })) ?? "none";
		const video = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
		return (await devices?.getUserMedia?.({ video, audio: false })) ?? "none";
	} catch (error) {
		const name = error instanceof DOMException ? error.name : "";
		return name === "NotAllowedError" || name === "SecurityError" || name === "AbortError" ? "refused" : "none";
	}
}

/**
 * Shows the stream in `video` and looks for a code; then, with `signal` or when the stream ends, every track of it is stopped. Null: it was
 * stopped before there was one.
 */
export async function watch(
	stream: MediaStream,
	video: HTMLVideoElement,
	how: How,
	signal: AbortSignal,
): Promise<string | null> {
	const tracks = stream.getTracks();
	let finder: Finder | null = null;
	const stop = () => finder?.stop();
	signal.addEventListener("abort", stop);
	try {
		finder = startFinder();
		video.srcObject = stream;
		await video.play().catch(() => undefined);
		const canvas = document.createElement("canvas");
		while (!signal.aborted && tracks.some(({ readyState }) => readyState === "live")) {
			const pixels = pixelsOf({ source: video, width: video.videoWidth, height: video.videoHeight }, canvas);
			const found = pixels && (await finder.find(pixels, how));
			if (found !== null) return found;
			await new Promise((resolve) => setTimeout(resolve, pause));
		}
		return null;
	} finally {
		signal.removeEventListener("abort", stop);
		stop();
		for (const track of tracks) track.stop();
		video.srcObject = null;
	}
}

/** The tab when it is left: no camera stays on that nobody looks at. A shared screen is looked at from elsewhere. */
export function onHidden(act: () => void): () => void {
	const look = () => {
		if (document.hidden) act();
	};
	document.addEventListener("visibilitychange", look);
	addEventListener("pagehide", act);
	return () => {
		document.removeEventListener("visibilitychange", look);
		removeEventListener("pagehide", act);
	};
}
