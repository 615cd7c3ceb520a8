/** People to whom nothing may be sent, whatever cards of theirs we hold: the background refuses it too. */
import type { ContactView } from "../messaging/channels.ts";

/** Something open about their key that nobody can name counts as the worst. */
export function isHeldBack({ trust, change }: Pick<ContactView, "trust" | "change">): boolean {
	return trust === "revoked" || (trust === "changed" && change?.locked !== false);
}
