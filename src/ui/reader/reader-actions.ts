/** What a card can ask for. Each surface answers on its own channels: the frame, the safe window, reading by hand. */
import type { Result } from "../../messaging/channels.ts";
import type { Comparing } from "../comparison/comparing.ts";

export type ArmorResult = Result<{ readonly armor: readonly string[] }>;

export interface ReaderActions {
	readonly onReveal: () => void;
	/** Null where nobody can be accepted. */
	readonly onAccept: (() => void) | null;
	readonly onUnlock: () => void;
	readonly onGiveUpOlder: () => void;
	readonly onUseNewStart: () => void;
	readonly exportProof: () => Promise<ArmorResult>;
	/** Null where nothing can be done about a comparison. */
	readonly comparing: Comparing | null;
	readonly newInvitation: (sendId: string) => Promise<ArmorResult>;
}
