/** The pages as HTML. Names come from fixed tables only: nothing a person wrote is ever put into HTML here. */
import { type Editor, people, rooms } from "./model.ts";

function page(title: string, body: string, script = ""): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
${script}
</head>
${body}
</html>`;
}

export function frontPage(): string {
	const links = Object.entries(people).map(([as, name]) => `<li><a href="/room/garden?as=${as}">${name}</a></li>`);
	return page(
		"Demo chat",
		`<body class="front"><main><h1>Demo chat</h1><p>Who are you?</p><ul>${links.join("")}</ul></main></body>`,
	);
}

function composeBox(editor: Editor): string {
	if (editor === "plain") {
		return '<textarea id="box" name="message" rows="2" placeholder="Message" aria-label="Message"></textarea>';
	}
	return '<div id="box" class="rich" contenteditable="true" role="textbox" aria-multiline="true" aria-label="Message"></div>';
}

export function chatPage(room: string, as: string, editor: Editor): string {
	const link = (target: string, label: string, current: boolean, kind: Editor): string =>
		`<a href="/room/${target}?as=${as}&amp;editor=${kind}"${current ? ' aria-current="page"' : ""}>${label}</a>`;
	const roomLinks = Object.entries(rooms).map(([id, name]) => link(id, name, id === room, editor));
	const other: Editor = editor === "plain" ? "rich" : "plain";
	const otherLabel = editor === "plain" ? "Use the rich editor" : "Use the plain box";
	return page(
		`${rooms[room]} - Demo chat`,
		`<body data-room="${room}" data-as="${as}">
<nav aria-label="Rooms"><strong>Demo chat</strong>${roomLinks.join("")}<span class="me">You are ${people[as]}</span></nav>
<main>
<header><h1>${rooms[room]}</h1>${link(room, otherLabel, false, other)}</header>
<ol id="messages" role="log" aria-label="Messages" tabindex="0"></ol>
<form id="compose">${composeBox(editor)}<button type="submit">Send</button></form>
</main>
</body>`,
		`<script type="module" src="/${editor}.js"></script>`,
	);
}
