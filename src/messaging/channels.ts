/**
 * Every request that crosses a process border, its reply, and who may send it. The direction is in the name:
 * the part before the slash is the sender, the receiver is always the background (src/background/router.ts).
 *
 * The names under `content/` are all that a content script can say. Their replies are built from `ContentReply` types, which
 * hold no text a person wrote, no name and no key: that is what keeps plaintext out of the page's process
 * (test/messaging/content-channel.types.test.ts).
 */

import type { ProtocolErrorCode } from "../protocol/index.ts";
import type { Retention } from "./retention.ts";

export type { Retention } from "./retention.ts";

/** Who sent a request, proved from browser-set fields only (src/background/sender.ts). */
export type SenderClass = "content" | "reader" | "composer" | "popup" | "welcome" | "safe" | "codes";

export type TrustState = "new" | "known" | "verified" | "changed" | "revoked";

/** Lower-case hex of the contact's account fingerprint (32 bytes). */
export type ContactId = string;

/** 16 random bytes in hex, made by the content script: which of its frame hosts is meant. */
export type MountId = string;

/** One redeemed ticket: 32 random bytes in hex, the frame's authority for what the ticket was about. */
export type Handle = string;

/** What a page looked like to the content script. None of it is trusted; a change of it while composing aborts. */
export interface Place {
	/** `location.href` of the top document. */
	readonly url: string;
	/** `document.title` without a leading or trailing unread counter. */
	readonly title: string;
	/** Text of the nearest heading above the message list, or "". */
	readonly header: string;
}

/** What stands around a blob on the page: the page's word, used only to warn. */
export interface OnPage {
	/** Message ids (armor header, 11 characters) of the blobs nearest to it, in page order, itself among them. */
	readonly order: readonly string[];
	/** Its own index in `order`. */
	readonly at: number;
	/** Text of its row besides the armor, one line, cut. */
	readonly label: string;
	/** It stands in a quotation: its place says nothing of when it was written. */
	readonly quoted?: true | undefined;
}

/**
 * What a box of a site is known by: digests of what the content script saw of it (src/content/detect/box-mark.ts), 14 hex digits
 * each, made of tags, roles and the usual words for boxes, and of no other word.
 */
export interface BoxMark {
	/** In front of what is digested; 32 hex digits made at random for the site. */
	readonly salt: string;
	readonly look: string;
	/** Where it stands in the page. */
	readonly spot: string;
	/** Its look alone tells it from others. */
	readonly named: boolean;
}

/** "Use this box" or "not this box", remembered for the site. */
export interface BoxChoice {
	readonly mark: BoxMark;
	readonly use: boolean;
}

/** How an insertion went, for a bug report. */
export interface InsertionReport {
	readonly steps: readonly {
		readonly step: "field command" | "field setter" | "beforeinput" | "paste" | "command";
		readonly outcome: "ok" | "nothing" | "wrong" | "not there";
	}[];
	readonly outcome: "sent" | "inserted" | InsertRefusal;
	readonly ms: number;
	readonly parts: number;
}

/** What the content script of one frame sees: counts, kinds and reasons of ours, and no text of the page. */
export interface FrameReport {
	readonly top: boolean;
	/** No script of the page listens before us. */
	readonly first: boolean;
	/** The document and its open shadow roots. */
	readonly trees: number;
	/** From this score on a box has the lock. */
	readonly offerScore: number;
	readonly boxes: readonly {
		readonly type: "rich" | "area" | "line";
		/** The mark of a known editor. */
		readonly editor: string | null;
		readonly drawsItself: boolean;
		/** Null: it cannot be a message box. */
		readonly score: number | null;
		readonly reasons: readonly { readonly why: string; readonly points: number }[];
		readonly chosen: "use" | "not" | null;
		readonly lock: boolean;
	}[];
	readonly choices: { readonly use: number; readonly not: number };
	/** `shown`: messages that have a reader. */
	readonly armor: {
		readonly whole: number;
		readonly truncated: number;
		readonly unknown: number;
		readonly parts: number;
		readonly quoted: number;
		readonly shown: number;
	};
	readonly insertion: InsertionReport | null;
}

export interface Diagnosis {
	readonly origin: string;
	readonly on: boolean;
	readonly needsReload: boolean;
	/** The top one first. Empty: no script of ours answered. */
	readonly frames: readonly FrameReport[];
}

export interface ContactView {
	readonly id: ContactId;
	/** The name the person gave to themselves, or the one the user gave to them. */
	readonly name: string;
	/** The user says that this account and others are one person; null: it stands for itself. */
	readonly person: PersonView | null;
	/** Of this account, whoever has it. */
	readonly trust: TrustState;
	/** Milliseconds since the epoch. */
	readonly since: number;
	/** Origins where this contact was met. */
	readonly sites: readonly string[];
	/** False when every invitation of theirs that we hold has expired (they must send a new card), and when nothing may be sealed to them. */
	readonly writable: boolean;
	/** What is open about their key (docs/trust.md); null: nothing. */
	readonly change: KeyChangeView | null;
}

export interface KeyChangeView {
	readonly kind: "claimed" | "moved" | "forked" | "doubted" | "differed";
	readonly before: "new" | "known" | "verified";
	readonly evidence: readonly (
		| "signed-by-old"
		| "signed-by-recovery"
		| "same-site-account"
		| "other-site"
		| "still-used"
		| "newer-date"
		| "same-name"
	)[];
	/** The one that is shown as theirs. */
	readonly account: ContactId | null;
	/** Origins where it stood under their name. */
	readonly sites: readonly string[];
	/** Nothing is sealed to them before it is settled. */
	readonly locked: boolean;
}

/** One attempt at comparing a code, 16 bytes in hex. */
export type AttemptId = string;

/** A comparison of a code with one contact (docs/trust.md, Making sure of each other). Moments in milliseconds. */
export interface ComparisonReply {
	/** Why the request changed nothing. */
	readonly refused:
		| "running"
		| "too-many"
		| "unconfirmed"
		| "late"
		| "over"
		| "other-session"
		| "out-of-order"
		| "nothing-to-do"
		| null;
	readonly view: /** `left`: attempts of today; `again`: when the next one is possible, null: now; `ranOut`: the last one ended with its time. */
		| { readonly kind: "idle"; readonly left: number; readonly again: number | null; readonly ranOut: boolean }
		| {
				readonly kind: "asked";
				readonly attempt: AttemptId;
				readonly method: "pictures" | "numbers";
				readonly endsAt: number;
		  }
		/** A message of ours waits for `send`, or to be carried by hand. */
		| { readonly kind: "to-send"; readonly attempt: AttemptId; readonly endsAt: number }
		| { readonly kind: "waiting"; readonly attempt: AttemptId; readonly endsAt: number }
		| {
				readonly kind: "compare";
				readonly attempt: AttemptId;
				readonly code:
					| { readonly method: "pictures"; readonly pictures: readonly number[] }
					| { readonly method: "numbers"; readonly numbers: readonly number[] };
				readonly readsFirst: boolean;
				readonly endsAt: number;
		  }
		/** In a frame that a page could cover unseen: the code is shown in a window of ours alone. */
		| { readonly kind: "compare-apart"; readonly attempt: AttemptId; readonly endsAt: number }
		/** `attempt`: null once nothing of it is left. */
		| {
				readonly kind: "done";
				readonly attempt: AttemptId | null;
				readonly outcome: "match" | "differ" | "stopped";
				readonly toSend: boolean;
		  };
	/** What became of the message that was due then; null: none was, or the tab shows no chat with them. */
	readonly sent: SendReply | null;
}

/** What the user does about a comparison. What is to be sent then is sent at once, or put into the box. */
export type ComparisonAct = "begin-pictures" | "begin-numbers" | "agree" | "match" | "differ" | "stop" | "send";

/** `attempt`: the one that was on the screen; about another one it says nothing. */
export interface ComparisonWord {
	readonly act: ComparisonAct;
	readonly attempt: AttemptId | null;
}

/** A message that carries a step of comparing a code: what it says, and what can be done about it. */
export interface ComparisonShown {
	/** Whom it is compared with. Null: of our own message, nobody here. */
	readonly contact: ContactView | null;
	/** `answered`: their yes, which is not told before ours. */
	readonly says: "asked" | "goes-on" | "answered" | "differ" | "stopped" | "scanned";
	readonly over: boolean;
	/** As it stands; null in every message but the one that it goes on from. */
	readonly now: ComparisonReply["view"] | null;
}

/** Several accounts that are one person by the user's word: nothing about their keys follows from it. */
export interface PersonView {
	/** What this account would be called without the others. */
	readonly accountName: string;
	/** All of them; the first one names the person. */
	readonly accounts: readonly ContactId[];
	/** The least level of those that have not ended. */
	readonly trust: TrustState;
}

/** One contact with everything that is known of them. */
export interface ContactPage extends ContactView {
	readonly nameClaimed: string;
	readonly nameGiven: string | null;
	/** The last time this key was compared, milliseconds. */
	readonly verified: { readonly how: "live" | "code" | "number"; readonly at: number } | null;
	readonly knownSince: number | null;
	/** Messages of this key that were read. */
	readonly timesMet: number;
	readonly accountsBefore: number;
	/** How often yet another account was shown as theirs, of which nothing is asked now. */
	readonly unasked: number;
	/** Names of other contacts that this one could be taken for. */
	readonly looksLike: readonly string[];
	/** The name they claim has letters of alphabets that look alike in one word. */
	readonly mixesAlphabets: boolean;
	/** They named us to end their account. */
	readonly mayEnd: boolean;
	/** All accounts of the person, this one among them. */
	readonly accounts: readonly ContactView[];
	/** Accounts that were shown as theirs, and that the user left aside. */
	readonly setAside: readonly ContactId[];
}

/** What is to be kept apart. `code`: the recovery key. `statement`: what ends the account, as armor. */
export interface RecoveryKit {
	readonly code: string;
	readonly statement: string;
}

/** What a code came to (docs/trust.md, Making sure of each other). */
export type CodeReply =
	/** Their key is the one we have of them. Our answer waits for the next message to them, or for `codes/answer`. */
	| { readonly kind: "verified"; readonly contact: ContactView }
	/** Taken as an invitation. */
	| { readonly kind: "accepted"; readonly contact: ContactView }
	/** Their key is the one we have of them, but it speaks with two voices: locked, and no answer is made. */
	| { readonly kind: "forked"; readonly contact: ContactView }
	/** Another key than we have of them: locked. */
	| { readonly kind: "differs"; readonly contact: ContactView }
	/** It did not come by a camera: how it came is for the user to say. `contact`: if the account is one we know. */
	| { readonly kind: "ask"; readonly name: string; readonly account: ContactId; readonly contact: ContactView | null }
	/** Of a contact, and another one was meant. */
	| { readonly kind: "other-contact"; readonly contact: ContactView; readonly meant: ContactView }
	/** Of an account that nobody has, and this contact was meant. */
	| {
			readonly kind: "other-account";
			readonly name: string;
			readonly account: ContactId;
			readonly meant: ContactView;
	  }
	/** Of an account that a page shows as this contact's new one, and nobody was meant. */
	| { readonly kind: "claimed"; readonly name: string; readonly contact: ContactView }
	/** Of somebody new who has the name of a contact. */
	| { readonly kind: "same-name"; readonly name: string; readonly contact: ContactView }
	/** Of an account that this contact had before. */
	| { readonly kind: "old-account"; readonly contact: ContactView }
	| { readonly kind: "mine" }
	/** Its shower has another account for us, or made it for somebody else. */
	| { readonly kind: "not-for-me" }
	/** Of somebody new, without what is needed to write to them. */
	| { readonly kind: "no-card" }
	/** No contact code: a card or a statement, as it is read when it is pasted. */
	| { readonly kind: "read"; readonly view: ReaderView; readonly text: string };

export interface PersonalMark {
	/** Index into the pictures of src/ui/components/personal-mark.tsx. */
	readonly picture: number;
	readonly word: string;
}

export type VaultState = "none" | "locked" | "unlocked";

/** Something to tell the user about an opened message; the surface has the words (`_locales`). */
export type Warning =
	| { readonly kind: PlainWarning }
	/** So many of this author's messages before this one have not been seen here. */
	| { readonly kind: "missing"; readonly count: number }
	/** Shown before, and now it stands among later ones or a second time. `at`: milliseconds. */
	| { readonly kind: "shown-before"; readonly at: number }
	/** Beside it the page names somebody else of this conversation. */
	| { readonly kind: "site-says-other"; readonly name: string }
	/** Its author is no contact, and their name could be taken for that of one. */
	| { readonly kind: "looks-like"; readonly name: string };

export type PlainWarning =
	| "other-conversation"
	| "author-not-here"
	/** First message of a device that this author has not written with before. */
	| "new-device"
	/** From a device that its owner's list does not name, or no longer. */
	| "untrusted-device"
	/** Nothing is sent to its author before what is open about their key is settled. */
	| "changed-key"
	/** Read before its author's account was ended. */
	| "revoked-account"
	/** Of an account that its author had before. */
	| "left-key"
	/** A new session start from a device whose session was confirmed: shown, not used until accepted. */
	| "started-over"
	/** Its author claims to have seen a message that was written after it. */
	| "order";

/** What the reader says about how a message is protected and how long it stays. */
export interface Protection {
	/**
	 * `session`: its key exists once, here. `invitation`: whoever holds the private half of our invitation could open it until
	 * `until` (null: that half is gone). `own`: we wrote it.
	 */
	readonly way: "own" | "session" | "invitation";
	readonly until: number | null;
	/** Milliseconds when it stops being readable here; null: never by itself, or when the tab closes. */
	readonly readableUntil: number | null;
	readonly closesWithTab: boolean;
	/** The author asked for less than the own setting. */
	readonly shortenedByAuthor: boolean;
	/** The author signed it: anyone can check that it is theirs. */
	readonly signed: boolean;
}

export type ReaderView =
	| { readonly kind: "locked" }
	| { readonly kind: "no-vault" }
	/** Uniform for everything that does not open by itself: foreign, damaged, not for us, not of this conversation. */
	| { readonly kind: "placeholder" }
	| {
			readonly kind: "message";
			readonly text: string;
			/** It carries a step of comparing a code, and no text; the step was taken up when it was first read. */
			readonly comparison?: ComparisonShown | undefined;
			/** `scan`: the author has scanned a contact code that we showed; no text. It was taken up when it was first read. */
			readonly carries?: "scan" | undefined;
			readonly author:
				| { readonly self: true }
				| { readonly self: false; readonly contact: ContactView; readonly accepted: boolean };
			readonly sentAt: number;
			readonly warnings: readonly Warning[];
			readonly protection: Protection;
			/** Present when the author is a person to be accepted first: they answered an invitation of ours. */
			readonly acceptable: boolean;
			/** Its session start waits for a yes (`use-new-start`). */
			readonly newStart: boolean;
			/** The page calls it a quotation. `shown-before` only says when it was first seen then. */
			readonly quoted: boolean;
	  }
	/** A signed message with its proof, pasted by hand: who signed which text, for whom. */
	| {
			readonly kind: "proof";
			readonly text: string;
			readonly sentAt: number;
			readonly author: { readonly self: boolean; readonly contact: ContactView | null; readonly id: ContactId };
			/** Names of known people, else null, of everybody it was for. */
			readonly recipients: readonly { readonly id: ContactId; readonly name: string | null; readonly self: boolean }[];
	  }
	| {
			readonly kind: "card";
			/** The name the card claims. */
			readonly name: string;
			readonly mine: boolean;
			/** The contact if we know this account already. */
			readonly contact: ContactView | null;
			/** In this conversation already. */
			readonly accepted: boolean;
			readonly expired: boolean;
			/** Somebody else is known whose name this one could be taken for. */
			readonly looksLike: string | null;
			/** The page quotes it: who sent it, and for whom, is not said by where it stands. */
			readonly quoted: boolean;
	  }
	/** What is said about an account for everybody to see. It was taken up before this is shown. */
	| {
			readonly kind: "statement";
			/** `named`: they named us to end their account. */
			readonly says: "ended" | "moved" | "named";
			readonly mine: boolean;
			readonly contact: ContactView | null;
	  }
	| {
			readonly kind: "failed";
			readonly code: ErrorCode;
			readonly part?: { readonly missing: readonly number[]; readonly count: number };
			/** `key-deleted`: when its key went, milliseconds. */
			readonly deletedAt?: number;
			/** `too-many-skipped`: so many older messages are given up by `give-up-older`. */
			readonly givesUp?: number;
	  };

/** What the author chose for one message. */
export interface MessageOptions {
	/** Anyone can check later that we wrote it. */
	readonly signed: boolean;
	/** Asked of the readers; null: as they like. */
	readonly disappears: Exclude<Retention, "forever"> | null;
}

/**
 * Where the text of a composer goes. `box`: into the site's message box. `field`, `selection`: as one armor in place of the whole text of
 * a field, or of what was selected in it; that text stays where it is until then, and Sotto never sends it.
 */
export type Destination = "box" | "field" | "selection";

/** Armor that stands in the site's box when the composer opens, and is replaced by what is sent. */
export type InBox =
	/** Of an answer; text around it that is not quoted is `taken`. `armor`: each that stands there, of one message or of several. */
	| { readonly kind: "quote"; readonly armor: readonly string[] }
	/** All there is: the site lets the user change a message. */
	| { readonly kind: "message"; readonly armor: readonly string[] };

export interface ComposerView {
	readonly into: Destination;
	readonly vault: VaultState;
	readonly mark: PersonalMark | null;
	/** People chosen for this conversation. Empty: offer the invitation. */
	readonly recipients: readonly ContactView[];
	/** False until the user has confirmed the people for this place; then sending needs one extra yes. */
	readonly confirmed: boolean;
	readonly contacts: readonly ContactView[];
	/** Text the lock took out of the site's own box, or that stands in the field ("" if it was empty); the site may have seen it. */
	readonly taken: string;
	/** A draft that came back (after focus theft, into the safe window, after a reload), or the text of a message that is to be changed. */
	readonly draft: string;
	/** It was begun here before, and stood in no composer any more. */
	readonly draftBack: boolean;
	/** `own`: a message of the user's that `draft` is the text of; `other`: one that gave no text. */
	readonly inBox: "nothing" | "quote" | "own" | "other";
	/**
	 * Why these people are a guess, or not certain any more (src/contacts/conversation-identity.ts). `address`, `messages`, `author`: they are
	 * proposed for it, as the people of a conversation or as who wrote what is quoted or shown here. `conflict`: the place was confirmed for
	 * them, and the messages on it are of a conversation with `others` (empty: of several).
	 */
	readonly doubt: {
		readonly kind: "address" | "messages" | "author" | "conflict";
		readonly others: readonly ContactView[];
	} | null;
	/** What was chosen for the draft. */
	readonly options: MessageOptions;
	/** How long messages of this conversation stay readable here; `ownKeep` null: as in the settings. */
	readonly keep: Retention;
	readonly ownKeep: Retention | null;
	/** Clear text from the site's own box is asked about here. */
	readonly asksClear: boolean;
	/** Somebody of these people of whom it is time to make sure; null: nobody, or not now. */
	readonly makeSure: ContactId | null;
	/** Our own account is over: nothing can be sent but the word of it. */
	readonly ended: boolean;
	/** Whether Enter may also press the site's send: asked once a site. */
	readonly autoSend: "ask" | "yes" | "no";
	/** Host name, for the sentences that name the site. */
	readonly site: string;
	/** False in the safe window of a tab that has no live content script: only copying is left. */
	readonly canInsert: boolean;
	/** True when the tab was open before the site was turned on: offer a reload. */
	readonly needsReload: boolean;
}

export type InsertVerdict =
	| { readonly outcome: "sent" }
	/** The armor is in the box, exactly; the site's own button sends it. */
	| { readonly outcome: "inserted" }
	/** `out`: parts that went out all the same. `fate`: of the first that was sent and did not come out whole. */
	| { readonly outcome: "refused"; readonly reason: InsertRefusal; readonly out?: number; readonly fate?: PartFate };

export interface PartFate {
	/** Its index. */
	readonly part: number;
	/** Characters of it that the page shows; null: none. */
	readonly cutAt: number | null;
}

/** As the content script of the box says it. */
export const insertRefusals = [
	"box-gone",
	"box-not-empty",
	"not-exact",
	"too-long",
	"place-changed",
	"no-send",
	"not-seen",
	/** The site put out its beginning only. */
	"cut",
	/** The page shows its beginning, and it may be folded. */
	"partly",
	/** The text makes several messages, and the box holds one. */
	"too-many",
	/** What stands in the field is not what was to be encrypted any more. */
	"changed",
	/** The field did not take the armor, nor all of its former text again. */
	"not-restored",
	"busy",
] as const;
export type InsertRefusal = (typeof insertRefusals)[number];

export type SendReply = { readonly outcome: "sent" | "inserted" } | ({ readonly outcome: "refused" } & SendRefusal);

export interface SendRefusal {
	readonly reason: InsertRefusal;
	/** The exact text to put in by hand, a line for each message. */
	readonly copy: string;
	/** How many messages went out, of how many it was tried with; undefined: none. */
	readonly out?: { readonly count: number; readonly of: number };
	/** `smaller`: sent again it goes out in smaller parts; `offer`: only if the user asks for them. Undefined: neither. */
	readonly next?: "smaller" | "offer";
}

/** Errors a surface can turn into cause + next step. Nothing about the user is in them. */
export type ErrorCode =
	| ProtocolErrorCode
	// of the vault
	| "no-vault"
	| "locked"
	| "wrong-passphrase"
	| "vault-exists"
	| "storage-failed"
	| "vault-too-new"
	// of the router and the surfaces
	| "bad-request"
	| "not-allowed"
	/** Something is open about a key of the same person. */
	| "person-locked"
	| "ticket-spent"
	| "no-recipients"
	| "not-confirmed"
	| "contact-not-writable"
	/** A new message of an account that its owner, or a key they had named, has ended. */
	| "account-revoked"
	/** Our own account is over: nothing is sent under it. */
	| "own-account-ended"
	/** No recovery key whose check holds, or not the one of our account. */
	| "wrong-recovery-key"
	| "place-changed"
	| "tab-gone"
	| "name-empty"
	| "site-unsupported"
	| "nothing-found"
	/** A contact code, which is taken by `codes/take` and shown by no reader. */
	| "contact-code"
	| "no-box"
	| "busy"
	| "internal";

/** The only failure a content script ever hears of. */
export type ContentErrorCode = "refused";

export interface Channels {
	// ---- content script -> background -------------------------------------------------------------------------------
	/** A script came up in a frame. `on: false` tells it to take itself down. `limit`: longest text this site takes, if known. */
	"content/start": {
		ask: { readonly top: boolean };
		reply: {
			readonly on: boolean;
			readonly composing: boolean;
			readonly limit: number | null;
			/** Oldest first. */
			readonly boxes: readonly BoxChoice[];
		};
	};
	/** The answer of one frame to the order `diagnose`. */
	"content/diagnosis": { ask: { readonly request: string; readonly report: FrameReport }; reply: null };
	/** Puts writing.js into this frame: somebody is about to write there. */
	"content/load-writing": { ask: null; reply: null };
	/** The user pointed at a box, or said that one is not for messages. A later choice for the same box takes the place of this one. */
	"content/remember-box": { ask: BoxChoice; reply: null };
	/** Asks for a single-use ticket for a reader frame. `armor`: all parts found so far, one whole armor run each. */
	"content/request-reader": {
		ask: {
			readonly mount: MountId;
			readonly armor: readonly string[];
			readonly place: Place;
			readonly onPage: OnPage;
		};
		reply: { readonly ticket: string };
	};
	/**
	 * Asks for a ticket for the composer. `taken`: text that stood in the site's box and was removed from it. `into`: it is for a field or
	 * a selection, and `taken` is what stands there.
	 */
	"content/request-composer": {
		ask: {
			readonly mount: MountId;
			readonly taken: string;
			readonly place: Place;
			readonly limit: number | null;
			readonly into?: Exclude<Destination, "box"> | undefined;
			/** Of the box as it is; `taken` then stands in it still. */
			readonly inBox?: InBox | undefined;
		};
		reply: { readonly ticket: string };
	};
	/** The place changed under an open composer, or its host was removed: the composer's authority to insert ends. */
	"content/composer-aborted": {
		ask: { readonly mount: MountId; readonly why: "place-changed" | "host-removed" | "closed" };
		reply: null;
	};
	/**
	 * Whether clear text is to be asked about here before the site's own box sends it. Refused while the vault is closed, when nobody
	 * knows.
	 */
	"content/asks-clear": { ask: { readonly place: Place }; reply: boolean };
	/** After a composer was torn out of the page the user pressed something there: the guard of all frames of the tab may go down. */
	"content/user-returned": { ask: null; reply: null };

	// ---- frames in the page -> background ---------------------------------------------------------------------------
	"reader/open": { ask: { readonly ticket: string }; reply: { readonly handle: Handle; readonly view: ReaderView } };
	/** Same message again, after unlocking or when contacts changed. */
	"reader/refresh": { ask: { readonly handle: Handle }; reply: ReaderView };
	/** A trusted click on the placeholder: open it whoever it is from. */
	"reader/reveal": { ask: { readonly handle: Handle }; reply: ReaderView };
	/** A trusted click on Accept: pins the person of this card (or of this answer to our invitation) for this conversation. */
	"reader/accept": { ask: { readonly handle: Handle }; reply: ReaderView };
	"reader/open-unlock": { ask: { readonly handle: Handle }; reply: null };
	/** Opens a message that is too far ahead, and gives up the older ones in between that have no room. */
	"reader/give-up-older": { ask: { readonly handle: Handle }; reply: ReaderView };
	/** From now on this new session start is the one to answer on. */
	"reader/use-new-start": { ask: { readonly handle: Handle }; reply: ReaderView };
	/** A signed message with its proof as one armor: the text is readable by whoever gets it. */
	"reader/export-proof": { ask: { readonly handle: Handle }; reply: { readonly armor: readonly string[] } };
	/** Of the message that a comparison goes on from; of any other fails with `not-allowed`, as `match` does where a cover is not seen. */
	"reader/compare": {
		ask: { readonly handle: Handle } & ComparisonWord;
		reply: ComparisonReply;
	};
	/** That comparison in a window of ours, where the code is shown and answered that this frame must not. */
	"reader/open-comparison": { ask: { readonly handle: Handle }; reply: null };
	/** As `popup/comparison-by-hand`. */
	"reader/comparison-by-hand": {
		ask: { readonly handle: Handle; readonly sendId: string };
		reply: { readonly armor: readonly string[] };
	};
	/** A new card of ours to copy, for somebody who wrote to an old invitation. */
	"reader/new-invitation": {
		ask: { readonly handle: Handle; readonly sendId: string };
		reply: { readonly armor: readonly string[] };
	};

	"composer/open": {
		ask: { readonly ticket: string };
		reply: { readonly handle: Handle; readonly view: ComposerView };
	};
	"composer/refresh": { ask: { readonly handle: Handle }; reply: ComposerView };
	/** The user chose and confirmed the people of this conversation. */
	"composer/confirm-recipients": {
		ask: { readonly handle: Handle; readonly recipients: readonly ContactId[] };
		reply: ComposerView;
	};
	/**
	 * Seals, commits, inserts, and sends if `submit`. `sendId` (16 bytes hex) makes a repeat after a killed worker deliver
	 * the same armor. Aborts with `place-changed` if the recipients on screen are not `recipients` any more.
	 */
	"composer/send": {
		ask: {
			readonly handle: Handle;
			readonly sendId: string;
			readonly text: string;
			readonly recipients: readonly ContactId[];
			readonly submit: boolean;
			readonly options: MessageOptions;
			readonly moreThan?: number | undefined;
		};
		reply: SendReply;
	};
	/**
	 * How many messages of the site a text of so many UTF-8 bytes will be, for these people; null: it does not fit at all. `sendId`: of
	 * a text that was sealed and did not go out. `learned`: something was learned of this site that the user can put away. Changes
	 * nothing.
	 */
	"composer/parts": {
		ask: {
			readonly handle: Handle;
			readonly bytes: number;
			readonly recipients: readonly ContactId[];
			readonly options: MessageOptions;
			readonly sendId: string | null;
		};
		reply: { readonly parts: number | null; readonly learned: boolean };
	};
	/** Puts a card of ours into the chat with one human line (`line`, from `_locales`). */
	"composer/invite": {
		ask: {
			readonly handle: Handle;
			readonly sendId: string;
			readonly line: string;
			readonly submit: boolean;
			readonly moreThan?: number | undefined;
		};
		reply: SendReply;
	};
	/** For this conversation, for all its messages from now on and those that are here; null: as in the settings. */
	"composer/set-keep": { ask: { readonly handle: Handle; readonly keep: Retention | null }; reply: ComposerView };
	/** `composer/` has no answer that takes another key: those are given where no page can cover them. */
	"composer/answer-trust": {
		ask: { readonly handle: Handle; readonly contact: ContactId; readonly answer: "seen" | "not-theirs" };
		reply: ComposerView;
	};
	/** Shows this contact in the popup. */
	"composer/open-contact": { ask: { readonly handle: Handle; readonly contact: ContactId }; reply: null };
	/** Making sure of this contact is not offered again for some days. */
	"composer/make-sure-later": { ask: { readonly handle: Handle; readonly contact: ContactId }; reply: ComposerView };
	/** Puts what is to be said about our own account into the chat: that it is over, or that we moved. `nothing-found`: neither. */
	"composer/tell-account": {
		ask: { readonly handle: Handle; readonly sendId: string; readonly submit: boolean };
		reply: SendReply;
	};
	/** For this conversation: whether clear text from the site's own box is asked about. */
	"composer/set-asks-clear": { ask: { readonly handle: Handle; readonly on: boolean }; reply: ComposerView };
	"composer/set-auto-send": { ask: { readonly handle: Handle; readonly value: "yes" | "no" }; reply: null };
	/** Keeps the draft (sealed) and opens it in the safe window. */
	"composer/to-safe-window": {
		ask: { readonly handle: Handle; readonly draft: string; readonly options: MessageOptions };
		reply: null;
	};
	/** The text as it stands and its options (sealed): a composer put back in its place, and the safe window, go on with them. */
	"composer/keep-draft": {
		ask: { readonly handle: Handle; readonly text: string; readonly options: MessageOptions };
		reply: null;
	};
	/** The user threw the text away: the kept draft goes too. */
	"composer/forget-draft": { ask: { readonly handle: Handle }; reply: null };
	"composer/open-unlock": { ask: { readonly handle: Handle }; reply: null };
	"composer/close": { ask: { readonly handle: Handle }; reply: null };
	/** The text for this conversation as armor, for places where inserting is refused (safe window: "copy"). */
	"composer/seal-only": {
		ask: {
			readonly handle: Handle;
			readonly sendId: string;
			readonly text: string;
			readonly recipients: readonly ContactId[];
			readonly options: MessageOptions;
		};
		reply: { readonly armor: readonly string[] };
	};

	// ---- safe window -> background (it also speaks the composer/ names) ---------------------------------------------
	/** Messages that the tab shows now, opened under the same rules as in the page, newest last. */
	"safe/messages": {
		ask: { readonly handle: Handle };
		reply: { readonly messages: readonly { readonly key: string; readonly view: ReaderView }[] };
	};
	"safe/reveal": { ask: { readonly handle: Handle; readonly key: string }; reply: ReaderView };
	/** A click on Accept, as `reader/accept`, for the message with this key. */
	"safe/accept": { ask: { readonly handle: Handle; readonly key: string }; reply: ReaderView };
	"safe/give-up-older": { ask: { readonly handle: Handle; readonly key: string }; reply: ReaderView };
	"safe/use-new-start": { ask: { readonly handle: Handle; readonly key: string }; reply: ReaderView };
	"safe/export-proof": {
		ask: { readonly handle: Handle; readonly key: string };
		reply: { readonly armor: readonly string[] };
	};
	"safe/new-invitation": {
		ask: { readonly handle: Handle; readonly sendId: string };
		reply: { readonly armor: readonly string[] };
	};
	"safe/reload-tab": { ask: { readonly handle: Handle }; reply: null };

	// ---- popup -> background ----------------------------------------------------------------------------------------
	"popup/state": {
		ask: null;
		reply: {
			readonly vault: VaultState;
			readonly name: string | null;
			/** Our own account, to be read out to somebody who checks a proof. */
			readonly account: ContactId | null;
			readonly mark: PersonalMark | null;
			/**
			 * `ended`: nothing is sent under it. `moved`: it is not the first one, and contacts are told. `kit`: the recovery key was kept. `named`:
			 * contacts who may end it. Null while the vault is closed.
			 */
			readonly own: {
				readonly ended: boolean;
				readonly moved: boolean;
				readonly kit: boolean;
				readonly named: readonly ContactId[];
			} | null;
			/** Of the active tab; null on browser pages where an extension cannot run. */
			readonly site: {
				readonly origin: string;
				readonly host: string;
				readonly on: boolean;
				readonly needsReload: boolean;
				/** How many boxes the user chose, and how many they ruled out. */
				readonly boxes: { readonly use: number; readonly not: number };
				/** Messages there are kept short or slow because of what came out before. */
				readonly learned: boolean;
			} | null;
			readonly people: readonly ContactView[];
			readonly autoLockMinutes: number;
			/** Default for every conversation. */
			readonly keep: Retention;
			/** Whether messages tell which ones their author had on the screen. */
			readonly tellsSeen: boolean;
			/** Where the browser tells of a locked screen (Chromium). */
			readonly locksWithScreen: boolean;
		};
	};
	/** After `permissions.request` was granted in the click: registers the content script for this origin. */
	"popup/site-on": { ask: { readonly origin: string }; reply: null };
	"popup/site-off": { ask: { readonly origin: string }; reply: null };
	/** Forgets the boxes the user chose (`use`), or those they ruled out. */
	"popup/forget-boxes": { ask: { readonly origin: string; readonly use: boolean }; reply: null };
	/** Forgets what was learned of how much the site takes. */
	"popup/forget-learned": { ask: { readonly origin: string }; reply: null };
	/** What the frames of the active tab see, for a bug report. */
	"popup/diagnose": { ask: null; reply: Diagnosis };
	"popup/open-safe-window": { ask: null; reply: null };
	/** Opens the composer on the box of the active tab that had the focus last. Fails with `no-box` if no frame knows one. */
	"popup/use-box": { ask: null; reply: null };
	"popup/set-auto-lock": { ask: { readonly minutes: number }; reply: null };
	"popup/set-keep": { ask: { readonly keep: Retention }; reply: null };
	"popup/set-tells-seen": { ask: { readonly on: boolean }; reply: null };
	"popup/lock": { ask: null; reply: null };
	/** What the page needs to turn a passphrase into the key-encryption key in its own worker. `salt`: 16 bytes, base64url. */
	"popup/kdf-params": { ask: null; reply: { readonly salt: string; readonly profile: number } };
	/** `passphraseKey`: 32 bytes, base64url; the passphrase itself never leaves the page where it is typed. */
	"popup/unlock": { ask: { readonly passphraseKey: string }; reply: null };
	"popup/my-card": { ask: { readonly sendId: string }; reply: { readonly armor: readonly string[] } };
	"popup/contacts": { ask: null; reply: readonly ContactView[] };
	/** Whom it was just opened for by `composer/open-contact` or `reader/open-comparison`; said once. */
	"popup/opened-for": {
		ask: null;
		reply: { readonly contact: ContactId | null; readonly page: "contact" | "compare" };
	};
	/** The tab for codes, with this contact. Fails with `nothing-found`. */
	"popup/open-codes": { ask: { readonly contact: ContactId }; reply: null };
	"popup/contact": { ask: { readonly contact: ContactId }; reply: ContactPage };
	/**
	 * What the user says about a contact's key. Fails with `not-allowed` when that does not fit what is open. The contact may have another id
	 * afterwards: the account that was shown as theirs is theirs then.
	 */
	"popup/answer-trust": {
		ask: {
			readonly contact: ContactId;
			readonly answer: "seen" | "theirs" | "not-theirs" | "downgrade" | "differs";
		};
		reply: ContactPage;
	};
	/** 60 digits in 12 groups of five. `offered`: of the account that is shown as theirs. `account`: the one it is of. */
	"popup/safety-number": {
		ask: { readonly contact: ContactId; readonly offered?: true | undefined };
		reply: { readonly digits: string; readonly account: ContactId };
	};
	/** Comparing a code over the chat; what is to be sent goes to the active tab. `match`: what the user says of the code that `view` shows. */
	"popup/compare": {
		ask: { readonly contact: ContactId } & (ComparisonWord | { readonly act: "view"; readonly attempt: null });
		reply: ComparisonReply;
	};
	/** The next message of it, to be carried by hand. It counts as sent. */
	"popup/comparison-by-hand": {
		ask: { readonly sendId: string; readonly contact: ContactId };
		reply: { readonly armor: readonly string[] };
	};
	/** The statement that ends our account, made with it: whoever has it can end the account and do nothing else. As armor and as a file. */
	"popup/revocation": { ask: null; reply: { readonly armor: string; readonly file: string } };
	/** A recovery kit for an account whose recovery key was not kept: `not-allowed` if it was. The last one made counts. */
	"popup/make-kit": { ask: null; reply: RecoveryKit };
	"popup/kit-kept": { ask: null; reply: null };
	/** Ends our account for good. `account`: the one that the user has before them; `not-allowed` for another one. */
	"popup/end-account": { ask: { readonly account: ContactId }; reply: null };
	/** The word of it, or of our move with the new card, to be carried by hand. Fails with `nothing-found` when there is neither. */
	"popup/account-news": { ask: { readonly sendId: string }; reply: { readonly armor: readonly string[] } };
	/**
	 * Another account in the place of ours. `kit`: a text with the recovery key, for a move that contacts take; null: begun anew, after the
	 * account was ended. Replies with the kit of the new one.
	 */
	"popup/new-account": {
		ask: { readonly passphraseKey: string; readonly kit: string | null };
		reply: RecoveryKit;
	};
	/** Names a contact who may end our account, in a message to them to be carried by hand. */
	"popup/name-revoker": {
		ask: { readonly sendId: string; readonly contact: ContactId; readonly passphraseKey: string };
		reply: { readonly armor: readonly string[] };
	};
	/** Ends the account of a contact who has named us for it: the statement, for everybody to see. */
	"popup/end-contact": {
		ask: { readonly contact: ContactId; readonly passphraseKey: string };
		reply: { readonly armor: readonly string[] };
	};
	/** The safety number of this account was compared, and it was the same. */
	"popup/number-matches": {
		ask: { readonly contact: ContactId; readonly account: ContactId };
		reply: ContactPage;
	};
	/** The person who has this account. */
	"popup/rename-contact": { ask: { readonly contact: ContactId; readonly name: string }; reply: null };
	/** With all accounts of the person. */
	"popup/remove-contact": { ask: { readonly contact: ContactId }; reply: null };
	/**
	 * The two are one person. No level and no conversation changes. Fails with `person-locked` while something is open about a key of either, and
	 * with `not-allowed` for an account of our own or where it was said before.
	 */
	"popup/merge-contact": { ask: { readonly contact: ContactId; readonly other: ContactId }; reply: ContactPage };
	/** This account is of another person than those it was put together with. */
	"popup/split-contact": { ask: { readonly contact: ContactId }; reply: ContactPage };
	/** Reads any pasted text that holds a blob. */
	"popup/read-by-hand": { ask: { readonly text: string }; reply: ReaderView };
	/** Accepts the card in a pasted text, with no conversation. */
	"popup/accept-by-hand": { ask: { readonly text: string }; reply: ReaderView };
	"popup/give-up-older-by-hand": { ask: { readonly text: string }; reply: ReaderView };
	"popup/use-new-start-by-hand": { ask: { readonly text: string }; reply: ReaderView };
	"popup/export-proof-by-hand": { ask: { readonly text: string }; reply: { readonly armor: readonly string[] } };
	"popup/write-by-hand": {
		ask: {
			readonly sendId: string;
			readonly text: string;
			readonly recipients: readonly ContactId[];
			readonly options: MessageOptions;
		};
		reply: { readonly armor: readonly string[] };
	};

	// ---- codes tab (and the popup, for what is pasted there) -> background ------------------------------------------------
	/** For whom it was opened, once. */
	"codes/opened-for": { ask: null; reply: { readonly contact: ContactId | null } };
	"codes/state": {
		ask: { readonly meant: ContactId | null };
		reply: {
			readonly vault: VaultState;
			readonly name: string;
			readonly account: ContactId | null;
			readonly mark: PersonalMark | null;
			/** Null also when they are no contact any more. */
			readonly meant: ContactView | null;
		};
	};
	/** A contact code of ours, for one scan. `meant`: for them and nobody else. `qr`: base64url. */
	"codes/show": {
		ask: { readonly meant: ContactId | null; readonly way: "screen" | "link" };
		reply: { readonly qr: string; readonly link: string; readonly file: string; readonly endsAt: number };
	};
	/**
	 * What was scanned, or was opened, pasted or dropped by the user. Of a contact code, `look`: changes nothing, and asks how it came; `sure`: it
	 * came from them, by a way that nobody else writes on; `unsure`: an invitation and no more. All else is read. `another`:
	 * contacts that it was asked about, and that it is somebody else than.
	 */
	"codes/take": {
		ask: {
			readonly code: { readonly qr: string } | { readonly text: string };
			readonly meant: ContactId | null;
			readonly say: "look" | "sure" | "unsure";
			readonly another: readonly ContactId[];
		};
		reply: CodeReply;
	};
	/** The contact shows another key than we have of them: sending to them is locked, and nothing is deleted. */
	"codes/differs": { ask: { readonly contact: ContactId }; reply: CodeReply };
	/** Accepts the card that `codes/take` has read. */
	"codes/accept": { ask: { readonly text: string }; reply: ReaderView };
	/** Our answer to their code, to be carried by hand. It counts as sent. Fails with `nothing-found` when none waits. */
	"codes/answer": {
		ask: { readonly sendId: string; readonly contact: ContactId };
		reply: { readonly armor: readonly string[] };
	};

	// ---- welcome page -> background: all it may ask -----------------------------------------------------------------
	"welcome/create": {
		ask: {
			readonly name: string;
			readonly mark: PersonalMark;
			readonly salt: string;
			readonly profile: number;
			readonly passphraseKey: string;
		};
		reply: RecoveryKit;
	};
	/** The recovery kit of the account that was just made is kept. */
	"welcome/kit-kept": { ask: null; reply: null };
}

export type ChannelName = keyof Channels;
export type Ask<N extends ChannelName> = Channels[N]["ask"];
export type Reply<N extends ChannelName> = Channels[N]["reply"];
export type ContentChannel = Extract<ChannelName, `content/${string}`>;

export interface Request<N extends ChannelName = ChannelName> {
	readonly channel: N;
	readonly ask: Ask<N>;
	/** 16 bytes in hex from client.ts; a repeat after a killed worker carries the same one. */
	readonly id?: string;
}
export type Result<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly code: ErrorCode | ContentErrorCode };

/** Sender classes per name prefix. */
const byPrefix: Readonly<Record<string, readonly SenderClass[]>> = {
	content: ["content"],
	reader: ["reader"],
	composer: ["composer", "safe"],
	safe: ["safe"],
	popup: ["popup"],
	codes: ["codes", "popup"],
	welcome: ["welcome"],
};

export function allowedSenders(channel: ChannelName): readonly SenderClass[] {
	return byPrefix[channel.slice(0, channel.indexOf("/"))] ?? [];
}

// ---- background -> others ----------------------------------------------------------------------------------------------

/**
 * background -> content scripts of one tab (tabs.sendMessage). Holds armor and switches, never plaintext. An `insert` to the
 * top frame for a mount it never made comes from the safe window and means the box the frame finds itself.
 */
export type ToContent =
	| {
			readonly to: "content";
			readonly kind: "insert";
			readonly mount: MountId;
			readonly parts: readonly string[];
			/** Other ways the same was cut before: where one of them came out meanwhile, nothing is sent. */
			readonly before: readonly (readonly string[])[];
			readonly submit: boolean;
			/** Nobody pressed for it now: into the box that the frame finds itself, and only when the user is at nothing there. */
			readonly unasked?: true;
			readonly place: Place;
			/** Milliseconds between two parts, where the site drops floods. */
			readonly paceMs: number;
	  }
	/** All frames of the tab: the guard is up while composing. `brokenOff`: it stays up until the user is back in the page (false: is). */
	| { readonly to: "content"; readonly kind: "composing"; readonly on: boolean; readonly brokenOff?: boolean }
	| { readonly to: "content"; readonly kind: "close-composer"; readonly mount: MountId }
	/** The site was turned off or the extension goes: take everything away. */
	| { readonly to: "content"; readonly kind: "shut-down" }
	/** Which boxes of this site the user chose or ruled out, after a change. `site`: its origin; other frames let it pass. */
	| {
			readonly to: "content";
			readonly kind: "box-choices";
			readonly site: string;
			readonly boxes: readonly BoxChoice[];
	  }
	/** All frames: each answers with `content/diagnosis`. */
	| { readonly to: "content"; readonly kind: "diagnose"; readonly request: string }
	/**
	 * Open the composer on the focused or best box; on the field the user is in, or on what is selected in it. `either`: on what is
	 * selected, if anything is.
	 */
	| {
			readonly to: "content";
			readonly kind: "open-composer";
			readonly into: Destination | "either";
			/** "Use this box", by its menu or key: it is remembered for the site. */
			readonly remembered?: true;
	  }
	/** For the safe window. Top frame answers. */
	| { readonly to: "content"; readonly kind: "describe" };

export interface ContentReplies {
	insert: InsertVerdict;
	composing: null;
	"close-composer": null;
	"shut-down": null;
	"box-choices": null;
	diagnose: null;
	"open-composer": null;
	describe: { readonly place: Place; readonly hasBox: boolean; readonly armor: readonly (readonly string[])[] };
}

/** background -> every extension page (runtime.sendMessage). Carries no content: pages ask again. */
export type ToPages =
	| { readonly to: "pages"; readonly kind: "vault-changed"; readonly vault: VaultState }
	/** Contacts or conversations changed: readers refresh. */
	| { readonly to: "pages"; readonly kind: "people-changed" }
	/** The composer with this handle lost its authority to insert. */
	| {
			readonly to: "pages";
			readonly kind: "composer-aborted";
			readonly handle: Handle;
			readonly why: "place-changed" | "host-removed" | "closed";
	  };

// ---- content script <-> its own frames, over a MessagePort handed over when the frame has loaded -------------------------------

/**
 * The content script posts `{ sotto: "port", ticket }` with the port to the frame's window, once. Later tickets (a pooled
 * reader shows another message) go over the port. Nothing here carries text.
 */
export interface PortHandover {
	readonly sotto: "port";
	readonly ticket: string;
}
export type ContentToFrame =
	| { readonly kind: "ticket"; readonly ticket: string }
	/** Forget what is shown (the message scrolled away, the frame goes back to the pool). */
	| { readonly kind: "forget" }
	/** The user pressed a pointer outside the composer: the coming blur is theirs. `at`: `Date.now()` of the press; 0: of any time. */
	| { readonly kind: "user-left"; readonly at: number }
	/** That press did not take the focus away: the next blur is a theft again. */
	| { readonly kind: "user-stayed" }
	/** The guard swallowed keys that were meant for the composer. */
	| { readonly kind: "keys-swallowed" }
	| { readonly kind: "focus" };
export type FrameToContent =
	| { readonly kind: "ready" }
	/** Wanted height in CSS px, a multiple of 24 (reader) so that it tells little. `ticket`: of what is shown (reader). */
	| { readonly kind: "height"; readonly px: number; readonly ticket?: string }
	/** Reader: the user pressed a pointer in it. `at`: `Date.now()` of the press. */
	| { readonly kind: "pressed"; readonly at: number }
	/** Composer: its ticket was good, it shows what was taken out of the box. */
	| { readonly kind: "opened" }
	/** Composer: the text taken out of the box was sent, moved or thrown away; it is not put back any more. */
	| { readonly kind: "taken-spent" }
	/** Composer: take me away; `focusBox` gives the focus back to the site's box. */
	| { readonly kind: "close"; readonly focusBox: boolean }
	/** Composer: focus was stolen; keep the guard up. */
	| { readonly kind: "focus-stolen" }
	| { readonly kind: "focused" };
