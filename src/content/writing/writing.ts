/** What writing.js gives to page.js, and all that page.js knows of it. */
import type { InsertionReport } from "../../messaging/channels.ts";
import { type ComposerPorts, type Composers, startComposers } from "../composer/mount-composer.ts";
import { type FrameState, takeOver } from "../frame-state.ts";
import { lastInsertion } from "../insert/trace.ts";
import { askBeforeClear } from "./clear-question.ts";
import { openLockMenu } from "./lock-menu.ts";
import { repeat } from "./repeat.ts";

export interface Writing {
	/** Of one document: a page that opens it anew gets others. */
	readonly startComposers: (signal: AbortSignal, ports: ComposerPorts) => Composers;
	readonly askBeforeClear: typeof askBeforeClear;
	readonly repeat: typeof repeat;
	readonly openLockMenu: typeof openLockMenu;
	readonly lastInsertion: () => InsertionReport | null;
}

export function startWriting(state: FrameState): Writing {
	takeOver(state);
	return { startComposers, askBeforeClear, repeat, openLockMenu, lastInsertion };
}
