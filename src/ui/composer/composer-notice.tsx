/** How the last attempt went, in words and with the next step. */

import type { SendRefusal } from "../../messaging/channels.ts";
import { CopyParts } from "../components/copy-parts.tsx";
import { Notice } from "../components/notice.tsx";
import { t } from "../strings.ts";
import { focusNow, trusted } from "../trusted.ts";
import { errorText, refusalWords } from "../words.ts";
import type { ComposerProps } from "./composer-controller.ts";
import { isChat, maySendSmaller, type Notice as NoticeState } from "./composer-state.ts";

export function ComposerNotice({
	notice,
	state,
	dispatch,
}: Pick<ComposerProps, "state" | "dispatch"> & { readonly notice: NoticeState }) {
	switch (notice.kind) {
		case "sent":
			return <Notice tone="good">{t("noticeSent")}</Notice>;
		case "inserted":
			return (
				<Notice tone="good">
					<p>{t(isChat(state) ? "noticeInserted" : "noticeEncrypted", state.view?.site ?? "")}</p>
					{state.surface === "frame" && (
						<div class="actions">
							<button type="button" class="primary" ref={focusNow} onClick={trusted(() => dispatch({ type: "done" }))}>
								{t("done")}
							</button>
						</div>
					)}
				</Notice>
			);
		case "refused":
			return (
				<Notice tone="problem">
					<p>
						{refusalText(notice)} {fateText(notice)}
					</p>
					{maySendSmaller(state) && <p>{t("smallerExplained")}</p>}
					<CopyParts parts={notice.copy.split("\n")}>
						{maySendSmaller(state) && (
							<button type="button" onClick={trusted(() => dispatch({ type: "send-smaller" }))}>
								{t("sendSmaller")}
							</button>
						)}
					</CopyParts>
				</Notice>
			);
		case "draft-forgotten":
			return <Notice tone="calm">{t("composerDraftForgotten")}</Notice>;
		case "draft-back":
			return (
				<Notice tone="calm">
					<p>{t("composerDraftBack")}</p>
					<div class="actions">
						<button type="button" class="plain" onClick={trusted(() => dispatch({ type: "escape" }))}>
							{t("discard")}
						</button>
					</div>
				</Notice>
			);
		case "letters-missed":
			return <Notice tone="calm">{t("lettersMissed")}</Notice>;
		case "error":
			return (
				<Notice tone="problem">
					{notice.code === "too-large" && !isChat(state) ? t("tooLongForField") : errorText(notice.code)}
				</Notice>
			);
	}
}

function refusalText({ reason, copy, out, next }: SendRefusal): string {
	if (reason === "too-many") return t("refusedTooMany", String(copy.split("\n").length));
	if (reason === "cut" && next !== "smaller") return t(next === "offer" ? "refusedCutAgain" : "refusedCutSmall");
	return t(reason === "no-send" && out !== undefined ? "refusedNoSendAfter" : refusalWords[reason]);
}

/** What became of the message: of what came out in part or was not seen, nobody can say that it was not sent. */
function fateText({ reason, out }: SendRefusal): string {
	if (reason === "cut" || reason === "partly") return t("textStillHere");
	if (out !== undefined) return t("someWentOut", String(out.count), String(out.of));
	return t(reason === "not-seen" ? "textStillHere" : "nothingWasSent");
}
