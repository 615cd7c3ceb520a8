/** The composer on screen, for the frame over the site's box and for the safe window alike. */
import { useEffect, useRef } from "preact/hooks";
import type { ComposerView as View } from "../../messaging/channels.ts";
import { requestId } from "../../platform/runtime.ts";
import { Notice } from "../components/notice.tsx";
import { PeopleChoice } from "../components/people-choice.tsx";
import { PersonalMarkView } from "../components/personal-mark.tsx";
import { RestIcon } from "../components/rest-icon.tsx";
import { t } from "../strings.ts";
import { focusNow, trusted } from "../trusted.ts";
import type { Composer, ComposerProps } from "./composer-controller.ts";
import { ComposerEnded } from "./composer-ended.tsx";
import { ComposerNotice } from "./composer-notice.tsx";
import { ComposerOptions } from "./composer-options.tsx";
import { ComposerPlace } from "./composer-place.tsx";
import { ComposerQuestion } from "./composer-question.tsx";
import {
	type ComposerState,
	fieldText,
	heldBack,
	isChat,
	mayInvite,
	maySend,
	mayType,
	mayWrite,
} from "./composer-state.ts";
import { ComposerTrust } from "./composer-trust.tsx";
import { keepFocusInside } from "./keep-focus-inside.ts";
import { RecipientChips } from "./recipient-chips.tsx";
import { SealedTexts } from "./sealed-texts.tsx";
import { StolenNotice } from "./stolen-notice.tsx";

/** The text field, found by the focus guard. */
export const composerFieldId = "composer-text";

export function ComposerView({ state, dispatch, unlock }: ComposerProps) {
	const { view } = state;
	const root = useRef<HTMLDivElement>(null);
	useEffect(
		() => (root.current === null || state.surface === "safe" ? undefined : keepFocusInside(root.current)),
		[view === null],
	);
	if (view === null) return <div class="composer" aria-busy="true" />;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: Escape works wherever the focus is inside
		<div
			class={`composer composer-${state.surface}`}
			ref={root}
			onKeyDown={trusted((event) => event.key === "Escape" && dispatch({ type: "escape" }))}
		>
			<header class="composer-head">
				<RestIcon />
				{view.vault === "unlocked" ? (
					<RecipientChips state={state} dispatch={dispatch} />
				) : (
					<span class="grow quiet">{t("appName")}</span>
				)}
				{view.mark !== null && <PersonalMarkView mark={view.mark} />}
				{state.surface === "frame" && (
					<button
						type="button"
						class="icon"
						aria-label={t("close")}
						onClick={trusted(() => dispatch({ type: "escape" }))}
					>
						<CloseIcon />
					</button>
				)}
			</header>
			{view.vault === "unlocked" ? (
				<Writing state={state} dispatch={dispatch} />
			) : (
				<Closed state={state} dispatch={dispatch} unlock={unlock} />
			)}
		</div>
	);
}

function Closed({ state, dispatch, unlock }: ComposerProps) {
	const none = state.view?.vault === "none";
	return (
		<>
			<div class="composer-body stack">
				<p>{none ? t("composerNoVault") : t("composerLocked")}</p>
				{state.notice !== null && <ComposerNotice notice={state.notice} state={state} dispatch={dispatch} />}
				<SealedTexts state={state} dispatch={dispatch} />
				<div class="actions">
					<button type="button" class="primary" ref={focusNow} onClick={trusted(unlock)}>
						{none ? t("setUp") : t("unlock")}
					</button>
				</div>
			</div>
			<div class="fill" />
		</>
	);
}

function Writing({ state, dispatch }: Pick<ComposerProps, "state" | "dispatch">) {
	const { view } = state;
	const field = useRef<HTMLTextAreaElement>(null);
	const writable = mayWrite(state);
	const writing = showsText(state);
	const backToText = writing && state.step === "write" && !state.stolen;
	useEffect(() => {
		if (backToText) field.current?.focus({ preventScroll: true });
	}, [backToText]);
	useEffect(() => fitHeight(field.current), [fieldText(state)]);
	if (view === null) return null;
	const alone = view.contacts.length === 0;
	const chats = view.canInsert && isChat(state);
	const hasNotice = state.notice?.kind === "inserted";
	return (
		<>
			{state.step === "choose" && (
				<div class="composer-body stack" ref={focusFirstChoice}>
					<PeopleChoice
						contacts={view.contacts}
						chosen={state.chosen}
						onPick={(contact, on) => dispatch({ type: "picked", contact, on })}
					/>
					<div class="actions">
						<button type="button" class="primary" onClick={trusted(() => dispatch({ type: "back" }))}>
							{t("done")}
						</button>
						{isChat(state) && <InviteButton state={state} dispatch={dispatch} />}
					</div>
				</div>
			)}
			{alone && !chats && <p class="composer-body">{t("noContacts")}</p>}
			{alone && !hasNotice && chats && !view.ended && (
				<div class="composer-body stack">
					<p>{t("inviteExplained", view.site)}</p>
					<div class="actions">
						<InviteButton state={state} dispatch={dispatch} primary />
					</div>
				</div>
			)}
			<textarea
				id={composerFieldId}
				class="composer-text"
				ref={field}
				dir="auto"
				rows={2}
				autofocus
				// Else Chromium writes the text into the files it restores tabs from.
				autocomplete="off"
				hidden={!writing}
				value={fieldText(state)}
				readOnly={!writable}
				aria-label={t(isChat(state) ? "composerText" : "passageText")}
				placeholder={t(isChat(state) ? "composerPlaceholder" : "passageText")}
				onInput={trusted((event) => dispatch({ type: "typed", text: event.currentTarget.value }))}
				onKeyDown={trusted((event) => onKey(event, dispatch))}
			/>
			<div class="composer-states" aria-live="polite">
				{state.step === "working" && !writing && <p class="small quiet">{t("working")}</p>}
				{writing && !isChat(state) && <WhereItGoes view={view} />}
				{view.ended && state.step === "write" && state.notice?.kind !== "inserted" && (
					<ComposerEnded state={state} dispatch={dispatch} />
				)}
				<ComposerPlace state={state} />
				{!state.stolen && state.step === "write" && <ComposerTrust state={state} dispatch={dispatch} />}
				{state.stolen && <StolenNotice dispatch={dispatch} />}
				{state.aborted !== null && <AbortedNotice dispatch={dispatch} />}
				<SealedTexts state={state} dispatch={dispatch} />
				{!state.stolen && state.notice !== null && (
					<ComposerNotice notice={state.notice} state={state} dispatch={dispatch} />
				)}
				{!state.stolen && <ComposerQuestion state={state} dispatch={dispatch} />}
			</div>
			{state.surface === "frame" && <div class="fill" onPointerUp={trusted(() => field.current?.focus())} />}
			{writing && (
				<ComposerOptions
					state={state}
					dispatch={dispatch}
					backToText={() => field.current?.focus({ preventScroll: true })}
				/>
			)}
			<footer class="composer-foot" hidden={!writing}>
				<span class="small quiet grow">{state.step === "working" ? t("working") : hint(state)}</span>
				<button
					type="button"
					class="primary"
					disabled={!maySend(state)}
					onClick={trusted(() => dispatch({ type: "send", freshId: requestId() }))}
				>
					{chats ? t("send") : t("encrypt")}
				</button>
			</footer>
		</>
	);
}

/** What becomes of the text of a field. */
function WhereItGoes({ view: { into, taken, site } }: { readonly view: View }) {
	return (
		<Notice tone="calm">
			{t(into === "field" ? "goesIntoField" : "goesIntoSelection", site)} {taken === "" ? "" : t("standsThere")}
		</Notice>
	);
}

function InviteButton({
	state,
	dispatch,
	primary,
}: Pick<ComposerProps, "state" | "dispatch"> & { readonly primary?: boolean }) {
	return (
		<button
			type="button"
			class={primary ? "primary" : "plain"}
			{...(primary ? { ref: focusNow } : {})}
			disabled={!mayInvite(state)}
			onClick={trusted(() => dispatch({ type: "invite", freshId: requestId() }))}
		>
			{t("invite")}
		</button>
	);
}

function AbortedNotice({ dispatch }: Pick<ComposerProps, "dispatch">) {
	return (
		<Notice tone="problem">
			<p>{t("composerAborted")}</p>
			<div class="actions">
				<button type="button" onClick={trusted(() => dispatch({ type: "to-safe-window" }))}>
					{t("openSafeWindow")}
				</button>
				<button type="button" class="plain" onClick={trusted(() => dispatch({ type: "escape" }))}>
					{t("discard")}
				</button>
			</div>
		</Notice>
	);
}

/** Nothing to write while choosing, with nobody to write to, or once it stands in the site's box. */
function showsText(state: ComposerState): boolean {
	if (state.step === "choose" || (state.notice?.kind === "inserted" && state.surface === "frame")) return false;
	return state.draft !== "" || state.view?.contacts.length !== 0;
}

function hint(state: ComposerState): string {
	if (!mayType(state) || state.view?.ended === true) return "";
	if (state.chosen.length === 0) return state.view?.contacts.length === 0 ? "" : t("choosePeopleFirst");
	if (heldBack(state).length > 0) return t("hintHeldBack");
	if (state.ahead === "kept-short") return t("hintKeptShort");
	if (state.ahead === "too-long") return t(isChat(state) ? "hintTooLong" : "tooLongForField");
	const isByHand = state.view?.canInsert === true && state.view.autoSend === "no" && isChat(state);
	if (isByHand && state.ahead !== null && state.ahead > 1) return t("hintManyByHand", String(state.ahead));
	const many = state.ahead !== null && state.ahead > 1 ? `${t("hintParts", String(state.ahead))} · ` : "";
	return many + enterHint(state);
}

function enterHint(state: ComposerState): string {
	if (state.view?.canInsert === false || !isChat(state)) return t("hintEnterEncrypts");
	return state.view?.autoSend === "no" ? t("hintEnterInserts") : t("hintEnterSends");
}

/** Enter sends, Shift+Enter breaks the line; an Enter that ends a composition (IME) belongs to the text. */
function onKey(event: KeyboardEvent, dispatch: Composer["dispatch"]): void {
	if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
	event.preventDefault();
	if (!event.repeat) dispatch({ type: "send", freshId: requestId() });
}

function focusFirstChoice(list: HTMLElement | null): void {
	focusNow(list?.querySelector<HTMLElement>("input:enabled, button:enabled") ?? null);
}

/** Grows with the text; the style sheet sets the most. */
function fitHeight(field: HTMLTextAreaElement | null): void {
	if (field === null) return;
	field.style.height = "auto";
	field.style.height = `${field.scrollHeight}px`;
}

function CloseIcon() {
	return (
		<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
			<path d="m2.5 2.5 7 7m0-7-7 7" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
		</svg>
	);
}
