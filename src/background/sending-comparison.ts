/**
 * Comparing a code from a tab: what the user does about it, and the message that follows from it, into the chat of that tab. A step is
 * sealed once, and said to have been sent only after it stands there.
 */
import { originOf } from "../contacts/conversation.ts";
import type {
	AttemptId,
	ComparisonAct,
	ComparisonReply,
	ComparisonWord,
	ContactId,
	SendReply,
} from "../messaging/channels.ts";
import { ProtocolError } from "../protocol/index.ts";
import { toHex } from "./bytes.ts";
import { beginComparing, type Compared, compare, nextToSend } from "./comparing.ts";
import { boxOfTab, describeTab, type Scene } from "./composing.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { roomAt } from "./learned-room.ts";
import { conversationAt, conversationByHand } from "./people.ts";
import { anyRoom } from "./room.ts";
import { type Message, sealMessage, sealOnce } from "./sealing.ts";
import { webOrigin } from "./sender.ts";
import { deliver, type How, mayInsert } from "./sending.ts";
import { autoSendOf, isOn } from "./sites.ts";

const plain = { text: "", options: { signed: false, disappears: null }, introduce: false } as const;

/** `tab`: whose chat the message goes to. */
export async function compareIn(
	core: Core,
	tab: number | null,
	contact: ContactId,
	{ act, attempt }: ComparisonWord | { readonly act: "view"; readonly attempt: null },
): Promise<ComparisonReply> {
	const reply = await acted(core, contact, act, attempt);
	const due = act === "view" ? "nothing" : dueAfter(act, reply);
	// Nobody waits for it: what the user does next in the page comes first.
	if (due === "by-itself" && tab !== null) void sendFollowing(core, tab, contact).catch(() => undefined);
	const sent = tab === null || due !== "box" ? null : await sendNext(core, tab, contact, due);
	const { view } = sent === null ? reply : await compare(core, contact, "view");
	return { refused: reply.refused, view, sent };
}

/** Each waits as long as a page lets it (src/content/insert/at-rest.ts). */
const mostTries = 3;

/** One at a time to a contact in a tab: every look at a message asks for it. */
const following = new WeakMap<Core, Set<string>>();

/**
 * What follows from a step of theirs and asks nothing of the user, who said yes to comparing: it goes by itself where messages do, when
 * the user is at nothing in the page. Who writes there for long is left alone, and the step waits for a press.
 */
export async function sendFollowing(core: Core, tab: number, contact: ContactId): Promise<void> {
	const running = following.get(core) ?? new Set();
	following.set(core, running);
	const name = `${tab} ${contact}`;
	if (running.has(name)) return;
	running.add(name);
	try {
		for (let tries = 0; tries < mostTries; tries++) {
			const { view } = await compare(core, contact, "view");
			if (view.kind !== "to-send" && !(view.kind === "done" && view.toSend)) return;
			const sent = await sendNext(core, tab, contact, "by-itself");
			if (sent?.outcome !== "refused" || sent.reason !== "busy") return;
		}
	} finally {
		running.delete(name);
	}
}

/** `by-itself`: only where messages are sent without a press of the site's own button; `box`: else into the box. */
type Due = "nothing" | "by-itself" | "box";

async function acted(
	core: Core,
	contact: ContactId,
	act: ComparisonAct | "view",
	about: AttemptId | null,
): Promise<Compared> {
	switch (act) {
		case "begin-pictures":
		case "begin-numbers":
			return beginComparing(core, contact, act === "begin-pictures" ? "pictures" : "numbers");
		case "match":
		case "differ":
			return compare(core, contact, { kind: "answer", match: act === "match", about });
		case "agree":
		case "stop":
			return compare(core, contact, { kind: act, about });
		case "send": {
			const reply = await compare(core, contact, "view");
			const isOther = "attempt" in reply.view && reply.view.attempt !== about;
			return isOther ? { ...reply, refused: "over" } : reply;
		}
		case "view":
			return compare(core, contact, "view");
	}
}

/** That they match, or that it was stopped, is not needed over there: it is not worth a press. That they differ is. */
function dueAfter(act: ComparisonAct, { view, refused }: Compared): Due {
	if (refused === "over") return "nothing";
	if (view.kind === "to-send") return "box";
	if (view.kind !== "done" || !view.toSend) return "nothing";
	return act === "send" || view.outcome === "differ" ? "box" : "by-itself";
}

/** Null: the tab shows no chat with them, or not now. What the user did stands whatever becomes of the message. */
async function sendNext(core: Core, tab: number, contact: ContactId, due: Due): Promise<SendReply | null> {
	try {
		const scene = await sceneIn(core, tab);
		if (scene === null) return null;
		const submit = (await autoSendOf(core, scene.site)) === "yes";
		if (due === "box") return await sendStep(core, scene, contact, { submit });
		return submit ? await sendStep(core, scene, contact, { submit, unasked: true }) : null;
	} catch (error) {
		if (error instanceof Fault || error instanceof ProtocolError) return null;
		throw error;
	}
}

/** As a safe window over this tab would have it: the box that the page's script finds itself. */
async function sceneIn(core: Core, tab: number): Promise<Scene | null> {
	const site = webOrigin(await core.ports.tabs.url(tab));
	if (site === null || !(await isOn(core, site))) return null;
	const shown = await describeTab(core, tab);
	if (shown === null || originOf(shown.place.url) !== site) return null;
	const subject = boxOfTab(core, tab, shown.place);
	return {
		handle: "",
		subject,
		site,
		place: shown.place,
		target: shown.hasBox ? subject.target : null,
		needsReload: false,
	};
}

/** @throws Fault `nothing-found`: no message of it waits; `place-changed`: they are not of this conversation */
async function sendStep(core: Core, scene: Scene, contact: ContactId, how: How): Promise<SendReply> {
	await mayInsert(core, scene, how.submit);
	const comparison = await nextToSend(core, contact);
	const here = await conversationAt(core, scene.place);
	if (here === null || !here.recipients.includes(contact)) throw new Fault("place-changed");
	// Two surfaces that send the same step send one message.
	const asked = ["comparison", contact, here.id, toHex(comparison.body)];
	const sendId = toHex(core.suite.hash(new TextEncoder().encode(JSON.stringify(asked)))).slice(0, 32);
	const row = await sealOnce(core, sendId, asked, async (self) => {
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
