/** The next message of a comparison on its way: sealed once, and said to have been sent only after it stands in the chat. */
import type { ContactId, SendReply } from "../messaging/channels.ts";
import { toHex } from "./bytes.ts";
import { compare, nextToSend } from "./comparing.ts";
import { placeOnScreen, type Scene } from "./composing.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { roomAt } from "./learned-room.ts";
import { conversationAt, conversationByHand } from "./people.ts";
import { anyRoom } from "./room.ts";
import { type Message, sealMessage, sealOnce } from "./sealing.ts";
import { deliver, mayInsert } from "./sending.ts";

const plain = { text: "", options: { signed: false, disappears: null }, introduce: false } as const;

/** @throws Fault `nothing-found`: no message of it waits; `place-changed`: they are not of this conversation */
export async function sendComparison(
	core: Core,
	scene: Scene,
	{ sendId, contact }: { readonly sendId: string; readonly contact: ContactId },
	how: { readonly submit: boolean },
): Promise<SendReply> {
	await mayInsert(core, scene, how.submit);
	const comparison = await nextToSend(core, contact);
	const row = await sealOnce(core, sendId, ["comparison", contact, toHex(comparison.body)], async (self) => {
		const here = await conversationAt(core, placeOnScreen(core, scene));
		if (here === null || !here.recipients.includes(contact)) throw new Fault("place-changed");
		const room = await roomAt(core, scene.site, scene.subject.limit);
		const message: Message = {
			...plain,
			conversation: here,
			recipients: [contact],
			room,
			tab: scene.subject.about,
			comparison,
		};
		return sealMessage(core, self, message);
	});
	const reply = await deliver(core, scene, sendId, row, how);
	if (reply.outcome !== "refused") await compare(core, contact, { kind: "sent", body: comparison.body });
	return reply;
}

/** @throws Fault `nothing-found` */
export async function comparisonByHand(core: Core, sendId: string, contact: ContactId): Promise<readonly string[]> {
	const comparison = await nextToSend(core, contact);
	const row = await sealOnce(core, sendId, ["comparison by hand", contact, toHex(comparison.body)], async (self) => {
		const { conversation, changes } = await conversationByHand(core, [contact]);
		const message: Message = { ...plain, conversation, recipients: [contact], room: anyRoom, tab: null, comparison };
		const sealed = await sealMessage(core, self, message);
		return { parts: sealed.parts, changes: [...changes, ...sealed.changes] };
	});
	await compare(core, contact, { kind: "sent", body: comparison.body });
	return row.parts;
}
