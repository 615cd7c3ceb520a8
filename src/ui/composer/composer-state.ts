/**
 * What the composer is doing, as a pure reducer: state and event in, state out. It asks nothing and knows no DOM;
 * `state.job` names the one thing that composer-controller.ts is to do next, and its outcome comes back as an event.
 *
 * | step          | on screen                                | Enter / Escape             |
 * | ------------- | ---------------------------------------- | -------------------------- |
 * | write         | text, chips                              | send / close or ask        |
 * | choose        | list of contacts                         | - / back                   |
 * | confirm       | "Send to Ben and Carol?"                 | yes / back                 |
 * | ask-auto-send | "May Sotto press send on HOST?"          | - / back                   |
 * | ask-discard   | "Discard this text?"                     | - / back                   |
 * | working       | text, disabled                           | - / -                      |
 */
import type {
	ComposerView,
	ContactId,
	ContactView,
	Handle,
	MessageOptions,
	Retention,
	SendRefusal,
	SendReply,
	VaultState,
} from "../../messaging/channels.ts";
import { isHeldBack } from "../held-back.ts";
import type { AnyErrorCode } from "../words.ts";

export type Step = "write" | "choose" | "confirm" | "ask-auto-send" | "ask-discard" | "working";

/** What the user set out to do; it outlives the questions on the way there. */
/** `news`: that our own account is over. */
type Goal = "message" | "invitation" | "news";

export type Job =
	| { readonly kind: "confirm"; readonly recipients: readonly ContactId[] }
	| { readonly kind: "set-auto-send"; readonly value: "yes" | "no" }
	| {
			readonly kind: "send";
			readonly sendId: string;
			readonly text: string;
			readonly recipients: readonly ContactId[];
			readonly submit: boolean;
			readonly options: MessageOptions;
			readonly moreThan?: number;
	  }
	| {
			readonly kind: "seal";
			readonly sendId: string;
			readonly text: string;
			readonly recipients: readonly ContactId[];
			readonly options: MessageOptions;
	  }
	/** Leaves the step alone: writing goes on. `before`: what held until now. */
	| { readonly kind: "set-keep"; readonly keep: Retention | null; readonly before: Retention | null }
	/** As the one before it. */
	| { readonly kind: "set-asks-clear"; readonly on: boolean }
	/** As these. What they come to is heard as news. */
	| { readonly kind: "answer-trust"; readonly contact: ContactId; readonly answer: "seen" | "not-theirs" }
	| { readonly kind: "make-sure-later"; readonly contact: ContactId }
	/** A window of ours takes the focus: it stays until the user is back. */
	| { readonly kind: "open-contact"; readonly contact: ContactId }
	| { readonly kind: "invite"; readonly sendId: string; readonly submit: boolean; readonly moreThan?: number }
	| { readonly kind: "tell-account"; readonly sendId: string; readonly submit: boolean }
	| { readonly kind: "to-safe-window"; readonly draft: string; readonly options: MessageOptions }
	| { readonly kind: "close"; readonly focusBox: boolean };

export type Notice =
	| { readonly kind: "sent" }
	| { readonly kind: "inserted" }
	| ({ readonly kind: "refused" } & SendRefusal)
	| { readonly kind: "draft-forgotten" }
	| { readonly kind: "draft-back" }
	| { readonly kind: "letters-missed" }
	| { readonly kind: "error"; readonly code: AnyErrorCode };

/** A text encrypted to be copied. `copied`: which of its parts were. */
export interface SealedText {
	readonly sendId: string;
	readonly parts: readonly string[];
	readonly copied: readonly number[];
}

/** What a reload of the safe window keeps. */
export interface Kept {
	readonly options: MessageOptions;
	readonly sealed: readonly SealedText[];
}

export interface ComposerState {
	/** `frame` stands in a web page, `safe` in a window of ours. */
	readonly surface: "frame" | "safe";
	readonly handle: Handle | null;
	readonly view: ComposerView | null;
	readonly draft: string;
	/** Written while the draft is on its way: the next message, or the draft's continuation if that fails. */
	readonly next: string;
	readonly chosen: readonly ContactId[];
	readonly step: Step;
	readonly goal: Goal;
	/** For the next message. Signing ends with it; how long it may stay holds on while the composer is open. */
	readonly options: MessageOptions;
	/** The sendId of the text as it stands: a retry must deliver the same armor. Null once text, people or options change. */
	readonly attempt: string | null;
	/** True after the page took the focus away: no text is taken until the user says so. */
	readonly stolen: boolean;
	/** Somebody joined the people of this place while the composer was open: they get nothing before a yes. */
	readonly joined: boolean;
	/** The text taken out of the site's box was sent or thrown away; else the content script puts it back in the end. */
	readonly takenSpent: boolean;
	/** A lock has taken text off the screen that was neither sent nor thrown away since: it comes back with the vault. */
	readonly behindLock: boolean;
	/** Set when the authority to insert has ended; the text can still be carried away. */
	readonly aborted: "place-changed" | "host-removed" | "closed" | null;
	readonly notice: Notice | null;
	/** The user wants the text in more messages than so many. */
	readonly moreThan: number | null;
	/** Messages of the site that the text will be; null: not known. `kept-short`: too long because of what was learned of the site. */
	readonly ahead: number | "too-long" | "kept-short" | null;
	/** The latest last. Each stays until it was copied or put away: its text is nowhere else any more. */
	readonly sealed: readonly SealedText[];
	readonly job: Job | null;
}

export type ComposerEvent =
	| { readonly type: "opened"; readonly handle: Handle; readonly view: ComposerView; readonly kept?: Kept }
	| { readonly type: "refreshed"; readonly view: ComposerView }
	| { readonly type: "vault"; readonly vault: VaultState }
	| { readonly type: "typed"; readonly text: string }
	| { readonly type: "picked"; readonly contact: ContactId; readonly on: boolean }
	| { readonly type: "options"; readonly options: MessageOptions }
	/** Null: as in the settings. */
	| { readonly type: "keep"; readonly keep: Retention | null }
	| { readonly type: "keep-saved"; readonly asked: Retention | null; readonly view: ComposerView }
	| {
			readonly type: "keep-failed";
			readonly asked: Retention | null;
			readonly before: Retention | null;
			readonly code: AnyErrorCode;
	  }
	| { readonly type: "asks-clear"; readonly on: boolean }
	| { readonly type: "asks-clear-saved"; readonly on: boolean }
	| { readonly type: "asks-clear-failed"; readonly on: boolean; readonly code: AnyErrorCode }
	| { readonly type: "answer-trust"; readonly contact: ContactId; readonly answer: "seen" | "not-theirs" }
	| { readonly type: "make-sure-later"; readonly contact: ContactId }
	| { readonly type: "trust-saved"; readonly view: ComposerView }
	| { readonly type: "show-contact"; readonly contact: ContactId }
	| { readonly type: "focused" }
	| { readonly type: "choose" }
	| { readonly type: "back" }
	/** `freshId`: 16 random bytes in hex, used if this text has no id yet. */
	| { readonly type: "send"; readonly freshId: string }
	| { readonly type: "invite"; readonly freshId: string }
	| { readonly type: "tell-account"; readonly freshId: string }
	| { readonly type: "send-smaller" }
	| { readonly type: "people-confirmed" }
	| { readonly type: "people-saved"; readonly view: ComposerView }
	| { readonly type: "auto-send"; readonly value: "yes" | "no" }
	| { readonly type: "auto-send-saved"; readonly value: "yes" | "no" }
	| { readonly type: "replied"; readonly reply: SendReply }
	| { readonly type: "sealed"; readonly sendId: string; readonly parts: readonly string[] }
	| { readonly type: "copied"; readonly sendId: string; readonly part: number }
	| { readonly type: "put-away"; readonly sendId: string }
	| { readonly type: "sized"; readonly ahead: ComposerState["ahead"] }
	| { readonly type: "failed"; readonly code: AnyErrorCode }
	| { readonly type: "escape" }
	| { readonly type: "discard" }
	| { readonly type: "done" }
	| { readonly type: "focus-stolen" }
	| { readonly type: "focus-was-theirs" }
	| { readonly type: "keys-swallowed" }
	| { readonly type: "continue-here" }
	| { readonly type: "to-safe-window" }
	| { readonly type: "moved-to-safe-window" }
	| { readonly type: "aborted"; readonly why: "place-changed" | "host-removed" | "closed" };

export function initialComposer(surface: ComposerState["surface"]): ComposerState {
	return {
		surface,
		handle: null,
		view: null,
		draft: "",
		next: "",
		chosen: [],
		step: "write",
		goal: "message",
		options: { signed: false, disappears: null },
		attempt: null,
		stolen: false,
		joined: false,
		takenSpent: false,
		behindLock: false,
		aborted: null,
		notice: null,
		moreThan: null,
		ahead: null,
		sealed: [],
		job: null,
	};
}

export function composerReducer(state: ComposerState, event: ComposerEvent): ComposerState {
	switch (event.type) {
		case "opened":
			return {
				...initialComposer(state.surface),
				handle: event.handle,
				view: event.view,
				draft: event.view.draft || event.view.taken,
				options: event.view.options,
				notice: event.view.draftBack ? { kind: "draft-back" } : null,
				...event.kept,
				step: firstStep(event.view),
				chosen: ids(event.view),
			};
		case "refreshed":
			return withView(state, event.view);
		case "vault":
			return event.vault === "unlocked" ? state : forget(state, event.vault);
		case "typed":
			return typed(state, event.text);
		case "picked":
			return pick(state, event.contact, event.on);
		case "options":
			return mayType(state) ? { ...state, options: event.options, step: "write", attempt: null, notice: null } : state;
		case "keep":
			return setKeep(state, event.keep);
		case "keep-saved":
			if (!isNews(state, event.asked) || state.view === null) return state;
			return {
				...withoutJob(state, "set-keep"),
				view: { ...state.view, keep: event.view.keep, ownKeep: event.view.ownKeep },
			};
		case "keep-failed":
			if (!isNews(state, event.asked) || state.view === null) return state;
			return {
				...withoutJob(state, "set-keep"),
				view: { ...state.view, ownKeep: event.before },
				notice: { kind: "error", code: event.code },
			};
		case "asks-clear":
			if (!mayType(state) || state.view === null || event.on === state.view.asksClear) return state;
			return {
				...state,
				view: { ...state.view, asksClear: event.on },
				notice: null,
				job: { kind: "set-asks-clear", on: event.on },
			};
		case "asks-clear-saved":
			return isLatestWish(state, event.on) ? withoutJob(state, "set-asks-clear") : state;
		case "asks-clear-failed":
			if (!isLatestWish(state, event.on) || state.view === null) return state;
			return {
				...withoutJob(state, "set-asks-clear"),
				view: { ...state.view, asksClear: !event.on },
				notice: { kind: "error", code: event.code },
			};
		case "answer-trust":
			return aside(state, { kind: "answer-trust", contact: event.contact, answer: event.answer });
		case "make-sure-later":
			return aside(state, { kind: "make-sure-later", contact: event.contact });
		case "trust-saved":
			return withView(withoutJob(withoutJob(state, "answer-trust"), "make-sure-later"), event.view);
		case "show-contact":
			return aside(state, { kind: "open-contact", contact: event.contact });
		case "focused":
			return withoutJob(state, "open-contact");
		case "choose":
			return isBusy(state) ? state : { ...state, step: state.step === "choose" ? "write" : "choose", notice: null };
		case "back":
			return isBusy(state) ? state : { ...state, step: "write", job: null };
		case "send":
			return send(state, event.freshId);
		case "invite":
			return mayInvite(state) ? proceed(towards(state, "invitation", event.freshId)) : state;
		case "tell-account":
			return mayTell(state) ? proceed(towards(state, "news", event.freshId)) : state;
		case "send-smaller":
			return maySendSmaller(state) ? proceed({ ...state, moreThan: partsRefused(state), notice: null }) : state;
		case "people-confirmed":
			if (state.step !== "confirm" || state.stolen) return state;
			return { ...state, step: "working", job: { kind: "confirm", recipients: state.chosen } };
		case "people-saved":
			// The vault was locked meanwhile: the view is older than that.
			if (state.job?.kind !== "confirm") return state;
			return proceed({ ...withView(state, event.view), chosen: ids(event.view), joined: false });
		case "auto-send":
			if (state.step !== "ask-auto-send" || state.stolen) return state;
			return { ...state, step: "working", job: { kind: "set-auto-send", value: event.value } };
		case "auto-send-saved":
			if (state.view === null) return state;
			return proceed({ ...state, view: { ...state.view, autoSend: event.value } });
		case "replied":
			return replied(state, event.reply);
		case "sealed":
			return sealed(state, event.sendId, event.parts);
		case "copied":
			return {
				...state,
				sealed: state.sealed.map((one) =>
					one.sendId === event.sendId ? { ...one, copied: [...new Set([...one.copied, event.part])] } : one,
				),
			};
		case "put-away":
			return { ...state, sealed: state.sealed.filter(({ sendId }) => sendId !== event.sendId) };
		case "sized":
			return { ...state, ahead: event.ahead };
		case "failed":
			return { ...withNext(state), step: "write", job: null, notice: { kind: "error", code: event.code } };
		case "escape":
			return stepBack(state);
		case "discard":
			return state.surface === "frame" ? close(cleared(state)) : cleared(state);
		case "done":
			// The next message has been begun already.
			return state.draft.trim() === "" ? close(state) : { ...state, notice: null };
		case "focus-stolen":
			return isGuarded(state) ? { ...state, stolen: true } : state;
		case "focus-was-theirs":
			return { ...state, stolen: false };
		case "keys-swallowed":
			return state.stolen || !isGuarded(state) ? state : { ...state, notice: { kind: "letters-missed" } };
		case "continue-here":
			return { ...state, stolen: false };
		case "to-safe-window":
			return isBusy(state)
				? state
				: { ...state, step: "working", job: { kind: "to-safe-window", draft: state.draft, options: state.options } };
		case "moved-to-safe-window":
			return close(cleared(state), false);
		case "aborted":
			if (event.why !== "place-changed") return close(cleared(state), false);
			return { ...withNext(state), aborted: event.why, step: "write", job: null };
	}
}

export function mayType(state: ComposerState): boolean {
	return state.view?.vault === "unlocked" && !isBusy(state) && !state.stolen && state.aborted === null;
}

/** True also while the text before is on its way: what is written then is the next one. */
export function mayWrite(state: ComposerState): boolean {
	return mayType(state) || (isSending(state) && isChat(state) && !state.stolen && state.aborted === null);
}

/** What stands in the field. A text on its way has left it, and comes back if it could not be sent. */
export function fieldText(state: ComposerState): string {
	return isSending(state) && isChat(state) ? state.next : state.draft;
}

/** False: it is for one field or selection, once, and goes nowhere by itself. */
export function isChat(state: ComposerState): boolean {
	return state.view?.into !== "field" && state.view?.into !== "selection";
}

export function maySend(state: ComposerState): boolean {
	if (state.view?.ended === true) return false;
	return mayType(state) && state.chosen.length > 0 && heldBack(state).length === 0 && state.draft.trim() !== "";
}

/** Of those the text is for, the ones to whom nothing may be sent: the user has to look first. */
export function heldBack({ view, chosen }: ComposerState): readonly ContactView[] {
	return (view?.contacts ?? []).filter((contact) => chosen.includes(contact.id) && isHeldBack(contact));
}

export function mayInvite(state: ComposerState): boolean {
	return mayType(state) && state.view?.canInsert === true && isChat(state) && !state.view.ended;
}

/** Our own account is over, and the chat can be told. */
export function mayTell(state: ComposerState): boolean {
	return mayType(state) && state.view?.canInsert === true && isChat(state) && state.view.ended;
}

/** The very same text may go out in smaller parts: it has not been changed since it was refused. */
export function maySendSmaller(state: ComposerState): boolean {
	const isOffered = state.notice?.kind === "refused" && state.notice.next === "offer";
	return isOffered && state.attempt !== null && mayType(state);
}

const partsRefused = ({ notice }: ComposerState): number | null =>
	notice?.kind === "refused" ? notice.copy.split("\n").length : null;

/** True while the people on screen are not the ones the user confirmed for this place. */
export function needsConfirmation(state: ComposerState): boolean {
	return state.view === null || state.joined || !state.view.confirmed || !samePeople(state.chosen, ids(state.view));
}

/** Text that is already there comes first; without text, people do. */
function firstStep(view: ComposerView): Step {
	const nobodyYet = view.recipients.length === 0 && view.contacts.length > 0;
	return nobodyYet && view.draft === "" && view.taken === "" ? "choose" : "write";
}

/** While true an unannounced loss of the focus is a theft; else there is nothing to steal, or a window of ours is opening. */
export function isGuarded(state: ComposerState): boolean {
	return state.view?.vault === "unlocked" && !opensWindow(state) && state.job?.kind !== "close";
}

const opensWindow = ({ job }: ComposerState): boolean => job?.kind === "to-safe-window" || job?.kind === "open-contact";

/** The next thing on the way to the goal: a question that is still open, or the job itself. */
function proceed(state: ComposerState): ComposerState {
	const { view, attempt } = state;
	if (view === null || attempt === null || state.stolen || state.aborted !== null)
		return { ...state, step: "write", job: null };
	if (state.goal === "message" && needsConfirmation(state)) return { ...state, step: "confirm", job: null };
	if (state.goal === "message" && !view.canInsert) {
		const { draft: text, chosen: recipients, options } = state;
		const job: Job = { kind: "seal", sendId: attempt, text, recipients, options };
		return { ...state, step: "working", job };
	}
	if (view.autoSend === "ask" && isChat(state)) return { ...state, step: "ask-auto-send", job: null };
	const submit = view.autoSend === "yes" && isChat(state);
	if (state.goal === "news") {
		return { ...state, step: "working", job: { kind: "tell-account", sendId: attempt, submit } };
	}
	const smaller = state.moreThan === null ? {} : { moreThan: state.moreThan };
	const job: Job =
		state.goal === "invitation"
			? { kind: "invite", sendId: attempt, submit, ...smaller }
			: {
					kind: "send",
					sendId: attempt,
					text: state.draft,
					recipients: state.chosen,
					submit,
					options: state.options,
					...smaller,
				};
	return { ...state, step: "working", job };
}

/** A retry keeps its id; an invitation and a message are never the same thing to deliver. */
function towards(state: ComposerState, goal: Goal, freshId: string): ComposerState {
	const attempt = state.goal === goal ? (state.attempt ?? freshId) : freshId;
	return { ...state, goal, attempt, moreThan: null, notice: null };
}

function send(state: ComposerState, freshId: string): ComposerState {
	if (maySend(state)) return proceed(towards(state, "message", freshId));
	const hasNobody = state.chosen.length === 0 && state.view?.contacts.length !== 0;
	const onlyPeopleMissing = mayType(state) && state.draft.trim() !== "" && hasNobody;
	return onlyPeopleMissing ? { ...state, step: "choose", notice: null } : state;
}

function replied(state: ComposerState, reply: SendReply): ComposerState {
	if (reply.outcome === "refused") {
		const { outcome: kind, ...refusal } = reply;
		const notice: Notice = { kind, ...refusal };
		return { ...withNext(state), step: "write", job: null, notice };
	}
	const missed = state.notice?.kind === "letters-missed" ? state.notice : null;
	if (state.goal !== "message") {
		// It leaves the text alone, which has not been sent. The keyboard stays away from the site's box.
		const done = { ...state, step: "write" as const, job: null, attempt: null, notice: { kind: reply.outcome } };
		return reply.outcome === "sent" && state.surface === "frame" && state.draft === "" ? close(done, false) : done;
	}
	// The composer stays for the next message: whoever goes on typing must not type into the site's box.
	const { next: draft, stolen } = state;
	return { ...cleared(state), draft, stolen, notice: missed ?? { kind: reply.outcome } };
}

/** Also when the vault was locked meanwhile, and when something else is being written by now. */
function sealed(state: ComposerState, sendId: string, parts: readonly string[]): ComposerState {
	const now = { ...state, sealed: [...toCopy(state), { sendId, parts, copied: [] }] };
	if (state.job?.kind !== "seal") return now;
	return {
		...now,
		step: "write",
		job: null,
		draft: "",
		takenSpent: true,
		options: unsigned(state),
		attempt: null,
		notice: null,
	};
}

export const isCopied = ({ parts, copied }: SealedText): boolean => copied.length === parts.length;

function typed(state: ComposerState, text: string): ComposerState {
	if (isSending(state)) return mayWrite(state) ? { ...state, next: text } : state;
	if (!mayType(state)) return state;
	// Whoever types is here: the focus is guarded again.
	const here = withoutJob(state, "open-contact");
	return { ...here, draft: text, step: "write", attempt: null, notice: null, sealed: toCopy(state) };
}

/** The draft was not sent: what was written after it follows it. */
function withNext(state: ComposerState): ComposerState {
	if (state.next === "") return state;
	// Only the first half was to be signed.
	return { ...state, draft: `${state.draft}\n${state.next}`, next: "", attempt: null, options: unsigned(state) };
}

function pick(state: ComposerState, contact: ContactId, on: boolean): ComposerState {
	if (isBusy(state)) return state;
	const others = state.chosen.filter((id) => id !== contact);
	return { ...state, chosen: on ? [...others, contact] : others, attempt: null, notice: null };
}

/** Shown at once; `job` is free whenever something may be typed, but for an older wish of the same kind. */
function setKeep(state: ComposerState, keep: Retention | null): ComposerState {
	if (!mayType(state) || state.view === null || keep === state.view.ownKeep) return state;
	const before = state.job?.kind === "set-keep" ? state.job.before : state.view.ownKeep;
	return { ...state, view: { ...state.view, ownKeep: keep }, notice: null, job: { kind: "set-keep", keep, before } };
}

/** Something besides the text, which stays as it is. */
function aside(state: ComposerState, job: Job): ComposerState {
	return mayType(state) ? { ...state, step: "write", notice: null, job } : state;
}

/** False for the outcome of a wish that a later one has replaced. */
function isNews({ job }: ComposerState, asked: Retention | null): boolean {
	return job?.kind !== "set-keep" || job.keep === asked;
}

/** False for the outcome of a wish that was taken back meanwhile. */
function isLatestWish({ view }: ComposerState, on: boolean): boolean {
	return view?.asksClear === on;
}

function withoutJob(state: ComposerState, kind: Job["kind"]): ComposerState {
	return state.job?.kind === kind ? { ...state, job: null } : state;
}

function stepBack(state: ComposerState): ComposerState {
	if (isBusy(state)) return state;
	if (state.step !== "write") return { ...state, step: "write", job: null };
	// What still stands in the field is not lost.
	const isThere = !isChat(state) && state.draft === state.view?.taken;
	const asks = state.draft.trim() !== "" && state.view?.vault === "unlocked" && !isThere;
	// Its button for the same has brought up the question.
	const notice = state.notice?.kind === "draft-back" ? null : state.notice;
	return asks ? { ...state, step: "ask-discard", notice } : close(state);
}

function withView(state: ComposerState, view: ComposerView): ComposerState {
	const untouched = state.view === null || samePeople(state.chosen, ids(state.view));
	const known = new Set(view.contacts.map((contact) => contact.id));
	// Only after unlocking: what the user has emptied stays empty.
	const wasOpen = state.view?.vault === "unlocked";
	const draft = wasOpen ? state.draft : draftUnlocked(state, view);
	const taken = state.takenSpent ? "" : view.taken || (state.view?.taken ?? "");
	const joined = state.joined || (wasOpen && !ids(view).every((id) => ids(state.view ?? view).includes(id)));
	const now = { ...view, taken };
	const chosen = untouched ? ids(view) : state.chosen.filter((id) => known.has(id));
	// For others it is another message.
	const isOther = state.step === "write" && !samePeople(chosen, state.chosen);
	// The lock has taken the options off the screen too.
	const behindLock = state.behindLock && view.vault !== "unlocked";
	const unlocked = wasOpen ? {} : { options: view.options, notice: noticeAfter(state, view, draft), behindLock };
	return {
		...state,
		...unlocked,
		view: now,
		draft,
		joined,
		chosen,
		attempt: isOther ? null : state.attempt,
	};
}

/** Nothing that was sent or thrown away comes back, though what stands there for an earlier moment may still name it. */
function draftUnlocked({ draft, behindLock, takenSpent }: ComposerState, view: ComposerView): string {
	if (!takenSpent) return draft || view.draft || view.taken;
	return behindLock ? draft || view.draft : draft;
}

function noticeAfter(state: ComposerState, view: ComposerView, draft: string): Notice | null {
	if (view.vault !== "unlocked") return state.notice;
	return view.draftBack && draft === view.draft ? { kind: "draft-back" } : null;
}

/** The vault closed: the surface forgets text, people and mark, and keeps the handle to come back with. */
function forget(state: ComposerState, vault: VaultState): ComposerState {
	if (state.view === null) return state;
	const view = { ...state.view, vault, mark: null, recipients: [], contacts: [], taken: "", draft: "", doubt: null };
	const behindLock = state.behindLock || state.draft.trim() !== "";
	const notice: Notice | null = behindLock ? { kind: "draft-forgotten" } : null;
	const { surface, handle, aborted, takenSpent, sealed } = state;
	const kept = { handle, view, notice, behindLock, aborted, takenSpent, sealed, options: unsigned(state) };
	return { ...initialComposer(surface), ...kept };
}

function cleared(state: ComposerState): ComposerState {
	const view = state.view === null ? null : { ...state.view, taken: "", draft: "", inBox: "nothing" as const };
	const nothing = {
		draft: "",
		next: "",
		attempt: null,
		notice: null,
		ahead: null,
		job: null,
		stolen: false,
		takenSpent: true,
		behindLock: false,
	};
	return { ...state, ...nothing, view, options: unsigned(state), step: "write" };
}

function close(state: ComposerState, focusBox = true): ComposerState {
	return state.surface === "frame" ? { ...state, job: { kind: "close", focusBox } } : { ...state, notice: null };
}

const unsigned = ({ options }: ComposerState): MessageOptions => ({ ...options, signed: false });
const toCopy = ({ sealed }: ComposerState) => sealed.filter((one) => !isCopied(one));
const isSending = (state: ComposerState) => state.job?.kind === "send";
const isBusy = (state: ComposerState) => state.step === "working";
const ids = (view: ComposerView) => view.recipients.map((contact) => contact.id);
export const samePeople = (some: readonly ContactId[], others: readonly ContactId[]) =>
	some.length === others.length && some.every((id) => others.includes(id));
