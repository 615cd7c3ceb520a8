/** What both pages share: show the messages of the room and send a text to it. */
import type { ChatMessage } from "../model.ts";

const { room = "", as = "" } = document.body.dataset;
const list = document.querySelector("#messages") as HTMLOListElement;
const shown = new Set<number>();
const query = `?as=${encodeURIComponent(as)}`;

function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	className: string,
	text = "",
): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	made.className = className;
	made.textContent = text;
	return made;
}

function show(message: ChatMessage): void {
	if (shown.has(message.id)) return;
	shown.add(message.id);
	const item = element("li", message.author === as ? "message mine" : "message");
	const time = element(
		"time",
		"at",
		new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }),
	);
	const head = element("div", "head");
	head.append(element("span", "author", message.author), time);
	item.append(head, element("div", "text", message.text));
	const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
	list.append(item);
	if (atEnd) list.scrollTop = list.scrollHeight;
}

async function load(): Promise<void> {
	const response = await fetch(`/room/${room}/messages${query}`);
	for (const message of (await response.json()) as ChatMessage[]) show(message);
	list.scrollTop = list.scrollHeight;
}

/** @returns false when the server did not take the text. */
export async function send(text: string): Promise<boolean> {
	if (text.trim() === "") return true;
	const response = await fetch(`/room/${room}/messages${query}`, { method: "POST", body: text });
	return response.ok;
}

export function startRoom(): void {
	const events = new EventSource(`/room/${room}/events${query}`);
	events.onmessage = (event: MessageEvent<string>) => show(JSON.parse(event.data) as ChatMessage);
	// Also after a lost connection: what was said in between is in the history.
	events.onopen = () => void load();
}
