/** The codes tab: our contact code, and theirs. The popup asks the same for what is pasted into it. */
import type { ChannelName } from "../../messaging/channels.ts";
import { armorKind } from "../../protocol/index.ts";
import { base64urlBytes } from "../bytes.ts";
import { openedFor } from "../contact-window.ts";
import type { Core } from "../core.ts";
import { readIdentity } from "../identity.ts";
import { contactView } from "../people.ts";
import { acceptArmor, readArmor } from "../reading.ts";
import type { Handlers } from "../router.ts";
import { answerByHand } from "../scan-answers.ts";
import { showCode } from "../shown-codes.ts";
import { asText, carriedIn, showsAnother, takeCode } from "../taking-codes.ts";
import { byHand, firstArmor } from "./by-hand.ts";

type CodesChannel = Extract<ChannelName, `codes/${string}`>;

export function codesHandlers(core: Core): Pick<Handlers, CodesChannel> {
	return {
		"codes/opened-for": async () => ({ contact: (await openedFor(core, "codes")).contact }),
		"codes/state": async ({ meant }) => {
			const vault = await core.vault.state();
			if (vault !== "unlocked") return { vault, name: "", account: null, mark: null, meant: null };
			const { name, mark, id } = await readIdentity(core.vault, core.suite);
			const contact = meant === null ? null : await core.book.find(meant);
			return { vault, name, account: id, mark, meant: contact && (await contactView(core, contact)) };
		},
		"codes/show": ({ meant, way }) => showCode(core, meant, way),
		"codes/take": async ({ code, ...ask }) => {
			const carried = carriedIn("qr" in code ? code : { text: firstArmor(code.text).join("") }, base64urlBytes);
			if (carried.kind === armorKind.code) return takeCode(core, carried, ask);
			const text = asText(carried);
			return { kind: "read", view: await readArmor(core, [text], byHand), text };
		},
		"codes/differs": ({ contact }) => showsAnother(core, contact),
		"codes/accept": ({ text }) => acceptArmor(core, firstArmor(text), byHand),
		"codes/answer": async ({ sendId, contact }) => ({ armor: await answerByHand(core, sendId, contact) }),
	};
}
