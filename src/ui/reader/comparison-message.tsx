/** A message that carries a step of comparing a code, in place of a text: where it goes on, what can be done; else a line. */
import type { ComparisonShown } from "../../messaging/channels.ts";
import type { Comparing } from "../comparison/comparing.ts";
import { ComparisonPanel } from "../comparison/panel.tsx";
import { RestIcon } from "../components/rest-icon.tsx";
import { type MessageKey, nameInSentence, t } from "../strings.ts";

export function ComparisonMessage(props: {
	readonly shown: ComparisonShown;
	readonly own: boolean;
	/** Null: on this surface nothing can be done about it. */
	readonly comparing: Comparing | null;
}) {
	const { shown, own, comparing } = props;
	const { contact, now } = shown;
	if (contact !== null && now !== null && comparing !== null) {
		return <ComparisonPanel view={now} name={contact.name} comparing={comparing} />;
	}
	const who = nameInSentence(contact?.name ?? "");
	return (
		<>
			<p class="reader-line">
				<RestIcon />
				<span class="grow">
					{stepWords(shown.says, own, who)}
					{shown.over && !saysItsEnd.includes(shown.says) && ` ${t("compareOver")}`}
				</span>
			</p>
			{now !== null && contact !== null && <p class="small quiet">{t("compareElsewhere", who)}</p>}
		</>
	);
}

/** What ended it. */
const saysItsEnd: readonly ComparisonShown["says"][] = ["differ", "stopped"];

const ofOthers: Readonly<Record<ComparisonShown["says"], MessageKey>> = {
	asked: "stepAsked",
	"goes-on": "stepGoesOn",
	answered: "stepAnswered",
	differ: "stepDiffer",
	stopped: "stepStopped",
	scanned: "stepScanned",
};
const ofOurs: typeof ofOthers = {
	asked: "stepAskedSelf",
	"goes-on": "stepGoesOn",
	answered: "stepAnsweredSelf",
	differ: "stepDifferSelf",
	stopped: "compareStopped",
	scanned: "stepScannedSelf",
};

function stepWords(says: ComparisonShown["says"], own: boolean, who: string): string {
	return own ? t(ofOurs[says]) : t(ofOthers[says], who);
}
