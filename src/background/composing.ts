/** Open composers: what each stands for now, and their end. */
import { originOf, placeKey } from "../contacts/conversation.ts";
import type { ComposerView, ContactId, ContentReplies, Handle, MessageOptions, Place } from "../messaging/channels.ts";
import { toHex } from "./bytes.ts";
import { asksClear } from "./clear-send.ts";
import { bringBack, forgetDraft, isDraftFor, sealTaken } from "./composer-drafts.ts";
import { type Core, peopleChanged } from "./core.ts";
import { readDraft } from "./drafts.ts";
import { textToEdit } from "./editing.ts";
import { Fault } from "./fault.ts";
import type { Bound, ComposerSubject, Target } from "./frame-tickets.ts";
import { readIdentity } from "./identity.ts";
import { dueAmong } from "./making-sure.ts";
import { contactView, membersOf } from "./people.ts";
import { identityAt } from "./place-identity.ts";
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

/** For what is written to the chat of a tab from elsewhere. A mount that the page has never heard of means: the box it finds itself. */
export function boxOfTab(core: Core, tab: number, place: Place): ComposerSubject {
	return {
		kind: "safe",
		into: "box",
		target: { tab, frame: 0, mount: toHex(core.ports.random(16)) },
		about: tab,
		place,
		limit: null,
		taken: "",
		draft: null,
		draftFor: null,
		options: noOptions,
		inBox: null,
		doubt: "none",
		broughtBack: null,
		ended: false,
	};
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
			inBox: "nothing",
			doubt: null,
			draftBack: false,
			mark: null,
			recipients: [],
			confirmed: false,
			contacts: [],
			taken: "",
			draft: "",
			keep: "forever",
			ownKeep: null,
			asksClear: false,
			makeSure: null,
			ended: false,
		};
	}
	if (subject.kind === "safe") await core.tickets.amend(handle, { place: scene.place });
	const now = { ...scene, subject: await bringBack(core, scene, scene.place) };
	return { ...always, ...(await textIn(core, now)), ...(await peopleIn(core, now)) };
}

type TextView = Pick<ComposerView, "taken" | "draft" | "draftBack" | "inBox" | "options">;

/** What the composer begins with: text of the box, what was begun here before, or a message of ours that is to be changed. */
async function textIn(core: Core, { handle, subject, place }: Scene): Promise<TextView> {
	const { inBox, options, about } = subject;
	const taken = await sealTaken(core, { handle, subject });
	const kept = subject.draft === null ? null : await readDraft(core, subject.draft);
	const edited = inBox?.kind === "message" ? await textToEdit(core, inBox.armor, place, about) : null;
	const draft = taken || (kept?.text ?? edited?.text ?? "");
	return {
		taken,
		draft,
		draftBack: subject.broughtBack === true && draft !== "",
		inBox: inBox?.kind === "message" ? (edited === null ? "other" : "own") : (inBox?.kind ?? "nothing"),
		options: kept === null && edited !== null ? edited.options : options,
	};
}

type PeopleView = Pick<
	ComposerView,
	"mark" | "recipients" | "confirmed" | "doubt" | "contacts" | "keep" | "ownKeep" | "asksClear" | "makeSure" | "ended"
>;

async function peopleIn(core: Core, { handle, subject, place }: Scene): Promise<PeopleView> {
	const identity = await identityAt(core, subject, place);
	const asks = identity.kind === "conflict" && subject.doubt !== "answered";
	if (asks !== (subject.doubt === "asked")) await core.tickets.amend(handle, { doubt: asks ? "asked" : "none" });
	const here = "conversation" in identity ? identity.conversation : null;
	const members = await membersOf(core, identity.kind === "author" ? { recipients: [identity.author] } : here);
	const views = (people: typeof members) => Promise.all(people.map((contact) => contactView(core, contact)));
	const doubtOf = async (): Promise<ComposerView["doubt"]> => {
		if (identity.kind === "author") return { kind: "author", others: [] };
		if (identity.kind === "likely") return identity.because === "place" ? null : { kind: identity.because, others: [] };
		if (identity.kind !== "conflict" || !asks) return null;
		return { kind: "conflict", others: await views(await membersOf(core, identity.other)) };
	};
	const self = await readIdentity(core.vault, core.suite);
	return {
		mark: self.mark,
		ended: self.ended !== null,
		recipients: await views(members),
		confirmed:
			here !== null &&
			(identity.kind === "certain" || (identity.kind === "conflict" && !asks)) &&
			isDraftFor({ subject }, here.recipients) &&
			members.length > 0 &&
			members.length === here.recipients.length,
		doubt: await doubtOf(),
		contacts: await views(await core.book.list()),
		keep: await keepOf(core.vault, here),
		ownKeep: here?.keep ?? null,
		asksClear: await asksClear(core, here),
		makeSure: here?.confirmed === true ? await dueAmong(core.vault, members, core.ports.now()) : null,
	};
}
/** @throws Fault `not-allowed` for anybody who is not of this conversation */
export async function mustBeHere(core: Core, scene: Scene, contact: ContactId): Promise<void> {
	const { recipients } = await composerView(core, scene);
	if (!recipients.some(({ id }) => id === contact)) throw new Fault("not-allowed");
}

/** The guard in every frame of the tab goes up with the first composer and down with the last. */
export async function updateGuard(core: Core, tab: number): Promise<void> {
	await core.ports.tabs.send(tab, { to: "content", kind: "composing", on: await isComposing(core, tab) });
}

export async function isComposing(core: Core, tab: number): Promise<boolean> {
	return (await core.tickets.composersFor(tab)).some(({ bound }) => bound.subject.kind === "composer");
}

/** Ends a composer's authority, with its draft if the user ended it; the guard goes down with the last one. */
export async function endComposer(
	core: Core,
	handle: Handle,
	subject: ComposerSubject,
	{ keepsDraft = false }: { readonly keepsDraft?: boolean } = {},
): Promise<void> {
	const composer = { handle, subject: keepsDraft ? subject : await onceKept(core, handle, subject) };
	await core.tickets.drop(handle);
	// Housekeeping deletes what could not be: the guard does not stay up for it.
	if (!keepsDraft) await forgetDraft(core, composer).catch(() => undefined);
	if (subject.kind === "composer" && subject.target !== null) await updateGuard(core, subject.target.tab);
	await updateIfQuiet(core);
}

/** With the draft that is just being kept for it, if one is. */
async function onceKept(core: Core, handle: Handle, subject: ComposerSubject): Promise<ComposerSubject> {
	const { target } = subject;
	if (target === null) return subject;
	const open = await core.locks.run("vault", () => core.tickets.composersFor(target.tab));
	return open.find((one) => one.handle === handle)?.bound.subject ?? subject;
}
