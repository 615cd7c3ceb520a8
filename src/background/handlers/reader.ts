/** One frame, one message. */
import type { ChannelName, ContactId, Handle, ReaderView } from "../../messaging/channels.ts";
import { inPage, mayAnswerInPage } from "../comparison-shown.ts";
import { openContact } from "../contact-window.ts";
import type { Core } from "../core.ts";
import type { Bound, ReaderSubject } from "../frame-tickets.ts";
import { acceptArmor, acceptNewStart, comparedOver, exportProof, type Reading, readArmor } from "../reading.ts";
import type { Handlers } from "../router.ts";
import { invitationByHand } from "../sealing.ts";
import type { FrameSender } from "../sender.ts";
import { compareIn, comparisonByHand, sendFollowing } from "../sending-comparison.ts";
import { openUnlock } from "../unlock-window.ts";

type ReaderChannel = Extract<ChannelName, `reader/${string}`>;

/** Milliseconds; trying a message of strangers takes one to five. Placeholders are answered at whole multiples. */
const stepMs = 50;

export function readerHandlers(core: Core): Pick<Handlers, ReaderChannel> {
	/** A handle fits its sender's kind, and only readers come here. */
	const subjectOf = (bound: Bound): ReaderSubject => bound.subject as ReaderSubject;

	/** The page sees when a frame has its answer, and must not learn from a placeholder whether the message was tried or for us. */
	const view = async (bound: Bound): Promise<ReaderView> => {
		const { now, wait } = core.ports;
		const began = now();
		const shown = await readArmor(core, subjectOf(bound).armor, readingOf(bound));
		if (shown.kind === "placeholder") await wait(stepMs - (Math.max(0, now() - began) % stepMs));
		const next = followingOf(shown);
		if (next !== null && bound.tab !== null) void sendFollowing(core, bound.tab, next).catch(() => undefined);
		return shown;
	};

	const readingOf = (bound: Bound): Reading => {
		const { place, revealed, onPage, shownAt } = subjectOf(bound);
		return { place, site: bound.site, tab: bound.tab, revealed, onPage, shownAt };
	};

	async function revealed(handle: Handle, from: FrameSender): Promise<Bound> {
		const bound = await core.tickets.use(handle, from);
		await core.tickets.amend(handle, { revealed: true });
		return { ...bound, subject: { ...subjectOf(bound), revealed: true } };
	}

	return {
		"reader/open": async ({ ticket }, from, requestId) => {
			const { handle, bound } = await core.tickets.redeem(ticket, from, requestId);
			return { handle, view: await view(bound) };
		},
		"reader/refresh": async ({ handle }, from) => view(await core.tickets.use(handle, from)),
		"reader/reveal": async ({ handle }, from) => view(await revealed(handle, from)),
		"reader/accept": async ({ handle }, from) => {
			const bound = await revealed(handle, from);
			return acceptArmor(core, subjectOf(bound).armor, readingOf(bound));
		},
		"reader/give-up-older": async ({ handle }, from) => {
			const bound = await revealed(handle, from);
			return readArmor(core, subjectOf(bound).armor, { ...readingOf(bound), giveUpOlder: true });
		},
		"reader/use-new-start": async ({ handle }, from) => {
			const bound = await revealed(handle, from);
			return acceptNewStart(core, subjectOf(bound).armor, readingOf(bound));
		},
		"reader/export-proof": async ({ handle }, from) => {
			const bound = await core.tickets.use(handle, from);
			return { armor: await exportProof(core, subjectOf(bound).armor, bound.tab) };
		},
		"reader/compare": async ({ handle, ...word }, from) => {
			mayAnswerInPage(core, word.act);
			const bound = await core.tickets.use(handle, from);
			const contact = await comparedOver(core, subjectOf(bound).armor, readingOf(bound));
			const reply = await compareIn(core, bound.tab, contact, word);
			return { ...reply, view: inPage(core, reply.view) };
		},
		"reader/open-comparison": async ({ handle }, from) => {
			const bound = await core.tickets.use(handle, from);
			await openContact(core, await comparedOver(core, subjectOf(bound).armor, readingOf(bound)), "compare");
			return null;
		},
		"reader/comparison-by-hand": async ({ handle, sendId }, from) => {
			const bound = await core.tickets.use(handle, from);
			const contact = await comparedOver(core, subjectOf(bound).armor, readingOf(bound));
			return { armor: await comparisonByHand(core, sendId, contact) };
		},
		"reader/new-invitation": async ({ handle, sendId }, from) => {
			await core.tickets.use(handle, from);
			return { armor: await invitationByHand(core, sendId) };
		},
		"reader/open-unlock": async ({ handle }, from) => {
			await core.tickets.use(handle, from);
			await openUnlock(core);
			return null;
		},
	};
}

/** Whose step this is, if it is answered without a question. */
function followingOf(shown: ReaderView): ContactId | null {
	if (shown.kind !== "message" || shown.comparison?.says !== "goes-on") return null;
	return shown.comparison.now?.kind === "to-send" ? (shown.comparison.contact?.id ?? null) : null;
}
