/** A signed message with its proof, checked by hand: who signed which text, for whom. */
import type { ReaderView } from "../../messaging/channels.ts";
import { AccountNumber } from "../components/account-number.tsx";
import { MessageText } from "../components/message-text.tsx";
import { PersonName } from "../components/person-name.tsx";
import { SignedMark } from "../components/signed-mark.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { nameInSentence, shownMoment, t } from "../strings.ts";

type Proof = Extract<ReaderView, { kind: "proof" }>;

export function ProofView({ view }: { readonly view: Proof }) {
	const { author, recipients } = view;
	const known = author.self || author.contact !== null;
	const strangers = recipients.filter(({ name, self }) => !self && name === null);
	return (
		<>
			<p class="proof-by">{signerWords(author)}</p>
			{!known && <p class="reader-warning">{t("proofByUnknownHint", t("myCard"))}</p>}
			<AccountNumber id={author.id} />
			{recipients.length > 0 && <p class="small quiet">{t("proofFor", recipientWords(recipients))}</p>}
			{strangers.map(({ id }) => (
				<AccountNumber id={id} key={id} />
			))}
			<div class="proof-text">
				<MessageText text={view.text} />
			</div>
			<div class="reader-meta">
				<SignedMark />
				{!author.self && author.contact !== null && (
					<>
						<PersonName name={author.contact.name} />
						<TrustMark trust={author.contact.trust} />
					</>
				)}
				<time dateTime={new Date(view.sentAt).toISOString()}>{shownMoment(view.sentAt)}</time>
			</div>
		</>
	);
}

function signerWords({ self, contact }: Proof["author"]): string {
	if (self) return t("proofByYou");
	return contact === null ? t("proofByUnknown") : t("proofBy", nameInSentence(contact.name));
}

/** The numbers of those without a name follow in the same order. */
function recipientWords(recipients: Proof["recipients"]): string {
	const words = recipients.map(({ name, self }) => {
		if (self) return t("you");
		return name === null ? t("unknownAccount") : nameInSentence(name);
	});
	return words.join(", ");
}
