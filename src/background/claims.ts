/** A card that the page shows under the name of somebody of this conversation, and that is of another account. */
import { contactChange, decided } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import { lookAlike } from "../contacts/lookalike.ts";
import { cleanName } from "../contacts/names.ts";
import type { Evidence } from "../contacts/trust.ts";
import { decideTrust } from "../contacts/trust-decision.ts";
import { nameBeside } from "../history/tamper-evidence.ts";
import type { OnPage } from "../messaging/channels.ts";
import type { Card } from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { toHex } from "./bytes.ts";
import type { Core } from "./core.ts";
import { membersOf } from "./people.ts";

/** What it changes about the people of this conversation; to be committed with what showed it. Nothing where it is one of them. */
export async function claimsOf(
	core: Core,
	{ card, bytes }: { readonly card: Card; readonly bytes: Uint8Array },
	here: Conversation | null,
	onPage: OnPage | null,
): Promise<readonly Change[]> {
	// Who wrote what is quoted is not said by where it stands.
	if (here === null || onPage === null || onPage.quoted === true) return [];
	if (here.recipients.includes(toHex(card.fingerprint))) return [];
	const members = await membersOf(core, here);
	// What people call themselves, which is what a site may show: a page could guess names that the user gave.
	const names = members.map(({ nameClaimed }) => cleanName(nameClaimed));
	const named = nameBeside(onPage.label, names);
	return members.flatMap((member, index) => {
		const name = names[index] ?? "";
		const alone = names.filter((one) => one === name).length === 1;
		const evidence: readonly Evidence[] = [
			...(named === name && alone ? (["same-site-account"] as const) : []),
			...(lookAlike(card.name, name) ? (["same-name"] as const) : []),
			...(card.expiresAt > member.cardExpiresAt ? (["newer-date"] as const) : []),
		];
		const seen = { kind: "claim", accountPublicKey: card.accountPublicKey, evidence } as const;
		const verdict = decideTrust(member, seen);
		const more = (verdict.change?.evidence.length ?? 0) > (member.change?.evidence.length ?? 0);
		const isNews =
			verdict.case === "claim" || verdict.case === "claim-verified" || (verdict.case === "claim-again" && more);
		return isNews ? [contactChange({ ...decided(member, verdict), offered: bytes })] : [];
	});
}
