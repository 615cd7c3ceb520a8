/**
 * A bug report about the tab in front, gathered from its frames. Each frame is asked by one order to the whole tab and answers by a
 * request of its own, since the browser hands back the answer of one frame only. Nothing is kept.
 */
import type { Diagnosis, FrameReport } from "../messaging/channels.ts";
import { toHex } from "./bytes.ts";
import { Fault } from "./fault.ts";
import type { Ports } from "./ports.ts";
import { webOrigin } from "./sender.ts";

/** For the first frame, which may be asleep, and for those that are slower than it. Milliseconds. */
const firstMs = 3000;
const collectMs = 500;

/** Frames told of. */
const maxFrames = 32;

export interface Diagnoses {
	/** @throws Fault `site-unsupported` without a web page in front */
	run(): Promise<Omit<Diagnosis, "on" | "needsReload">>;
	/** From a frame; dropped unless it was asked for in this tab. Which frame it is the browser says. */
	add(from: { readonly tab: number; readonly frame: number }, request: string, report: FrameReport): void;
}

export function createDiagnoses({ tabs, wait, random }: Pick<Ports, "tabs" | "wait" | "random">): Diagnoses {
	const running = new Map<string, { readonly tab: number; readonly frames: FrameReport[] }>();
	return {
		async run() {
			const tab = await tabs.active();
			const origin = webOrigin(tab?.url);
			if (tab === null || origin === null) throw new Fault("site-unsupported");
			const request = toHex(random(16));
			const frames: FrameReport[] = [];
			running.set(request, { tab: tab.id, frames });
			try {
				const first = tabs.send(tab.id, { to: "content", kind: "diagnose", request });
				if (await Promise.race([first.then(() => true), wait(firstMs).then(() => false)])) await wait(collectMs);
			} finally {
				running.delete(request);
			}
			return { origin, frames: [...frames].sort((a, b) => Number(b.top) - Number(a.top)) };
		},
		add({ tab, frame }, request, report) {
			const asked = running.get(request);
			if (asked?.tab !== tab || asked.frames.length >= maxFrames) return;
			asked.frames.push({ ...report, top: frame === 0 });
		},
	};
}
