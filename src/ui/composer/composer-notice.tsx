/** How the last attempt went, in words and with the next step. */
import { CopyParts } from "../components/copy-parts.tsx";
import { Notice } from "../components/notice.tsx";
import { t } from "../strings.ts";
import { focusNow, trusted } from "../trusted.ts";
import { errorText, refusalWords } from "../words.ts";
import type { ComposerProps } from "./composer-controller.ts";
import { isChat, type Notice as NoticeState } from "./composer-state.ts";

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
						{t(refusalWords[notice.reason])}{" "}
						{t(notice.reason === "not-seen" || notice.reason === "cut" ? "textStillHere" : "nothingWasSent")}
					</p>
					<CopyParts parts={notice.copy.split("\n")} />
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
