/** The pages as HTML. Everything in them comes from the catalog: nothing a person wrote is ever put into HTML here. */
import type { EditorCase } from "./catalog.ts";

/** Styles that makers publish and their editor does not load by itself. */
const styles: Readonly<Record<string, string>> = {
	quill: "/packages/quill/dist/quill.snow.css",
	trix: "/packages/trix/dist/trix.css",
	ckeditor5: "/packages/ckeditor5/dist/browser/ckeditor5.css",
	draft: "/packages/draft-js/dist/Draft.css",
	prosemirror: "/packages/prosemirror-view/style/prosemirror.css",
	monaco: "/packages/monaco-editor/min/vs/editor/editor.main.css",
};

const look = `
body { margin: 0; font: 15px/1.4 sans-serif; }
main, .frame-body { height: 100vh; display: flex; flex-direction: column; }
h1 { margin: 8px 16px; font-size: 17px; }
#messages { flex: 1; overflow-y: auto; margin: 0; padding: 8px 16px; list-style: none; min-height: 80px; }
.message { overflow-wrap: anywhere; margin: 4px 0; }
.author { font-weight: 600; font-size: 12px; }
#compose { display: flex; gap: 8px; padding: 8px 16px; border-top: 1px solid #ccc; align-items: end; }
#host { flex: 1; min-width: 0; max-height: 220px; overflow: auto; }
textarea, input { width: 100%; box-sizing: border-box; min-height: 40px; }
.box, .ProseMirror, .cm-editor, .public-DraftEditor-content, trix-editor { min-height: 40px; border: 1px solid #999; overflow-wrap: anywhere; }
.box, .ProseMirror { white-space: pre-wrap; }
iframe.chat { flex: 1; border: 0; width: 100%; }
`;

function page(head: string, body: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Chat</title>${head}<style>${look}</style></head>${body}</html>`;
}

function attributes(of: EditorCase, as: string): string {
	return `data-editor="${of.editor}" data-inside="${of.inside}" data-as="${as}"`;
}

/** Messages and the form with the editor. */
function chat({ editor, button }: EditorCase): string {
	const link = styles[editor] === undefined ? "" : `<link rel="stylesheet" href="${styles[editor]}">`;
	return `${link}<main><h1>Garden</h1><ol id="messages" role="log" aria-label="Messages" tabindex="0"></ol>
<form id="compose"><div id="host"></div>${button ? '<button type="submit">Send</button>' : ""}</form></main>`;
}

const script = '<script type="module" src="/assets/main.js"></script>';

/** The document that holds the chat itself. */
export function innerPage(of: EditorCase, as: string): string {
	return page(script, `<body ${attributes(of, as)}>${chat(of)}</body>`);
}

function escaped(html: string): string {
	return html.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}

function framed(attribute: string): string {
	return page("", `<body class="frame-body"><iframe class="chat" title="Chat" ${attribute}></iframe></body>`);
}

export function chatPage(of: EditorCase, as: string): string {
	switch (of.inside) {
		case "frame":
			return framed(`src="/inner?as=${as}"`);
		case "srcdoc":
			return framed(`srcdoc="${escaped(framed(`srcdoc="${escaped(innerPage(of, as))}"`))}"`);
		case "blank":
			// The frame stays about:blank; the page puts the chat into it, node by node.
			return page(
				"",
				`<body class="frame-body"><iframe class="chat" title="Chat"></iframe>
<template>${chat(of)}</template>
<script>
const inner = document.querySelector("iframe").contentDocument;
const style = inner.createElement("style");
style.textContent = document.querySelector("style").textContent;
inner.head.append(style);
Object.assign(inner.body.dataset, { editor: "${of.editor}", inside: "${of.inside}", as: "${as}" });
inner.body.append(document.querySelector("template").content);
const client = inner.createElement("script");
client.type = "module";
client.src = "/assets/main.js";
inner.body.append(client);
</script></body>`,
			);
		default:
			return innerPage(of, as);
	}
}
