/** Opens the safe window: composing and reading where no page can cover or imitate us. */
import type { MessageOptions, Place } from "../messaging/channels.ts";
import { toHex } from "./bytes.ts";
import { keptDraft } from "./composer-drafts.ts";
import { boxOfTab, describeTab } from "./composing.ts";
import { type Core, exclusively } from "./core.ts";
import { Fault } from "./fault.ts";
import type { ComposerSubject } from "./frame-tickets.ts";
import { webOrigin } from "./sender.ts";

const size = { width: 480, height: 720 };

/** The ticket may stand in the address: it is our page in our window, and works for the first safe window that shows it. */
async function open(core: Core, site: string, subject: ComposerSubject): Promise<void> {
	const ticket = await core.tickets.issue({ tab: null, site, subject });
	await core.ports.windows.open(`safe.html#${ticket}`, size);
}

/** @throws VaultError `locked`: the draft stays where it is, since it could not be sealed. */
export async function moveToSafeWindow(
	core: Core,
	site: string,
	from: ComposerSubject,
	draft: string,
	options: MessageOptions,
): Promise<void> {
	const id = toHex(core.ports.random(16));
	const about = from.target?.tab ?? from.about;
	// The page may have turned to other people meanwhile, or do so before the window is there.
	const kept = { text: draft, options, place: from.place, people: from.draftFor };
	const people = draft === "" ? null : (await exclusively(core, async () => keptDraft(core, id, kept, about))).people;
	// What was for a field must not go into the message box that the window would find: it is copied.
	const target = from.into === "box" ? from.target : null;
	await open(core, site, {
		...from,
		kind: "safe",
		into: "box",
		target,
		about,
		draft: people === null ? null : id,
		draftFor: people,
		options,
		broughtBack: false,
		ended: false,
	});
}

/** @throws Fault `site-unsupported` on pages that are no web page. */
export async function openForActiveTab(core: Core): Promise<void> {
	const tab = await core.ports.tabs.active();
	const site = webOrigin(tab?.url);
	if (tab === null || site === null) throw new Fault("site-unsupported");
	const shown = await describeTab(core, tab.id);
	const place: Place = shown?.place ?? { url: tab.url ?? site, title: "", header: "" };
	await open(core, site, boxOfTab(core, tab.id, place));
}
