/**
 * What a request on each channel must look like, to the last key. Used by the router only; the types are in channels.ts and
 * the compiler holds the two together. Every string and array has a cap, so that refusing hostile input costs little.
 */
import { type Ask, type ChannelName, insertRefusals } from "./channels.ts";
import { retentions } from "./retention.ts";
import { z } from "./zod.ts";

/** Characters of one armored part. The largest envelope the protocol takes (1,100 slots) fits in 64 of them. */
const maxPartChars = 131_072;
/** Parts of one message (protocol: 64). */
const maxParts = 64;
/** Characters of all parts of one request: what session storage may have to hold until the ticket is spent. */
const maxArmorChars = 1_048_576;
/** Characters that a person types; the protocol counts bytes and refuses above 64 kB. */
const maxTextChars = 65_536;
/** Characters of pasted text with a blob somewhere in it. */
const maxPastedChars = 1_048_576;
/** Characters. Browsers show URLs of up to 2 MB; a longer one than this names no chat. */
const maxUrlChars = 16_384;
/** Characters of a title or heading. */
const maxTitleChars = 4_096;
const maxNameChars = 100;
/** People; the conversation has the same bound (src/contacts/conversation.ts). */
const maxRecipients = 64;

const hex = (digits: number) => z.string().check(z.length(digits), z.regex(/^[0-9a-f]+$/));
const text = (chars: number) => z.string().check(z.maxLength(chars));
const whole = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));

const ticket = hex(64);
const handle = hex(64);
const mount = hex(32);
const sendId = hex(32);
const contact = hex(64);
const attempt = z.nullable(hex(32));
/** A contact that the user has chosen, or nobody in particular. */
const meant = z.nullable(contact);
/** Base64url of the largest QR code: 2,953 bytes. */
const maxQrChars = 4_000;
const origin = z.string().check(z.maxLength(300), z.regex(/^https?:\/\/[^/?#@\s]+$/));
const base64url = (min: number, max: number) =>
	z.string().check(z.minLength(min), z.maxLength(max), z.regex(/^[A-Za-z0-9_-]+$/));
const key32 = base64url(43, 43);
const recipients = z.array(contact).check(z.maxLength(maxRecipients));
const place = z.strictObject({ url: text(maxUrlChars), title: text(maxTitleChars), header: text(maxTitleChars) });
const limit = z.nullable(whole(1, 100_000_000));
const mark = z.strictObject({ picture: whole(0, 255), word: z.string().check(z.minLength(1), z.maxLength(40)) });
const armors = z.array(z.string().check(z.minLength(1), z.maxLength(maxPartChars))).check(
	z.maxLength(maxParts),
	z.refine((parts) => parts.reduce((sum, part) => sum + part.length, 0) <= maxArmorChars),
);
const armor = armors.check(z.minLength(1));

/** Blobs around one on the page. */
const maxAround = 33;
const onPage = z.strictObject({
	order: z.array(z.string().check(z.regex(/^[0-9A-Za-z]{11}$/))).check(z.minLength(1), z.maxLength(maxAround)),
	at: whole(0, maxAround - 1),
	label: text(300),
	quoted: z.optional(z.literal(true)),
});
const keep = z.enum(retentions);
const options = z.strictObject({
	signed: z.boolean(),
	disappears: z.nullable(z.enum(["90d", "30d", "7d", "24h", "closed"])),
});

const mark14 = hex(14);
const box = z.strictObject({
	mark: z.strictObject({ salt: hex(32), look: mark14, spot: mark14, named: z.boolean() }),
	use: z.boolean(),
});

/** Boxes and reasons of one frame's report. */
const maxReported = 32;
/** Our own words for a reason, and the marks of known editors. */
const reason = z.string().check(z.maxLength(40), z.regex(/^[a-z ]+$/));
const editorMark = z.string().check(z.maxLength(40), z.regex(/^[\w.[\]-]+$/));
const tally = whole(0, 1_000_000);
const insertion = z.strictObject({
	steps: z
		.array(
			z.strictObject({
				step: z.enum(["field command", "field setter", "beforeinput", "paste", "command"]),
				outcome: z.enum(["ok", "nothing", "wrong", "not there"]),
			}),
		)
		.check(z.maxLength(64)),
	outcome: z.enum(["sent", "inserted", ...insertRefusals]),
	ms: whole(0, 100_000_000),
	parts: tally,
});
const frameReport = z.strictObject({
	top: z.boolean(),
	first: z.boolean(),
	trees: tally,
	offerScore: whole(-100, 100),
	boxes: z
		.array(
			z.strictObject({
				type: z.enum(["rich", "area", "line"]),
				editor: z.nullable(editorMark),
				drawsItself: z.boolean(),
				score: z.nullable(whole(-100, 100)),
				reasons: z.array(z.strictObject({ why: reason, points: whole(-100, 100) })).check(z.maxLength(maxReported)),
				chosen: z.nullable(z.enum(["use", "not"])),
				lock: z.boolean(),
			}),
		)
		.check(z.maxLength(maxReported)),
	choices: z.strictObject({ use: tally, not: tally }),
	armor: z.strictObject({
		whole: tally,
		truncated: tally,
		unknown: tally,
		parts: tally,
		quoted: tally,
		shown: tally,
	}),
	insertion: z.nullable(insertion),
});

const comparisonActs = ["begin-pictures", "begin-numbers", "agree", "match", "differ", "stop", "send"] as const;

/** In more parts than so many, which did not come out. */
const moreThan = z.optional(whole(1, 64));

const nothing = z.null();
const ofHandle = z.strictObject({ handle });
const ofTicket = z.strictObject({ ticket });

export const schemas: { readonly [N in ChannelName]: z.ZodMiniType<Ask<N>> } = {
	"content/start": z.strictObject({ top: z.boolean() }),
	"content/remember-box": box,
	"content/diagnosis": z.strictObject({ request: hex(32), report: frameReport }),
	"content/request-reader": z.strictObject({ mount, armor, place, onPage }),
	"content/request-composer": z.strictObject({
		mount,
		taken: text(maxTextChars),
		place,
		limit,
		into: z.optional(z.enum(["field", "selection"])),
		inBox: z.optional(
			z.discriminatedUnion("kind", [
				z.strictObject({ kind: z.literal("quote"), armor: armors }),
				z.strictObject({ kind: z.literal("message"), armor }),
			]),
		),
	}),
	"content/composer-aborted": z.strictObject({ mount, why: z.enum(["place-changed", "host-removed", "closed"]) }),
	"content/asks-clear": z.strictObject({ place }),
	"content/load-writing": nothing,
	"content/user-returned": nothing,

	"reader/open": ofTicket,
	"reader/refresh": ofHandle,
	"reader/reveal": ofHandle,
	"reader/accept": ofHandle,
	"reader/open-unlock": ofHandle,
	"reader/give-up-older": ofHandle,
	"reader/use-new-start": ofHandle,
	"reader/export-proof": ofHandle,
	"reader/new-invitation": z.strictObject({ handle, sendId }),
	"reader/compare": z.strictObject({ handle, act: z.enum(comparisonActs), attempt }),
	"reader/open-comparison": ofHandle,
	"reader/comparison-by-hand": z.strictObject({ handle, sendId }),

	"composer/open": ofTicket,
	"composer/refresh": ofHandle,
	"composer/confirm-recipients": z.strictObject({ handle, recipients }),
	"composer/send": z.strictObject({
		handle,
		sendId,
		text: text(maxTextChars),
		recipients,
		submit: z.boolean(),
		options,
		moreThan,
	}),
	"composer/parts": z.strictObject({
		handle,
		bytes: whole(1, 4 * maxTextChars),
		recipients,
		options,
		sendId: z.nullable(sendId),
	}),
	"composer/invite": z.strictObject({ handle, sendId, line: text(500), submit: z.boolean(), moreThan }),
	"composer/tell-account": z.strictObject({ handle, sendId, submit: z.boolean() }),
	"composer/set-auto-send": z.strictObject({ handle, value: z.enum(["yes", "no"]) }),
	"composer/to-safe-window": z.strictObject({ handle, draft: text(maxTextChars), options }),
	"composer/keep-draft": z.strictObject({ handle, text: text(maxTextChars), options }),
	"composer/forget-draft": ofHandle,
	"composer/open-unlock": ofHandle,
	"composer/close": ofHandle,
	"composer/seal-only": z.strictObject({ handle, sendId, text: text(maxTextChars), recipients, options }),
	"composer/answer-trust": z.strictObject({ handle, contact, answer: z.enum(["seen", "not-theirs"]) }),
	"composer/open-contact": z.strictObject({ handle, contact }),
	"composer/make-sure-later": z.strictObject({ handle, contact }),
	"composer/set-asks-clear": z.strictObject({ handle, on: z.boolean() }),
	"composer/set-keep": z.strictObject({ handle, keep: z.nullable(keep) }),

	"safe/messages": ofHandle,
	"safe/reveal": z.strictObject({ handle, key: text(64) }),
	"safe/accept": z.strictObject({ handle, key: text(64) }),
	"safe/give-up-older": z.strictObject({ handle, key: text(64) }),
	"safe/use-new-start": z.strictObject({ handle, key: text(64) }),
	"safe/export-proof": z.strictObject({ handle, key: text(64) }),
	"safe/new-invitation": z.strictObject({ handle, sendId }),
	"safe/reload-tab": ofHandle,

	"popup/state": nothing,
	"popup/site-on": z.strictObject({ origin }),
	"popup/site-off": z.strictObject({ origin }),
	"popup/forget-learned": z.strictObject({ origin }),
	"popup/forget-boxes": z.strictObject({ origin, use: z.boolean() }),
	"popup/diagnose": nothing,
	"popup/open-safe-window": nothing,
	"popup/use-box": nothing,
	"popup/set-auto-lock": z.strictObject({ minutes: whole(1, 1440) }),
	"popup/set-keep": z.strictObject({ keep }),
	"popup/set-tells-seen": z.strictObject({ on: z.boolean() }),
	"popup/lock": nothing,
	"popup/kdf-params": nothing,
	"popup/unlock": z.strictObject({ passphraseKey: key32 }),
	"popup/my-card": z.strictObject({ sendId }),
	"popup/contacts": nothing,
	"popup/opened-for": nothing,
	"popup/open-codes": z.strictObject({ contact }),
	"popup/contact": z.strictObject({ contact }),
	"popup/answer-trust": z.strictObject({
		contact,
		answer: z.enum(["seen", "theirs", "not-theirs", "downgrade", "differs"]),
	}),
	"popup/compare": z.union([
		z.strictObject({ contact, act: z.literal("view"), attempt: z.null() }),
		z.strictObject({ contact, act: z.enum(comparisonActs), attempt }),
	]),
	"popup/comparison-by-hand": z.strictObject({ sendId, contact }),
	"popup/revocation": nothing,
	"popup/make-kit": nothing,
	"popup/kit-kept": nothing,
	"popup/end-account": z.strictObject({ account: contact }),
	"popup/account-news": z.strictObject({ sendId }),
	"popup/new-account": z.strictObject({ passphraseKey: key32, kit: z.nullable(text(maxTextChars)) }),
	"popup/name-revoker": z.strictObject({ sendId, contact, passphraseKey: key32 }),
	"popup/end-contact": z.strictObject({ contact, passphraseKey: key32 }),
	"popup/safety-number": z.strictObject({ contact, offered: z.optional(z.literal(true)) }),
	"popup/number-matches": z.strictObject({ contact, account: contact }),
	"popup/rename-contact": z.strictObject({ contact, name: text(maxNameChars) }),
	"popup/remove-contact": z.strictObject({ contact }),
	"popup/merge-contact": z.strictObject({ contact, other: contact }),
	"popup/split-contact": z.strictObject({ contact }),
	"popup/read-by-hand": z.strictObject({ text: text(maxPastedChars) }),
	"popup/accept-by-hand": z.strictObject({ text: text(maxPastedChars) }),
	"popup/give-up-older-by-hand": z.strictObject({ text: text(maxPastedChars) }),
	"popup/use-new-start-by-hand": z.strictObject({ text: text(maxPastedChars) }),
	"popup/export-proof-by-hand": z.strictObject({ text: text(maxPastedChars) }),
	"popup/write-by-hand": z.strictObject({ sendId, text: text(maxTextChars), recipients, options }),
	"codes/opened-for": nothing,
	"codes/state": z.strictObject({ meant }),
	"codes/show": z.strictObject({ meant, way: z.enum(["screen", "link"]) }),
	"codes/take": z.strictObject({
		code: z.union([z.strictObject({ qr: base64url(1, maxQrChars) }), z.strictObject({ text: text(maxPastedChars) })]),
		meant,
		say: z.enum(["look", "sure", "unsure"]),
		another: recipients,
	}),
	"codes/differs": z.strictObject({ contact }),
	"codes/accept": z.strictObject({ text: text(maxPastedChars) }),
	"codes/answer": z.strictObject({ sendId, contact }),
	"welcome/kit-kept": nothing,
	"welcome/create": z.strictObject({
		name: text(maxNameChars),
		mark,
		salt: base64url(22, 22),
		profile: whole(0, 255),
		passphraseKey: key32,
	}),
};

/** `{ channel, ask, id? }` and nothing else; the ask itself is parsed by the channel's own schema. */
export const requestEnvelope = z.strictObject({
	channel: z.string().check(z.maxLength(64)),
	ask: z.unknown(),
	id: z.optional(hex(32)),
});
