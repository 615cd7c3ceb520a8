/** A page with a message box of each way to send, one at a time under one address, and what it came to hear and to send. Loopback only. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const boxes = {
	/** Enter and the form send; the button belongs to the form. */
	chat: `<form><textarea id="box" rows="2" placeholder="Message"></textarea><button id="send">Send</button></form>`,
	/** No form, and what is pressed sends before there is a click. */
	pressed: `<div><div id="box" contenteditable="true" role="textbox" aria-label="Message"></div>
		<div id="send" role="button" tabindex="0" aria-label="Send">&gt;</div></div>`,
	/** The browser itself submits it on Enter. */
	line: `<form><input id="box" type="text" placeholder="Message"><button id="send">Send</button></form>`,
	/** Enter breaks the line. */
	letter: `<form><textarea id="box" style="height:260px" placeholder="Message"></textarea><button id="send">Send</button></form>`,
	/** The box is the whole document of a frame, in a form with the editor's own bar; what sends stands below the form. */
	mail: `<main><form><div><div><button type="button">Bold</button><button type="button">Italic</button></div>
		<div><div><iframe id="editor" title="Message" style="display:block;width:100%;height:180px;border:1px solid gray"></iframe></div></div></div></form>
		<div><button id="send">Send</button></div></main>`,
};
export type BoxKind = keyof typeof boxes;

const script = `
const boxes = ${JSON.stringify(boxes)};
const heard = [], sent = [];
const log = document.querySelector("#log");
for (const type of ["keydown", "keypress", "keyup", "pointerdown", "mousedown", "pointerup", "mouseup", "click", "submit"]) {
	addEventListener(type, (event) => heard.push(event.key ? type + " " + event.key : type), true);
}
const boxNow = () => document.querySelector("#box") ?? document.querySelector("#editor").contentDocument.body;
const read = (box) => (box.localName === "div" || box.localName === "body" ? box.innerText.trim() : box.value);
const empty = (box) => { if (box.localName === "div" || box.localName === "body") box.textContent = ""; else box.value = ""; };
const take = (way) => {
	const box = boxNow();
	const text = read(box);
	if (text.trim() === "") return;
	sent.push(way + ": " + text);
	empty(box);
};
function show(kind) {
	document.querySelector("footer").innerHTML = boxes[kind];
	const box = boxNow();
	if (kind === "mail") {
		box.contentEditable = "true";
		box.setAttribute("aria-label", "Message");
		document.querySelector("#send").addEventListener("click", () => take("button"));
	}
	const enter = kind === "chat" || kind === "pressed";
	box.addEventListener("keydown", (event) => {
		if (!enter || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		take("enter");
	});
	document.querySelector("form")?.addEventListener("submit", (event) => { event.preventDefault(); take("form"); });
	if (kind === "pressed") document.querySelector("#send").addEventListener("mousedown", () => take("press"));
}
function say(text) { log.append(Object.assign(document.createElement("p"), { textContent: text })); }
Object.assign(window, { heard, sent, showBox: show, say });
show("chat");
`;

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Chat</title>
<style>body{font:16px system-ui;margin:0}main{display:flex;flex-direction:column;height:100vh}#log{flex:1;overflow:auto}
footer{padding:12px}#box{display:block;width:100%;box-sizing:border-box;min-height:44px;border:1px solid gray;font:inherit}</style></head>
<body><main><h1>Ben</h1><div id="log" role="log"></div><footer></footer></main><script>${script}</script></body></html>`;

export class ClearSite {
	readonly #server = createServer((_request, response) => {
		response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
		response.end(page);
	});

	static async start(): Promise<ClearSite> {
		const site = new ClearSite();
		await new Promise<void>((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
		return site;
	}

	url(room: string): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${room}`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise<void>((resolve) => this.#server.close(() => resolve()));
	}
}
