/** Open composers: what each stands for now, and their end. */
import { isConfirmedAt, originOf, placeKey } from "../contacts/conversation.ts";
import type { ComposerView, ContactId, ContentReplies, Handle, MessageOptions, Place } from "../messaging/channels.ts";
import { sameSet, toHex } from "./bytes.ts";
import { asksClear } from "./clear-send.ts";
import { type Core, exclusively, peopleChanged } from "./core.ts";
import { draftChange, draftGone, readDraft } from "./drafts.ts";
import { Fault } from "./fault.ts";
import type { Bound, ComposerSubject, Target } from "./frame-tickets.ts";
import { readIdentity } from "./identity.ts";
import { contactView, conversationAt, membersOf } from "./people.ts";
import { keepOf } from "./preferences.ts";
import type { FrameSender } from "./sender.ts";
import { webOrigin } from "./sender.ts";
import { autoSendOf, isOn } from "./sites.ts";
import { updateIfQuiet } from "./updates.ts";

export const noOptions: MessageOptions = { signed: false, disappears: null };

/** A composer's surroundings as they are now. Those of the safe window are asked for anew every time. */
export interface Scene {
	readonly handle: Handle;
	readonly subject: ComposerSubject;
	readonly site: string;
	readonly place: Place;
	/** Null: texts can only be copied. */
	readonly target: Target | null;
	readonly needsReload: boolean;
}

/** @throws Fault `ticket-spent` */
export async function sceneOf(core: Core, handle: Handle, from: FrameSender): Promise<Scene> {
	return sceneOfBound(core, handle, await core.tickets.use(handle, from));
}

export async function sceneOfBound(core: Core, handle: Handle, { subject, site }: Bound): Promise<Scene> {
	// The router lets only composers and the safe window here, and a handle fits its sender's kind.
	const composer = subject as ComposerSubject;
	const { kind, about, place, target } = composer;
	if (kind === "composer" || about === null) {
		return { handle, subject: composer, site, place, target, needsReload: false };
	}
	const shown = await describeTab(core, about);
	const siteNow = webOrigin(await core.ports.tabs.url(about)) ?? site;
	if (shown === null || originOf(shown.place.url) !== siteNow) {
		const needsReload = await isOn(core, siteNow);
		return { handle, subject: composer, site: siteNow, place, target: null, needsReload };
	}
	return {
		handle,
		subject: composer,
		site: siteNow,
		place: shown.place,
		target: shown.hasBox ? target : null,
		needsReload: false,
	};
}

/**
 * The place of this scene, which must be the one whose people the surface shows: a tab may have turned to another one under
 * an open safe window. The surfaces are told to look again.
 *
 * @throws Fault `place-changed`
 */
export function placeOnScreen(core: Core, { subject, place }: Scene): Place {
	if (subject.kind === "safe" && placeKey(subject.place) !== placeKey(place)) {
		peopleChanged(core);
		throw new Fault("place-changed");
	}
	return place;
}

/** What the tab's top frame shows; null without a live content script. */
export async function describeTab(core: Core, tab: number): Promise<ContentReplies["describe"] | null> {
	const reply = await core.ports.tabs.send(tab, { to: "content", kind: "describe" }, 0);
	return isDescription(reply) ? reply : null;
}

function isDescription(reply: unknown): reply is ContentReplies["describe"] {
	if (typeof reply !== "object" || reply === null) return false;
	const { place, hasBox, armor } = reply as Partial<ContentReplies["describe"]>;
	return (
		typeof place === "object" &&
		place !== null &&
		[place.url, place.title, place.header].every((text) => typeof text === "string") &&
		typeof hasBox === "boolean" &&
		Array.isArray(armor) &&
		armor.every((parts) => Array.isArray(parts) && parts.every((part) => typeof part === "string"))
	);
}

export async function composerView(core: Core, scene: Scene): Promise<ComposerView> {
	const vault = await core.vault.state();
	const { subject, site, handle } = scene;
	const always = {
		vault,
		into: subject.into,
		autoSend: await autoSendOf(core, site),
		site: webOrigin(site) === null ? "" : new URL(site).host,
		canInsert: scene.target !== null && !subject.ended,
		needsReload: scene.needsReload,
		options: subject.options,
	};
	if (vault !== "unlocked") {
		return {
			...always,
			mark: null,
			recipients: [],
			confirmed: false,
			contacts: [],
			taken: "",
			draft: "",
			keep: "forever",
			ownKeep: null,
			asksClear: false,
		};
	}
	if (subject.kind === "safe") await core.tickets.amend(handle, { place: scene.place });
	const taken = await sealTaken(core, scene);
	const here = await conversationAt(core, scene.place);
	const members = await membersOf(core, here);
	const view = (contact: Parameters<typeof contactView>[1]) => contactView(core, contact);
	return {
		...always,
		mark: (await readIdentity(core.vault, core.suite)).mark,
		recipients: await Promise.all(members.map(view)),
		confirmed:
			here !== null &&
			isConfirmedAt(here, scene.place) &&
			isDraftFor(scene, here.recipients) &&
			members.length > 0 &&
			members.length === here.recipients.length,
		contacts: await Promise.all((await core.book.list()).map(view)),
		keep: await keepOf(core.vault, here),
		ownKeep: here?.keep ?? null,
		asksClear: await asksClear(core, here),
		taken,
		draft: taken || (subject.draft === null ? "" : await readDraft(core, subject.draft)),
	};
}

/** A draft that came along goes to the people it was written to; to others only after the user said so. */
export function isDraftFor({ subject: { draftFor } }: Scene, recipients: readonly ContactId[]): boolean {
	return draftFor === null || sameSet(draftFor, recipients);
}

/**
 * The text that stood in the site's box or field, given to an unlocked composer once. From then on it is a sealed draft of
 * this composer, and no longer in session memory.
 */
async function sealTaken(core: Core, { handle, subject: { taken, draft } }: Scene): Promise<string> {
	if (taken === "") return "";
	const id = draft ?? toHex(core.ports.random(16));
	await exclusively(core, async () => core.vault.commit([await draftChange(core, id, taken)]));
	await core.tickets.amend(handle, { taken: "", draft: id });
	return taken;
}

/**
 * The text as it stands, with its options. What is written first says for whom; until the user says otherwise it is for them, whoever the
 * page turns to.
 *
 * @throws Fault `ticket-spent` @throws VaultError `locked`
 */
export async function keepDraft(
	core: Core,
	handle: Handle,
	from: FrameSender,
	{ text, options }: { readonly text: string; readonly options: MessageOptions },
): Promise<void> {
	await exclusively(core, async () => {
		const { draft, draftFor, place } = (await core.tickets.use(handle, from)).subject as ComposerSubject;
		const id = draft ?? toHex(core.ports.random(16));
		if (text !== "") {
			await core.vault.commit([await draftChange(core, id, text)]);
			const recipients = draftFor ?? (await conversationAt(core, place))?.recipients ?? [];
			await core.tickets.amend(handle, { draft: id, draftFor: recipients, options });
			return;
		}
		if (draft !== null) await core.vault.commit([draftGone(draft)]);
		await core.tickets.amend(handle, { draft: null, draftFor: null, options });
	});
}

/** While locked nothing can be written: housekeeping deletes it then. */
export async function forgetDraft(core: Core, { draft }: ComposerSubject): Promise<void> {
	if (draft === null || (await core.vault.state()) !== "unlocked") return;
	await exclusively(core, () => core.vault.commit([draftGone(draft)]));
}

/** The guard in every frame of the tab goes up with the first composer and down with the last. */
export async function updateGuard(core: Core, tab: number): Promise<void> {
	await core.ports.tabs.send(tab, { to: "content", kind: "composing", on: await isComposing(core, tab) });
}

export async function isComposing(core: Core, tab: number): Promise<boolean> {
	return (await core.tickets.composersFor(tab)).some(({ bound }) => bound.subject.kind === "composer");
}

/** Ends a composer's authority, with its draft; the guard goes down with the last one. */
export async function endComposer(core: Core, handle: Handle, subject: ComposerSubject): Promise<void> {
	await core.tickets.drop(handle);
	// Housekeeping deletes what could not be: the guard does not stay up for it.
	await forgetDraft(core, subject).catch(() => undefined);
	if (subject.kind === "composer" && subject.target !== null) await updateGuard(core, subject.target.tab);
	await updateIfQuiet(core);
}
