/** Reading in the safe window what its tab shows. */
import type { ChannelName } from "../../messaging/channels.ts";
import { toHex } from "../bytes.ts";
import { describeTab, placeOnScreen, type Scene, sceneOf } from "../composing.ts";
import type { Core } from "../core.ts";
import { Fault } from "../fault.ts";
import { acceptArmor, acceptNewStart, exportProof, type Reading, readArmor } from "../reading.ts";
import type { Handlers } from "../router.ts";
import { invitationByHand } from "../sealing.ts";

type SafeChannel = Extract<ChannelName, `safe/${string}`>;

/** Messages of one screen and some more; a page could list thousands. */
const mostMessages = 60;
/** Parts and characters of one message, as for a reader in the page (schemas.ts). */
const mostParts = 64;
const mostChars = 1_048_576;

export function safeHandlers(core: Core): Pick<Handlers, SafeChannel> {
	async function shownIn(scene: Scene): Promise<readonly { key: string; armor: readonly string[] }[]> {
		const { about } = scene.subject;
		const shown = about === null ? null : await describeTab(core, about);
		return (shown?.armor ?? [])
			.filter((parts) => parts.length <= mostParts && parts.reduce((sum, part) => sum + part.length, 0) <= mostChars)
			.slice(-mostMessages)
			.map((armor) => ({
				key: toHex(core.suite.hash(new TextEncoder().encode(armor.join("\n"))).slice(0, 16)),
				armor,
			}));
	}

	async function armorOf(scene: Scene, key: string): Promise<readonly string[]> {
		const found = (await shownIn(scene)).find((one) => one.key === key);
		if (found === undefined) throw new Fault("nothing-found");
		return found.armor;
	}

	const reading = ({ place, site, subject }: Scene, revealed: boolean): Reading => ({
		place,
		site,
		tab: subject.about,
		revealed,
		onPage: null,
	});

	return {
		"safe/messages": async ({ handle }, from) => {
			const scene = await sceneOf(core, handle, from);
			const messages = [];
			for (const { key, armor } of await shownIn(scene)) {
				messages.push({ key, view: await readArmor(core, armor, reading(scene, false)) });
			}
			return { messages };
		},

		"safe/reveal": async ({ handle, key }, from) => {
			const scene = await sceneOf(core, handle, from);
			return readArmor(core, await armorOf(scene, key), reading(scene, true));
		},
		"safe/accept": async ({ handle, key }, from) => {
			const scene = await sceneOf(core, handle, from);
			placeOnScreen(core, scene);
			return acceptArmor(core, await armorOf(scene, key), reading(scene, true));
		},

		"safe/give-up-older": async ({ handle, key }, from) => {
			const scene = await sceneOf(core, handle, from);
			return readArmor(core, await armorOf(scene, key), { ...reading(scene, true), giveUpOlder: true });
		},
		"safe/use-new-start": async ({ handle, key }, from) => {
			const scene = await sceneOf(core, handle, from);
			return acceptNewStart(core, await armorOf(scene, key), reading(scene, true));
		},
		"safe/export-proof": async ({ handle, key }, from) => {
			const scene = await sceneOf(core, handle, from);
			return { armor: await exportProof(core, await armorOf(scene, key), scene.subject.about) };
		},
		"safe/new-invitation": async ({ handle, sendId }, from) => {
			await sceneOf(core, handle, from);
			return { armor: await invitationByHand(core, sendId) };
		},

		"safe/reload-tab": async ({ handle }, from) => {
			const { subject } = await sceneOf(core, handle, from);
			if (subject.about === null || (await core.ports.tabs.url(subject.about)) === null) throw new Fault("tab-gone");
			await core.ports.tabs.reload(subject.about);
			return null;
		},
	};
}
