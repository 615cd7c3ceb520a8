/** What Sotto sees on the page of this tab, ready to copy into a bug report. Nothing the user wrote or read is in it. */
import { useEffect, useState } from "preact/hooks";
import type { Diagnosis } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { Notice } from "../components/notice.tsx";
import { copyText } from "../copy-text.ts";
import { counted, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { type AnyErrorCode, errorText } from "../words.ts";

export function DiagnosisPage() {
	const [diagnosis, setDiagnosis] = useState<Diagnosis | null>(null);
	const [problem, setProblem] = useState<AnyErrorCode | null>(null);
	const [told, tell] = useState("");
	const look = async () => {
		setDiagnosis(null);
		tell("");
		const result = await ask("popup/diagnose", null);
		setProblem(result.ok ? null : result.code);
		if (result.ok) setDiagnosis(result.value);
	};
	useEffect(() => void look(), []);
	if (problem !== null) {
		return (
			<section class="section">
				<Notice tone="problem">{errorText(problem)}</Notice>
			</section>
		);
	}
	if (diagnosis === null) return <div class="section" aria-busy="true" />;
	const report = reportText(diagnosis);
	const boxes = diagnosis.frames.flatMap((frame) => frame.boxes);
	const locks = boxes.filter(({ lock }) => lock).length;
	const shown = diagnosis.frames.reduce((sum, { armor }) => sum + armor.shown, 0);
	return (
		<section class="section stack">
			<p>{t("diagnosisExplained")}</p>
			{diagnosis.frames.length === 0 ? (
				<Notice tone="problem">{t("diagnosisNobody")}</Notice>
			) : (
				<ul class="plain-list">
					<li>{counted(boxes.length, "diagnosisBox", "diagnosisBoxes")}</li>
					<li>{counted(locks, "diagnosisLock", "diagnosisLocks")}</li>
					<li>{counted(shown, "diagnosisMessage", "diagnosisMessages")}</li>
				</ul>
			)}
			<textarea class="armor" readOnly rows={10} aria-label={t("diagnosisReport")} value={report} />
			<div class="actions">
				<button
					type="button"
					class="primary"
					onClick={trusted(() => tell(t(copyText(report) ? "copied" : "copyFailed")))}
				>
					{t("copy")}
				</button>
				<button type="button" onClick={trusted(() => void look())}>
					{t("diagnosisAgain")}
				</button>
				<span class="small quiet" role="status">
					{told}
				</span>
			</div>
		</section>
	);
}

/** In the words of the code, for whoever reads bug reports. */
export function reportText(diagnosis: Diagnosis): string {
	return JSON.stringify({ browser: navigator.userAgent, ...diagnosis }, null, "\t");
}
