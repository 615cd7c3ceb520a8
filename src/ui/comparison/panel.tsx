/** A comparison as it stands, with what can be done about it: in the popup, and in the message that it goes on from. */
import { useEffect, useState } from "preact/hooks";
import type { ComparisonAct, ComparisonReply } from "../../messaging/channels.ts";
import { CopyParts } from "../components/copy-parts.tsx";
import { Notice } from "../components/notice.tsx";
import { HintedText, StillButton, type Vain } from "../components/still-button.tsx";
import { nameInSentence, shownDuration, shownMoment, t } from "../strings.ts";
import { errorText, refusalWords } from "../words.ts";
import { ComparisonCode } from "./code.tsx";
import type { Comparing, ComparingNews } from "./comparing.ts";

type View = ComparisonReply["view"];

interface PanelProps {
	readonly view: View;
	/** As in `ContactView`. */
	readonly name: string;
	readonly comparing: Comparing;
}

export function ComparisonPanel({ view, name, comparing }: PanelProps) {
	const [vain, onVain] = useState<Vain>(null);
	const news = comparing.news.value;
	const who = nameInSentence(name);
	return (
		<div class="stack comparison" data-still="">
			<News news={news} who={who} />
			{view.kind === "compare" && <ComparisonCode code={view.code} />}
			<div class="comparison-line">
				<HintedText vain={vain}>{sentence(view, who)}</HintedText>
				{"endsAt" in view && <TimeLeft endsAt={view.endsAt} onEnd={comparing.look} />}
			</div>
			{/* Buttons of what comes next, or of another attempt, are not pressed by the press before. */}
			<Answers key={`${view.kind} ${attemptOf(view)}`} view={view} comparing={comparing} onVain={onVain} />
		</div>
	);
}

const attemptOf = (view: View) => (view.kind === "idle" ? null : view.attempt);

function sentence(view: View, who: string): string {
	switch (view.kind) {
		case "idle":
			return [
				view.ranOut ? t("compareRanOut") : "",
				view.again === null ? t("compareExplained", who) : t("compareTooMany", shownMoment(view.again)),
			]
				.join(" ")
				.trim();
		case "asked":
			return t("compareAsked", who);
		case "to-send":
			return t("compareToSend", who);
		case "waiting":
			return t("compareWaiting", who);
		case "compare":
			return t(view.readsFirst ? "compareReadFirst" : "compareListenFirst", who);
		case "compare-apart":
			return t("compareApart", who);
		case "done":
			if (view.outcome === "stopped") return t("compareStopped");
			if (view.outcome === "match") return t("compareMatched", who);
			return view.toSend ? `${t("compareDiffered", who)} ${t("compareTell", who)}` : t("compareDiffered", who);
	}
}

/** What came of the last press. */
function News({ news: { refused, sent, armor, error }, who }: { readonly news: ComparingNews; readonly who: string }) {
	const problem = problemOf(refused, error, who);
	return (
		<>
			{problem !== null && <Notice tone="problem">{problem}</Notice>}
			{sent?.outcome === "inserted" && <Notice tone="calm">{t("compareInBox")}</Notice>}
			{sent?.outcome === "refused" && <Notice tone="problem">{t(refusalWords[sent.reason])}</Notice>}
			{armor !== null && (
				<div class="stack">
					<p class="small quiet">{t("compareCopied", who)}</p>
					<CopyParts parts={armor} />
				</div>
			)}
		</>
	);
}

function problemOf(refused: ComparingNews["refused"], error: ComparingNews["error"], who: string): string | null {
	// Nothing of theirs has confirmed a session yet.
	if (error === "contact-not-writable" || refused === "unconfirmed") return t("compareUnconfirmed", who);
	if (error !== null) return errorText(error);
	// That there were too many, or that one runs, is what is shown then anyway.
	return refused === null || refused === "too-many" || refused === "running" ? null : t("compareOver");
}

interface AnswersProps {
	readonly view: View;
	readonly comparing: Comparing;
	readonly onVain: (why: Vain) => void;
}

function Answers({ view, comparing, onVain }: AnswersProps) {
	const { copy, open, news } = comparing;
	const act = (what: ComparisonAct) => comparing.act(what, attemptOf(view));
	const shared = { onVain, disabled: news.value.working } as const;
	const stop = (
		<StillButton {...shared} plain onPress={() => act("stop")}>
			{t("compareStop")}
		</StillButton>
	);
	const send = (
		<>
			<StillButton {...shared} primary onPress={() => act("send")}>
				{t("compareSend")}
			</StillButton>
			<StillButton {...shared} onPress={copy}>
				{t("compareCopy")}
			</StillButton>
		</>
	);
	switch (view.kind) {
		case "idle":
			return view.again !== null ? null : (
				<div class="actions">
					<StillButton {...shared} primary onPress={() => act("begin-pictures")}>
						{t("comparePictures")}
					</StillButton>
					<StillButton {...shared} onPress={() => act("begin-numbers")}>
						{t("compareNumbers")}
					</StillButton>
				</div>
			);
		case "asked":
			return (
				<div class="actions">
					<StillButton {...shared} primary onPress={() => act("agree")}>
						{t("compareAgree")}
					</StillButton>
					<StillButton {...shared} onPress={() => act("stop")}>
						{t("compareNotNow")}
					</StillButton>
				</div>
			);
		case "to-send":
			return (
				<div class="actions">
					{send}
					{stop}
				</div>
			);
		case "waiting":
			return <div class="actions">{stop}</div>;
		case "compare":
			return (
				<>
					<div class="comparison-answers">
						<StillButton {...shared} onPress={() => act("match")}>
							{t("compareSame")}
						</StillButton>
						<StillButton {...shared} onPress={() => act("differ")}>
							{t("compareDifferent")}
						</StillButton>
					</div>
					<div class="actions">{stop}</div>
				</>
			);
		case "compare-apart":
			return (
				<div class="actions">
					<StillButton {...shared} primary onPress={open}>
						{t("compareOpen")}
					</StillButton>
					{stop}
				</div>
			);
		case "done":
			return view.outcome === "differ" && view.toSend ? <div class="actions">{send}</div> : null;
	}
}

const lookMs = 10_000;

/** Not read out anew with every look. */
function TimeLeft({ endsAt, onEnd }: { readonly endsAt: number; readonly onEnd: () => void }) {
	const [, look] = useState(0);
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout>;
		const wait = () => {
			const left = endsAt - Date.now();
			if (left <= 0) return onEnd();
			timer = setTimeout(wait, Math.min(left, lookMs));
			look((count) => count + 1);
		};
		wait();
		return () => clearTimeout(timer);
	}, [endsAt]);
	return (
		<span class="small quiet time-left" aria-live="off">
			{t("timeLeft", shownDuration(Math.max(0, endsAt - Date.now())))}
		</span>
	);
}
