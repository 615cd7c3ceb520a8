/** Reading and writing without a page, for places where nothing else works. */
import type { ChannelName } from "../../messaging/channels.ts";
import { findArmor } from "../../protocol/index.ts";
import type { Core } from "../core.ts";
import { Fault } from "../fault.ts";
import { conversationByHand, requireByHand } from "../people.ts";
import { acceptArmor, acceptNewStart, exportProof, readArmor } from "../reading.ts";
import { anyRoom } from "../room.ts";
import type { Handlers } from "../router.ts";
import { invitationByHand, sealMessage, sealOnce } from "../sealing.ts";
import { comparisonByHand } from "../sending-comparison.ts";

type ByHandChannel = Extract<ChannelName, "popup/my-card" | `popup/${string}by-hand`>;

/** Pasted: there is no place it could belong to. */
export const byHand = { place: null, site: null, tab: null, revealed: true, onPage: null } as const;

export function byHandHandlers(core: Core): Pick<Handlers, ByHandChannel> {
	return {
		"popup/comparison-by-hand": async ({ sendId, contact }) => ({
			armor: await comparisonByHand(core, sendId, contact),
		}),
		"popup/my-card": async ({ sendId }) => ({ armor: await invitationByHand(core, sendId) }),

		"popup/read-by-hand": async ({ text }) => readArmor(core, firstArmor(text), byHand),
		"popup/accept-by-hand": async ({ text }) => acceptArmor(core, firstArmor(text), byHand),

		"popup/give-up-older-by-hand": async ({ text }) =>
			readArmor(core, firstArmor(text), { ...byHand, giveUpOlder: true }),
		"popup/use-new-start-by-hand": async ({ text }) => acceptNewStart(core, firstArmor(text), byHand),
		"popup/export-proof-by-hand": async ({ text }) => ({ armor: await exportProof(core, firstArmor(text), null) }),

		"popup/write-by-hand": async ({ sendId, text, recipients, options }) => {
			if (recipients.length === 0) throw new Fault("no-recipients");
			if (text.trim() === "") throw new Fault("bad-request");
			const asked = ["by hand", text, String(options.signed), options.disappears ?? "", ...[...recipients].sort()];
			const row = await sealOnce(core, sendId, asked, async (self) => {
				await requireByHand(core, recipients);
				const { conversation, changes } = await conversationByHand(core, recipients);
				const message = { text, conversation, recipients, options, room: anyRoom, introduce: false, tab: null };
				const sealed = await sealMessage(core, self, message);
				return { parts: sealed.parts, changes: [...changes, ...sealed.changes] };
			});
			return { armor: row.parts };
		},
	};
}

/** All parts of the first message in a pasted text. @throws Fault `nothing-found` */
export function firstArmor(text: string): readonly string[] {
	const spans = findArmor(text);
	const first = spans[0];
	if (first === undefined) throw new Fault("nothing-found");
	return spans.filter(({ message }) => message === first.message).map((span) => span.text);
}
