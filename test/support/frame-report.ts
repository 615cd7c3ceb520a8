import type { FrameReport } from "../../src/messaging/channels.ts";

export function frameReport(change: Partial<FrameReport> = {}): FrameReport {
	return {
		top: true,
		first: true,
		trees: 1,
		offerScore: 5,
		boxes: [
			{
				type: "rich",
				editor: "[data-lexical-editor]",
				drawsItself: false,
				score: 9,
				reasons: [{ why: "label says message", points: 3 }],
				chosen: null,
				lock: true,
			},
		],
		choices: { use: 0, not: 0 },
		armor: { whole: 2, truncated: 0, unknown: 0, parts: 0, quoted: 0, shown: 2 },
		insertion: {
			steps: [{ step: "beforeinput", outcome: "ok" }],
			outcome: "sent",
			ms: 150,
			parts: 1,
		},
		...change,
	};
}
