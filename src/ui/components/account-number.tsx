/** The whole fingerprint of an account, in groups that can be read out and compared. */
import type { ContactId } from "../../messaging/channels.ts";
import { t } from "../strings.ts";

export function AccountNumber({ id }: { readonly id: ContactId }) {
	return (
		<p class="small quiet">
			{t("accountNumber")} <code class="account-number">{inGroups(id)}</code>
		</p>
	);
}

export function inGroups(id: ContactId): string {
	return (id.match(/.{1,4}/gu) ?? []).join(" ");
}
