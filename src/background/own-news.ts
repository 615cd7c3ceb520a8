/** What everybody is to be told about our own account: that it is over, or that we moved to it. In the chat, or by hand. */
import type { SendReply } from "../messaging/channels.ts";
import { armorKind, encodeNotice } from "../protocol/index.ts";
import { placeOnScreen, type Scene } from "./composing.ts";
import { type Core, exclusively } from "./core.ts";
import { Fault } from "./fault.ts";
import { readIdentity, type Self } from "./identity.ts";
import { roomAt } from "./learned-room.ts";
import { ownAccountChange, readOwnAccount } from "./own-account.ts";
import { ownRevocationStatement } from "./own-revocation.ts";
import { conversationFor } from "./people.ts";
import type { MadeFor } from "./prekeys.ts";
import { anyRoom, armored, type Room } from "./room.ts";
import { newCard, onceSealed, type Sealed } from "./sealing.ts";
import { deliver, mayInsert } from "./sending.ts";

/** Never taken back. @throws Fault `nothing-found` for an account that was made without a statement; `not-allowed`: not our account */
export function endOwnAccount(core: Core, account: string): Promise<void> {
	return exclusively(core, async () => {
		if ((await readIdentity(core.vault, core.suite)).id !== account) throw new Fault("not-allowed");
		const own = await readOwnAccount(core.vault);
		if (own.ended !== null) return;
		await core.vault.commit([ownAccountChange({ ...own, ended: await ownRevocationStatement(core.vault) })]);
	});
}

/** Into the chat of this composer, for everybody to read. @throws Fault `nothing-found`, and like sending */
export async function tellInChat(
	core: Core,
	scene: Scene,
	sendId: string,
	how: { readonly submit: boolean },
): Promise<SendReply> {
	if (scene.subject.into !== "box") throw new Fault("bad-request");
	await mayInsert(core, scene, how.submit);
	const row = await exclusively(core, () =>
		onceSealed(core, sendId, ["account news"], async (self) => {
			const { conversation, changes } = await conversationFor(core, placeOnScreen(core, scene));
			const room = await roomAt(core, scene.site, scene.subject.limit);
			const news = await newsOf(core, self, `conversation:${conversation.id}`, room);
			return { parts: news.parts, changes: [...changes, ...news.changes] };
		}),
	);
	return deliver(core, scene, sendId, row, how);
}

/** @throws Fault `nothing-found` */
export async function newsByHand(core: Core, sendId: string): Promise<readonly string[]> {
	const row = await exclusively(core, () =>
		onceSealed(core, sendId, ["account news by hand"], (self) => newsOf(core, self, "hand", anyRoom)),
	);
	return row.parts;
}

async function newsOf(core: Core, self: Self, madeFor: MadeFor, room: Room): Promise<Sealed> {
	const statement = self.ended ?? self.move;
	if (statement === null) throw new Fault("nothing-found");
	// Whoever hears that we moved can write to the new account at once.
	const card = self.ended === null ? await newCard(core, self, madeFor) : null;
	const bytes = encodeNotice({ statement, card: card?.card ?? null });
	const messageId = core.suite.hash(bytes).slice(0, 16);
	const parts = armored({ kind: armorKind.notice, bytes, messageId }, null, room);
	return { parts, changes: card?.changes ?? [] };
}
