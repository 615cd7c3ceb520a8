/**
 * "How is this protected?": the key, how long it stays, what can be proved. Closed until asked for.
 *
 * Its one line also says that the site names somebody else, or that the name of its author looks like another's, in the same height: the page chooses what it names and measures the frame,
 * and a line of its own would tell it which names are right.
 */
import type { ComponentChildren } from "preact";
import type { ReaderView } from "../../messaging/channels.ts";
import { nameInSentence, shownMoment, t } from "../strings.ts";
import { isLeft, nameWarning, trustMeaning } from "../words.ts";
import { ArmorOnRequest } from "./armor-on-request.tsx";
import { staysReadable } from "./readable-time.ts";
import type { ReaderActions } from "./reader-actions.ts";

type Message = Extract<ReaderView, { kind: "message" }>;

export function ProtectionDetails({ view, actions }: { readonly view: Message; readonly actions: ReaderActions }) {
	const { protection, author } = view;
	const other = nameWarning(view.warnings, author);
	return (
		<details class="protection">
			{other === null ? <summary>{t("protectionTitle")}</summary> : <summary class="reader-warning">{other}</summary>}
			<dl>
				{!author.self && !isLeft(view) && (
					<Row title={t("protectionTrust")}>{t(trustMeaning[author.contact.trust])}</Row>
				)}
				<Row title={t("protectionKey")}>{keyWords(view)}</Row>
				<Row title={t("protectionReadable")}>
					{staysReadable(protection)}
					{protection.shortenedByAuthor && ` ${author.self ? t("readableShortenedSelf") : t("readableShortened")}`}
				</Row>
				<Row title={t("protectionProof")}>{proofWords(view)}</Row>
			</dl>
			{protection.signed && (
				<ArmorOnRequest
					text={t("exportProofExplained")}
					action={t("exportProof")}
					after={t("exportProofHow", t("readByHand"))}
					make={actions.exportProof}
				/>
			)}
		</details>
	);
}

function Row({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
	return (
		<div>
			<dt>{title}</dt>
			<dd>{children}</dd>
		</div>
	);
}

function keyWords({ protection: { way, until } }: Message): string {
	switch (way) {
		case "own":
			return t("protectionOwn");
		case "session":
			return t("protectionSession");
		case "invitation":
			return until === null ? t("protectionInvitationGone") : t("protectionInvitation", shownMoment(until));
	}
}

function proofWords({ protection, author }: Message): string {
	if (!protection.signed) return t("proofDeniable");
	return author.self ? t("proofSignedSelf") : t("proofSigned", nameInSentence(author.contact.name));
}
