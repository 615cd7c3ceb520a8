/** What content scripts may ask: nothing that comes back holds a text a person wrote, a name or a key. */
import type { ContentChannel, Place } from "../../messaging/channels.ts";
import { asksClearAt } from "../clear-send.ts";
import { endComposer, isComposing, noOptions, updateGuard } from "../composing.ts";
import type { Core } from "../core.ts";
import { Fault } from "../fault.ts";
import type { Handlers } from "../router.ts";
import { type ContentSender, webOrigin } from "../sender.ts";
import { boxesOf, isOn, noteHello, rememberBox } from "../sites.ts";

async function tellBrokenOff(core: Core, tab: number, brokenOff: boolean): Promise<void> {
	await core.ports.tabs.send(tab, { to: "content", kind: "composing", on: await isComposing(core, tab), brokenOff });
}

export function contentHandlers(core: Core): Pick<Handlers, ContentChannel> {
	/** The site is on, and the place is on that site. */
	async function siteOf(from: ContentSender, place: Place): Promise<string> {
		const { origin } = from;
		if (origin === null || !(await isOn(core, origin))) throw new Fault("not-allowed");
		if (webOrigin(place.url) !== origin) throw new Fault("bad-request");
		return origin;
	}

	async function composersAt(from: ContentSender, mount: string) {
		const open = await core.tickets.composersFor(from.tab);
		return open.filter(({ bound: { subject } }) => {
			return subject.kind === "composer" && subject.target?.mount === mount && subject.target.frame === from.frame;
		});
	}

	/** A frame has one composer at a time: those of its page before are gone, and what was begun in them may come back. */
	async function endUnderneath(from: ContentSender, mount: string): Promise<void> {
		for (const { handle, bound } of await core.tickets.composersFor(from.tab)) {
			const { kind, target } = bound.subject;
			if (kind !== "composer" || target?.frame !== from.frame || target.mount === mount) continue;
			await core.tickets.drop(handle);
		}
	}

	return {
		"content/start": async (_ask, from) => {
			// A frame with no origin of its own (sandbox) holds the guard of the page around it.
			const on = await isOn(core, from.origin ?? from.topOrigin);
			if (on && from.frame === 0 && from.origin !== null) {
				await core.tickets.dropTab(from.tab);
				await noteHello(core, from.tab, from.origin);
			}
			const boxes = on ? await boxesOf(core, from.origin ?? from.topOrigin ?? "") : [];
			return { on, composing: on && (await isComposing(core, from.tab)), limit: null, boxes };
		},

		"content/remember-box": async (choice, from) => {
			const site = from.origin ?? from.topOrigin;
			if (site === null || !(await isOn(core, site))) throw new Fault("not-allowed");
			await rememberBox(core, site, choice);
			return null;
		},

		"content/load-writing": async (_ask, from) => {
			const site = from.origin ?? from.topOrigin;
			if (site === null || !(await isOn(core, site))) throw new Fault("not-allowed");
			await core.ports.scripts.putWriting(from.tab, from.frame);
			return null;
		},

		"content/diagnosis": async ({ request, report }, from) => {
			core.diagnoses.add(from, request, report);
			return null;
		},

		"content/request-reader": async ({ armor, place, onPage }, from) => {
			const site = await siteOf(from, place);
			const subject = { kind: "reader", armor, place, revealed: false, onPage, shownAt: core.ports.now() } as const;
			return { ticket: await core.tickets.issue({ tab: from.tab, site, subject }) };
		},

		"content/request-composer": async ({ mount, taken, place, limit, into, inBox }, from) => {
			const site = await siteOf(from, place);
			// The same mount again: the page took the frame out, and it is put back. What was known of its box stays known.
			const before = await composersAt(from, mount);
			for (const { handle } of before) await core.tickets.drop(handle);
			await endUnderneath(from, mount);
			const target = { tab: from.tab, frame: from.frame, mount };
			const [waiting] = (await core.tickets.dropTicketsFor(target)).slice(-1);
			const earlier = waiting ?? before.at(-1)?.bound.subject;
			const subject = {
				kind: "composer",
				into: into ?? earlier?.into ?? "box",
				target,
				about: from.tab,
				place,
				limit: limit ?? earlier?.limit ?? null,
				// The draft began with it.
				taken: earlier?.draft ? "" : taken || (earlier?.taken ?? ""),
				draft: earlier?.draft ?? null,
				draftFor: earlier?.draftFor ?? null,
				options: earlier?.options ?? noOptions,
				inBox: inBox ?? earlier?.inBox ?? null,
				doubt: earlier?.doubt ?? "none",
				broughtBack: earlier?.broughtBack ?? null,
				ended: earlier?.ended ?? false,
			} as const;
			return { ticket: await core.tickets.issue({ tab: from.tab, site, subject }) };
		},

		"content/composer-aborted": async ({ mount, why }, from) => {
			const open = await composersAt(from, mount);
			// First of all: the user may still be typing, and the page may turn to any of its frames.
			if (why === "host-removed") await tellBrokenOff(core, from.tab, true);
			for (const { handle, bound } of open) {
				if (why === "place-changed") await core.tickets.amend(handle, { ended: true });
				// The page took it away: its text may come back. Of one that its user closed the composer tells as well, and either word may come first.
				else {
					const keepsDraft = why === "host-removed" && bound.subject.into === "box";
					await endComposer(core, handle, bound.subject, { keepsDraft });
				}
				const news = { to: "pages", kind: "composer-aborted", handle, why } as const;
				core.ports.tellPages(news, bound.frame === null ? undefined : { tab: from.tab, frame: bound.frame });
			}
			if (why !== "place-changed") {
				// Also when no frame of it is left (lost while it was put back): its guard must not stay.
				await core.tickets.dropTicketsFor({ tab: from.tab, frame: from.frame, mount });
				if (open.length === 0) await updateGuard(core, from.tab);
			}
			return null;
		},

		"content/asks-clear": async ({ place }, from) => {
			await siteOf(from, place);
			return asksClearAt(core, place);
		},

		"content/user-returned": async (_ask, from) => {
			await tellBrokenOff(core, from.tab, false);
			return null;
		},
	};
}
