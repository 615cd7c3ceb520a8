/** A card that the page shows under the name of somebody of this conversation, and that is of another account. */
import { contactChange, decided, encodeContact } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import type { Evidence } from "../contacts/evidence.ts";
import { lookAlike } from "../contacts/lookalike.ts";
import { cleanName } from "../contacts/names.ts";
import { decideTrust } from "../contacts/trust-decision.ts";
import { nameBeside } from "../history/tamper-evidence.ts";
import type { OnPage } from "../messaging/channels.ts";
import type { Card } from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { sameBytes, toHex } from "./bytes.ts";
import type { Core } from "./core.ts";
import { membersOf } from "./people.ts";

export interface Claims {
	/** About the people of this conversation; to be committed with what showed it. */
	readonly changes: readonly Change[];
	/** There is something to be asked, or more that speaks for it. */
	readonly asks: boolean;
}

export const noClaims: Claims = { changes: [], asks: false };

/** None where the card is of one of them. */
export async function claimsOf(
	core: Core,
	{ card, bytes }: { readonly card: Card; readonly bytes: Uint8Array },
	here: Conversation | null,
	{ onPage, site }: { readonly onPage: OnPage | null; readonly site: string | null },
): Promise<Claims> {
	// Who wrote what is quoted is not said by where it stands.
	if (here === null || onPage === null || onPage.quoted === true) return noClaims;
	if (here.recipients.includes(toHex(card.fingerprint))) return noClaims;
	const members = await membersOf(core, here);
	// What people call themselves, which is what a site may show: a page could guess names that the user gave.
	const names = members.map(({ nameClaimed }) => cleanName(nameClaimed));
	const named = nameBeside(onPage.label, names);
	const at = core.ports.now();
	let asks = false;
	const changes = members.flatMap((member, index) => {
		const name = names[index] ?? "";
		const alone = names.filter((one) => one === name).length === 1;
		const evidence: readonly Evidence[] = [
			...(named === name && alone ? (["same-site-account"] as const) : []),
			...(lookAlike(card.name, name) ? (["same-name"] as const) : []),
			...(card.expiresAt > member.cardExpiresAt ? (["newer-date"] as const) : []),
		];
		const verdict = decideTrust(member, { kind: "claim", accountPublicKey: card.accountPublicKey, evidence, site, at });
		const more = (verdict.change?.evidence.length ?? 0) > (member.change?.evidence.length ?? 0);
		const after = decided(member, verdict);
		if (more || verdict.case === "claim" || verdict.case === "claim-verified") {
			asks = true;
			return [contactChange({ ...after, offered: bytes })];
		}
		// Also where nothing is asked: where it stood is kept for when it is.
		return sameBytes(encodeContact(after), encodeContact(member)) ? [] : [contactChange(after)];
	});
	return { changes, asks };
}
