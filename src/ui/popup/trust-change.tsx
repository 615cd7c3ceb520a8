/** What is open about a contact's key, what speaks for it, and the answers. What gives up something or takes another key asks once more. */
import { useState } from "preact/hooks";
import type { ContactPage, KeyChangeView } from "../../messaging/channels.ts";
import { hostOf } from "../components/person-row.tsx";
import { HintedText, StillButton, type Vain } from "../components/still-button.tsx";
import { type MessageKey, nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { changeWords } from "../words.ts";
import type { Popup } from "./popup-controller.ts";

interface Props {
	readonly popup: Popup;
	readonly contact: ContactPage;
	readonly change: KeyChangeView;
}

export function TrustChange({ popup, contact, change }: Props) {
	const withEvidence = change.kind === "claimed" || change.kind === "moved";
	return (
		<section class="section stack">
			<h2>{t("changeTitle")}</h2>
			<p>{t(changeWords[change.kind].page, nameInSentence(contact.name))}</p>
			{withEvidence && <Evidence change={change} />}
			{change.locked && <p class="strong">{t("changeLocked")}</p>}
			{!change.locked && change.kind === "claimed" && <p>{t("changeUnlocked")}</p>}
			<Answers key={`${change.kind} ${change.account}`} popup={popup} contact={contact} change={change} />
		</section>
	);
}

const proofs = [
	["signed-by-old", "evidenceOld"],
	["signed-by-recovery", "evidenceRecovery"],
	["same-site-account", "evidenceSite"],
	["other-site", "evidenceOtherSite"],
] as const satisfies readonly (readonly [KeyChangeView["evidence"][number], MessageKey])[];
/** Only while the account we have is still another one. */
const against = ["still-used", "evidenceStillUsed"] as const;

function Evidence({ change }: Pick<Props, "change">) {
	const isClaim = change.kind === "claimed";
	return (
		<div class="stack tight-rows">
			<p class="small quiet" id="evidence">
				{t("evidenceTitle")}
			</p>
			<dl class="facts evidence small" aria-labelledby="evidence">
				{(isClaim ? [...proofs, against] : proofs).map(([kind, title]) => (
					<div key={kind}>
						<dt class="quiet">{t(title)}</dt>
						<dd>{t(change.evidence.includes(kind) ? "yes" : "no")}</dd>
					</div>
				))}
				{isClaim && change.sites.length > 0 && (
					<div>
						<dt class="quiet">{t("evidenceSites")}</dt>
						<dd>
							<bdi>{change.sites.map(hostOf).join(", ")}</bdi>
						</dd>
					</div>
				)}
			</dl>
			{isClaim && <p class="small quiet">{t("evidenceWeak")}</p>}
		</div>
	);
}

type Answer = "seen" | "theirs" | "not-theirs" | "downgrade";

/** docs/trust.md, What the user says: those that are done. */
function answersTo({ kind, before }: KeyChangeView): readonly Answer[] {
	const wasVerified = before === "verified";
	if (kind === "claimed") return wasVerified ? ["not-theirs", "downgrade"] : ["not-theirs", "theirs", "seen"];
	if (kind === "moved") return wasVerified ? ["downgrade"] : ["seen"];
	return ["downgrade"];
}

const answerWords: Readonly<Record<Answer, MessageKey>> = {
	seen: "trustSeen",
	theirs: "trustTheirs",
	"not-theirs": "trustNotTheirs",
	downgrade: "trustGoOn",
};

function questionOf(answer: Answer, { kind }: KeyChangeView): MessageKey | null {
	if (answer === "theirs") return "askTheirs";
	if (answer !== "downgrade") return null;
	return kind === "claimed" ? "askGoOnClaimed" : kind === "moved" ? "askGoOnMoved" : "askGoOnDoubt";
}

function Answers({ popup, contact, change }: Props) {
	const [asking, setAsking] = useState<Answer | null>(null);
	const [vain, onVain] = useState<Vain>(null);
	const say = async (answer: Answer) => {
		setAsking(null);
		const said = await popup.act("popup/answer-trust", { contact: contact.id, answer });
		// The account that was shown as theirs is another id.
		if (said !== null) popup.go({ name: "contact", id: said.value.id });
	};
	const question = asking && questionOf(asking, change);
	if (asking !== null && question !== null) {
		return (
			<fieldset class="question">
				<legend>
					<HintedText vain={vain}>{t(question, nameInSentence(contact.name))}</HintedText>
				</legend>
				<div class="actions">
					<button type="button" autofocus onClick={trusted(() => setAsking(null))}>
						{t("cancel")}
					</button>
					<StillButton class="danger" onVain={onVain} onPress={() => void say(asking)}>
						{asking === "theirs" ? t("trustTheirs") : t("trustGoOnYes")}
					</StillButton>
				</div>
			</fieldset>
		);
	}
	const [first] = answersTo(change);
	return (
		<div class="actions">
			{answersTo(change).map((answer) => {
				const press = () => (questionOf(answer, change) === null ? void say(answer) : setAsking(answer));
				const primary = answer === first && answer !== "downgrade";
				return (
					<button key={answer} type="button" class={primary ? "primary" : ""} onClick={trusted(press)}>
						{t(answerWords[answer])}
					</button>
				);
			})}
		</div>
	);
}
