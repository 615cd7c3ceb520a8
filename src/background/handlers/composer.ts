/** The composer in the page, and the same in the safe window. */
import type { ChannelName } from "../../messaging/channels.ts";
import { answerAbout, contactOf } from "../answering-trust.ts";
import { setAsksClear } from "../clear-send.ts";
import { draftIsFor, forgetDraft, keepDraft } from "../composer-drafts.ts";
import {
	composerView,
	endComposer,
	mustBeHere,
	placeOnScreen,
	sceneOf,
	sceneOfBound,
	updateGuard,
} from "../composing.ts";
import { openContact } from "../contact-window.ts";
import { type Core, exclusively, peopleChanged } from "../core.ts";
import { Fault } from "../fault.ts";
import type { ComposerSubject } from "../frame-tickets.ts";
import { setKeep } from "../keeping.ts";
import { hasLearned } from "../learned-room.ts";
import { remindedLater } from "../making-sure.ts";
import { tellInChat } from "../own-news.ts";
import { confirmedAt, contactsOf, conversationAt } from "../people.ts";
import type { Handlers } from "../router.ts";
import { moveToSafeWindow } from "../safe-window.ts";
import { invite, partsAhead, sealForPlace, send } from "../sending.ts";
import { setAutoSend } from "../sites.ts";
import { openUnlock } from "../unlock-window.ts";

type ComposerChannel = Extract<ChannelName, `composer/${string}`>;

export function composerHandlers(core: Core): Pick<Handlers, ComposerChannel> {
	return {
		"composer/open": async ({ ticket }, from, requestId) => {
			const { handle, bound } = await core.tickets.redeem(ticket, from, requestId);
			const scene = await sceneOfBound(core, handle, bound);
			if (from.class === "composer") await updateGuard(core, from.tab);
			return { handle, view: await composerView(core, scene) };
		},

		"composer/refresh": async ({ handle }, from) => composerView(core, await sceneOf(core, handle, from)),

		"composer/confirm-recipients": async ({ handle, recipients }, from) => {
			const scene = await sceneOf(core, handle, from);
			if (scene.subject.ended) throw new Fault("place-changed");
			if (recipients.length === 0) throw new Fault("no-recipients");
			const place = placeOnScreen(core, scene);
			await exclusively(core, async () => {
				const people = await contactsOf(core, recipients);
				await core.vault.commit(
					await confirmedAt(
						core,
						place,
						people.map(({ id }) => id),
					),
				);
			});
			// The text is for these now, and a question again for anybody else.
			await draftIsFor(core, scene, place, recipients);
			await core.tickets.amend(handle, { doubt: "answered" });
			peopleChanged(core);
			return composerView(core, await sceneOf(core, handle, from));
		},

		"composer/send": async ({ handle, submit, moreThan, ...out }, from) =>
			send(core, await sceneOf(core, handle, from), out, { submit, moreThan }),

		"composer/parts": async ({ handle, ...text }, from) => {
			const scene = await sceneOf(core, handle, from);
			return { parts: await partsAhead(core, scene, text), learned: await hasLearned(core, scene.site) };
		},

		"composer/invite": async ({ handle, submit, moreThan, ...invitation }, from) =>
			invite(core, await sceneOf(core, handle, from), invitation, { submit, moreThan }),

		"composer/seal-only": async ({ handle, ...out }, from) => {
			const scene = await sceneOf(core, handle, from);
			if (scene.subject.ended) throw new Fault("place-changed");
			const { parts } = await sealForPlace(core, scene, out, false);
			await forgetDraft(core, scene);
			return { armor: parts };
		},

		"composer/keep-draft": async ({ handle, ...kept }, from) => {
			await keepDraft(core, handle, from, kept);
			return null;
		},

		"composer/forget-draft": async ({ handle }, from) => {
			const { subject } = await core.tickets.use(handle, from);
			await forgetDraft(core, { handle, subject: subject as ComposerSubject });
			return null;
		},

		"composer/set-keep": async ({ handle, keep }, from) => {
			const scene = await sceneOf(core, handle, from);
			const here = await conversationAt(core, placeOnScreen(core, scene));
			if (here === null) throw new Fault("not-confirmed");
			await setKeep(core, here.id, keep, scene.subject.about);
			return composerView(core, scene);
		},

		"composer/answer-trust": async ({ handle, contact, answer }, from) => {
			const scene = await sceneOf(core, handle, from);
			await answerAbout(core, contact, answer);
			return composerView(core, scene);
		},

		"composer/open-contact": async ({ handle, contact }, from) => {
			await core.tickets.use(handle, from);
			await openContact(core, (await contactOf(core, contact)).id, "contact");
			return null;
		},

		"composer/make-sure-later": async ({ handle, contact }, from) => {
			const scene = await sceneOf(core, handle, from);
			await mustBeHere(core, scene, contact);
			await exclusively(core, async () => {
				const { id } = await contactOf(core, contact);
				await core.vault.commit([await remindedLater(core.vault, id, core.ports.now())]);
			});
			return composerView(core, scene);
		},

		"composer/set-asks-clear": async ({ handle, on }, from) => {
			const scene = await sceneOf(core, handle, from);
			const here = await conversationAt(core, placeOnScreen(core, scene));
			if (here === null) throw new Fault("not-confirmed");
			await setAsksClear(core, here, on);
			return composerView(core, scene);
		},

		"composer/tell-account": async ({ handle, sendId, submit }, from) =>
			tellInChat(core, await sceneOf(core, handle, from), sendId, { submit }),

		"composer/set-auto-send": async ({ handle, value }, from) => {
			const { site } = await sceneOf(core, handle, from);
			await setAutoSend(core, site, value);
			return null;
		},

		"composer/to-safe-window": async ({ handle, draft, options }, from) => {
			const { subject, site } = await sceneOf(core, handle, from);
			if (subject.kind === "safe") throw new Fault("bad-request");
			await moveToSafeWindow(core, site, subject, draft, options);
			await endComposer(core, handle, subject);
			if (subject.target !== null) {
				const { tab, frame, mount } = subject.target;
				await core.ports.tabs.send(tab, { to: "content", kind: "close-composer", mount }, frame);
			}
			return null;
		},

		"composer/open-unlock": async ({ handle }, from) => {
			await core.tickets.use(handle, from);
			await openUnlock(core);
			return null;
		},

		"composer/close": async ({ handle }, from) => {
			const { subject } = await core.tickets.use(handle, from);
			await endComposer(core, handle, subject as ComposerSubject);
			return null;
		},
	};
}
