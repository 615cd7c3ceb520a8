/** What stands in a composer, kept for it and for the next one at the same place: written as it is typed, gone when it was sent or thrown away. */
import { placeKey } from "../contacts/conversation.ts";
import type { ContactId, Handle, MessageOptions, Place } from "../messaging/channels.ts";
import { sameSet, toHex } from "./bytes.ts";
import { type Core, exclusively } from "./core.ts";
import { type Draft, draftChange, draftGone, draftsFor, readDraft } from "./drafts.ts";
import type { ComposerSubject } from "./frame-tickets.ts";
import { conversationAt } from "./people.ts";
import { keepOf } from "./preferences.ts";
import type { FrameSender } from "./sender.ts";

interface Composer {
	readonly handle: Handle;
	readonly subject: ComposerSubject;
}

/** A draft that came along goes to the people it was written to; to others only after the user said so. */
export function isDraftFor(
	{ subject: { draftFor } }: Pick<Composer, "subject">,
	people: readonly ContactId[],
): boolean {
	return draftFor === null || sameSet(draftFor, people);
}

/** Writes it in the transaction of the caller. `draft` without people: for those of its place now. */
export async function keptDraft(
	core: Core,
	id: string,
	draft: Omit<Draft, "place" | "people"> & { readonly place: Place; readonly people: readonly ContactId[] | null },
	tab: number | null,
	comesBack = true,
): Promise<Draft> {
	const here = await conversationAt(core, draft.place);
	const before = await readDraft(core, id);
	const people = draft.people ?? here?.recipients ?? [];
	// Where it was begun, wherever the page has turned to since.
	const place = comesBack ? (before?.place ?? placeKey(draft.place)) : null;
	const kept = { ...draft, place, people };
	await core.vault.commit([await draftChange(core, id, kept, { keep: await keepOf(core.vault, here), tab })]);
	return kept;
}

/**
 * The text that the lock took out of the site's box, given to an unlocked composer once. From then on it is a sealed draft of
 * this composer, and no longer in session memory.
 */
export async function sealTaken(core: Core, { handle, subject }: Composer): Promise<string> {
	const { taken, draft, draftFor, place, options, about, into } = subject;
	if (taken === "") return "";
	const id = draft ?? toHex(core.ports.random(16));
	const kept = { text: taken, options, place, people: draftFor };
	await exclusively(core, async () => keptDraft(core, id, kept, about, into === "box"));
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
		const { draft, draftFor, place, about, into } = (await core.tickets.use(handle, from)).subject as ComposerSubject;
		const id = draft ?? toHex(core.ports.random(16));
		if (text !== "") {
			const kept = { text, options, place, people: draftFor };
			const { people } = await keptDraft(core, id, kept, about, into === "box");
			await core.tickets.amend(handle, { draft: id, draftFor: people, options });
			return;
		}
		if (draft !== null) await core.vault.commit([draftGone(draft)]);
		await core.tickets.amend(handle, { draft: null, draftFor: null, options });
	});
}

/** The user said whom the text is for, and that it is for here. */
export async function draftIsFor(
	core: Core,
	{ handle, subject }: Composer,
	place: Place,
	people: readonly ContactId[],
): Promise<void> {
	const { draft: id, about, into } = subject;
	if (id === null) return core.tickets.amend(handle, { draftFor: null });
	await exclusively(core, async () => {
		const draft = await readDraft(core, id);
		if (draft === null) return;
		const keep = await keepOf(core.vault, await conversationAt(core, place));
		const change = await draftChange(
			core,
			id,
			{ ...draft, place: into === "box" ? placeKey(place) : null, people },
			{ keep, tab: about },
		);
		await core.vault.commit([change]);
	});
	await core.tickets.amend(handle, { draftFor: people });
}

/**
 * A text that was begun at exactly this place, for the people who are meant there now, and that stands in no composer any more: the
 * page was reloaded, closed or left, or took the composer away. Looked for once, and only after unlocking. Gives the composer with it.
 */
export async function bringBack(core: Core, { handle, subject }: Composer, place: Place): Promise<ComposerSubject> {
	if (subject.broughtBack !== null) return subject;
	return exclusively(core, async () => {
		const looks =
			subject.into === "box" && subject.draft === null && subject.inBox?.kind !== "message" && !subject.ended;
		const found = looks ? await begunHere(core, subject, place) : null;
		const facts =
			found === null
				? { broughtBack: false }
				: { broughtBack: true, taken: "", draft: found.id, draftFor: found.draft.people, options: found.draft.options };
		await core.tickets.amend(handle, facts);
		return { ...subject, ...facts };
	});
}

async function begunHere(core: Core, { taken, about }: ComposerSubject, place: Place) {
	const here = await conversationAt(core, place);
	const inUse = await core.tickets.drafts();
	const isHere = ({ place: begun, people }: Draft) =>
		begun === placeKey(place) && (people.length === 0 || sameSet(people, here?.recipients ?? []));
	// Text in the site's box comes first, unless the draft began with it.
	const goesOn = ({ text }: Draft) => text.startsWith(taken);
	const all = await draftsFor(core, about);
	return all.find(({ id, draft }) => !inUse.has(id) && isHere(draft) && goesOn(draft)) ?? null;
}

/** While locked nothing can be written: housekeeping deletes it in its time. */
export async function forgetDraft(core: Core, { handle, subject: { draft } }: Composer): Promise<void> {
	if (draft === null || (await core.vault.state()) !== "unlocked") return;
	await exclusively(core, () => core.vault.commit([draftGone(draft)]));
	await core.tickets.amend(handle, { draft: null, draftFor: null });
}
