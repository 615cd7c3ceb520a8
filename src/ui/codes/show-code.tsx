/** Our code: the picture for who is here, a link or a file for who is not. Made when it is to be seen: each is kept until it ends. */
import { useEffect, useState } from "preact/hooks";
import type { ContactView, Reply } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { Notice } from "../components/notice.tsx";
import { copyText } from "../copy-text.ts";
import { saveFile } from "../save-file.ts";
import { nameInSentence, shownTime, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { type AnyErrorCode, errorText } from "../words.ts";
import { modulesOf } from "./qr-code.ts";

type Shown = Reply<"codes/show">;

/** `hidden`: for whoever looks at this screen, and is to find the code of the other one. */
export function ShowCode({ meant, hidden }: { readonly meant: ContactView | null; readonly hidden: boolean }) {
	const [shown, setShown] = useState<Shown | null>(null);
	const [over, setOver] = useState(false);
	const [problem, setProblem] = useState<AnyErrorCode | null>(null);
	const id = meant?.id ?? null;
	const make = async () => {
		const made = await ask("codes/show", { meant: id, way: "screen" });
		setProblem(made.ok ? null : made.code);
		setShown(made.ok ? made.value : null);
		setOver(false);
	};
	useEffect(() => void make(), [id]);
	useEffect(() => {
		if (shown === null) return;
		const timer = setTimeout(() => setOver(true), Math.max(0, shown.endsAt - Date.now()));
		return () => clearTimeout(timer);
	}, [shown]);
	return (
		<section class="codes-part stack" aria-busy={shown === null && problem === null}>
			<h2>{t("codeYours")}</h2>
			{problem !== null && <Notice tone="problem">{errorText(problem)}</Notice>}
			{hidden && <p class="quiet">{t("codeHidden")}</p>}
			{shown !== null && !over && !hidden && (
				<>
					<QrPicture qr={shown.qr} />
					<p>
						{meant === null
							? t("codeYoursForAnybody", shownTime(shown.endsAt))
							: t("codeYoursFor", nameInSentence(meant.name), shownTime(shown.endsAt))}
					</p>
				</>
			)}
			{over && (
				<div role="status" class="stack">
					<p>{t("codeOver")}</p>
					<div class="actions">
						<button type="button" class="primary" onClick={trusted(() => void make())}>
							{t("codeRenew")}
						</button>
					</div>
				</div>
			)}
			<Elsewhere id={id} />
		</section>
	);
}

/** Scanners want dark on light, whatever the colours of the page. */
function QrPicture({ qr }: { readonly qr: string }) {
	const rows = modulesOf(qr);
	const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
	return (
		<svg
			class="qr"
			viewBox={`0 0 ${rows.length} ${rows.length}`}
			role="img"
			aria-label={t("codePicture")}
			shape-rendering="crispEdges"
		>
			<rect width={rows.length} height={rows.length} fill="#fff" />
			<path d={path} fill="#000" />
		</svg>
	);
}

function Elsewhere({ id }: { readonly id: string | null }) {
	const [link, setLink] = useState<Shown | null>(null);
	const [told, tell] = useState("");
	const [problem, setProblem] = useState<AnyErrorCode | null>(null);
	// One code for both: the same person gets the link or the file.
	const made = async (): Promise<Shown | null> => {
		if (link !== null && link.endsAt > Date.now()) return link;
		const result = await ask("codes/show", { meant: id, way: "link" });
		setProblem(result.ok ? null : result.code);
		if (result.ok) setLink(result.value);
		return result.ok ? result.value : null;
	};
	const copy = async () => {
		const code = await made();
		if (code === null) return;
		const copied =
			(await navigator.clipboard?.writeText(code.link).then(
				() => true,
				() => false,
			)) || copyText(code.link);
		tell(t(copied ? "copied" : "copyFailed"));
	};
	const save = async () => {
		const code = await made();
		if (code !== null) saveFile("contact.sotto", code.file);
	};
	return (
		<div class="stack">
			<div class="actions">
				<button type="button" onClick={trusted(() => void copy())}>
					{t("codeCopyLink")}
				</button>
				<button type="button" onClick={trusted(() => void save())}>
					{t("codeSaveFile")}
				</button>
				<span class="small quiet" role="status">
					{told}
				</span>
			</div>
			{problem !== null && <Notice tone="problem">{errorText(problem)}</Notice>}
			{link !== null && <textarea class="armor" readOnly rows={3} aria-label={t("codeCopyLink")} value={link.link} />}
			<p class="small quiet">{t("codeLinkNote")}</p>
		</div>
	);
}
