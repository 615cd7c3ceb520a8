/** Sotto's frames inside a page. A frame's `url()` is of no use: dynamic in Chromium, empty in Firefox; it is asked instead. */
import { createRequire } from "node:module";
import type { CDPSession, Frame, Page, Target } from "puppeteer";
import { within } from "./time.ts";

export type OurFrame = "reader" | "composer";

/** A frame that is on its way out never answers. */
const patienceMs = 1500;

async function pathOf(frame: Frame): Promise<string> {
	if (frame.detached) return "";
	const asked = frame.evaluate(() => (location.protocol.includes("extension") ? location.pathname : ""));
	const path = await within(patienceMs, asked, null);
	if (path === null) await adopt(frame);
	return path ?? "";
}

/** Puppeteer's own world in a frame, which `$` and `$eval` ask. */
const ownWorld = `__puppeteer_utility_world__${(createRequire(import.meta.url)("puppeteer/package.json") as { version: string }).version}`;

/** Of puppeteer's insides, for `adopt`. */
interface CdpFrame {
	readonly _id?: string;
	readonly _frameManager?: { onAttachedToTarget(target: Target): void };
}

type OwnTarget = Target & { readonly _targetId?: string; readonly _session?: () => CDPSession | undefined };

/**
 * Chromium: when a frame's own process reports before its parent has told of the frame, puppeteer goes on asking the parent and waits
 * for ever (seen with several frames at once, one load in three). Reporting the process again puts it right; only a domain that was
 * off tells of its contexts again. It makes its own world in a process only once, so that is asked for here.
 */
export async function adopt(frame: Frame): Promise<void> {
	const { _id: id, _frameManager: manager } = frame as unknown as CdpFrame;
	const targets = frame.page().browser().targets() as OwnTarget[];
	const own = targets.find((target) => id !== undefined && target._targetId === id);
	const session = own?._session?.();
	if (id === undefined || !own || !session || !manager) return;
	await within(1000, session.send("Runtime.disable"), undefined);
	manager.onAttachedToTarget(own);
	const world = { frameId: id, worldName: ownWorld, grantUniveralAccess: true };
	await within(1000, session.send("Page.createIsolatedWorld", world), undefined);
}

export async function ourFrames(page: Page, which: OurFrame): Promise<Frame[]> {
	const frames = page.frames().filter((frame) => frame !== page.mainFrame());
	const paths = await Promise.all(frames.map(pathOf));
	return frames.filter((_frame, index) => paths[index] === `/${which}.html`);
}

/** What a frame shows, as a person sees it; "" if it does not answer. */
export async function textOf(frame: Frame): Promise<string> {
	return await within(
		patienceMs,
		frame.evaluate(() => document.body.innerText),
		"",
	);
}
