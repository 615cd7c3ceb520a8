/** A signed message with its proof, checked by hand: who signed which text, for whom. */
import type { ReaderView } from "../../messaging/channels.ts";
import { MessageText } from "../components/message-text.tsx";
import { SignedMark } from "../components/signed-mark.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { nameInSentence, shownMoment, t } from "../strings.ts";

type Proof = Extract<ReaderView, { kind: "proof" }>;

export function ProofView({ view }: { readonly view: Proof }) {
	const { author } = view;
	const known = author.self || author.contact !== null;
	return (
		<>
			<p class="proof-by">{signerWords(author)}</p>
			{!known && <p class="reader-warning">{t("proofByUnknownHint")}</p>}
			{view.recipients.length > 0 && <p class="small quiet">{t("proofFor", recipientWords(view.recipients))}</p>}
			<div class="proof-text">
				<MessageText text={view.text} />
			</div>
			<div class="reader-meta">
				<SignedMark />
				{!author.self && author.contact !== null && <TrustMark trust={author.contact.trust} />}
				<time dateTime={new Date(view.sentAt).toISOString()}>{shownMoment(view.sentAt)}</time>
			</div>
		</>
	);
}

function signerWords({ self, contact, id }: Proof["author"]): string {
	if (self) return t("proofByYou");
	return contact === null ? t("proofByUnknown", firstDigits(id)) : t("proofBy", nameInSentence(contact.name));
}

function recipientWords(recipients: Proof["recipients"]): string {
	const words = recipients.map(({ id, name, self }) => {
		if (self) return t("you");
		return name === null ? t("unknownAccount", firstDigits(id)) : nameInSentence(name);
	});
	return words.join(", ");
}

/** Enough of an account's fingerprint to compare by voice: 64 bits. */
function firstDigits(id: string): string {
	return (id.slice(0, 16).match(/.{1,4}/gu) ?? []).join("\u00a0");
}
