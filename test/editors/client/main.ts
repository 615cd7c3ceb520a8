/** The script of every page here: mounts the editor that the page names where it says, and sends what is written in it. */
import type { Mount, Mounted } from "./editor.ts";

const editors: Readonly<Record<string, () => Promise<Mount>>> = {
	textarea: async () => (await import("./field.ts")).plain("textarea"),
	input: async () => (await import("./field.ts")).plain("input"),
	"react-textarea": async () => (await import("./react-field.ts")).react("textarea"),
	"react-input": async () => (await import("./react-field.ts")).react("input"),
	"vue-textarea": async () => (await import("./vue-field.ts")).vue("textarea"),
	"vue-input": async () => (await import("./vue-field.ts")).vue("input"),
	contenteditable: async () => (await import("./content-editable.ts")).contentEditable("true"),
	"plaintext-only": async () => (await import("./content-editable.ts")).contentEditable("plaintext-only"),
	controlled: async () => (await import("./controlled.ts")).controlled(false),
	"trusted-only": async () => (await import("./controlled.ts")).controlled(true),
	"lexical-plain": async () => (await import("./lexical.ts")).lexical("plain"),
	"lexical-rich": async () => (await import("./lexical.ts")).lexical("rich"),
	slate: async () => (await import("./slate.ts")).mount,
	draft: async () => (await import("./draft.ts")).mount,
	prosemirror: async () => (await import("./prosemirror.ts")).mount,
	tiptap: async () => (await import("./tiptap.ts")).mount,
	quill: async () => (await import("./quill.ts")).mount,
	ckeditor4: async () => (await import("./ckeditor4.ts")).mount,
	ckeditor5: async () => (await import("./ckeditor5.ts")).mount,
	tinymce: async () => (await import("./tinymce.ts")).mount,
	trix: async () => (await import("./trix.ts")).mount,
	codemirror: async () => (await import("./codemirror.ts")).mount,
	monaco: async () => (await import("./monaco.ts")).mount,
};

/** For the test alone; nothing of the extension can see the page's own globals. */
declare global {
	interface Window {
		editorUnderTest?: Mounted;
	}
}

const { editor = "", inside = "", as = "" } = document.body.dataset;
const list = document.querySelector("#messages") as HTMLOListElement;
const form = document.querySelector("#compose") as HTMLFormElement;
const host = document.querySelector("#host") as HTMLElement;

/** A shadow root has no style sheet of its document; editors need theirs to keep spaces. */
function place(): HTMLElement {
	if (!inside.startsWith("shadow-")) return host;
	const root = host.attachShadow({ mode: inside === "shadow-closed" ? "closed" : "open" });
	const style = document.createElement("style");
	style.textContent = ".ProseMirror { white-space: pre-wrap; min-height: 40px; } textarea { width: 100%; }";
	const within = document.createElement("div");
	root.append(style, within);
	return within;
}

let shown = 0;
async function showNew(): Promise<void> {
	const response = await fetch(`/messages?from=${shown}`);
	const messages = (await response.json()) as { author: string; text: string }[];
	for (const { author, text } of messages) {
		const item = document.createElement("li");
		item.className = author === as ? "message mine" : "message";
		const name = document.createElement("div");
		name.className = "author";
		name.textContent = author;
		const said = document.createElement("div");
		said.className = "text";
		said.textContent = text;
		item.append(name, said);
		list.append(item);
		shown++;
	}
	list.scrollTop = list.scrollHeight;
}

let mounted: Mounted | undefined;
async function send(): Promise<void> {
	const text = mounted?.model() ?? "";
	mounted?.clear();
	if (text === "") return;
	await fetch(`/messages?as=${as}`, { method: "POST", body: text });
	await refresh();
}

let running = Promise.resolve();
function refresh(): Promise<void> {
	running = running.then(showNew).catch(() => undefined);
	return running;
}

form.addEventListener("submit", (event) => {
	event.preventDefault();
	void send();
});
void refresh();
setInterval(() => void refresh(), 400);

const mount = await editors[editor]?.();
if (mount === undefined) throw new Error(`No editor ${editor}`);
mounted = await mount(place(), () => void send());
(window.top ?? window).editorUnderTest = mounted;
