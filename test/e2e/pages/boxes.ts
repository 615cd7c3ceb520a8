/** One page with the boxes of half a web: a chat, and everything that is not one. Every text in it says `canary`. */

/** Stands in names, titles, labels, values, messages and the path of the page. */
export const canary = "Annabel-and-her-knee";

export const path = `/rooms/${canary}`;
const inner = `/inner/${canary}`;

const style = `
	body { margin: 0; height: 100vh; display: grid; grid-template: auto 1fr auto / 1fr 300px; font: 15px/1.4 sans-serif; }
	header { grid-column: 1 / 3; display: flex; gap: 24px; padding: 8px; border-bottom: 1px solid #ccc; }
	main { display: flex; flex-direction: column; min-height: 0; }
	#log { flex: 1; overflow-y: auto; padding: 8px; }
	aside { grid-row: 2 / 4; grid-column: 2; padding: 8px; overflow: auto; border-left: 1px solid #ccc; }
	aside form { margin-bottom: 12px; display: grid; gap: 4px; }
	iframe { width: 100%; height: 120px; border: 0; }
	#compose { grid-row: 3; grid-column: 1; display: flex; gap: 8px; padding: 8px; border-top: 1px solid #ccc; }
	#box { flex: 1; min-height: 64px; }
	.CodeMirror { border: 1px solid #ccc; min-height: 40px; }`;

const page = (body: string): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${canary}</title><style>${style}</style></head>${body}</html>`;

const chat = page(`<body>
<header>
	<form role="search"><input type="search" name="q" placeholder="Search messages" aria-label="Search messages of ${canary}"></form>
	<form id="login"><input type="text" name="user" placeholder="Name" autocomplete="username">
		<input type="password" name="pass"><button>Log in</button></form>
</header>
<main>
	<h1>${canary}</h1>
	<div id="log" role="log" aria-label="${canary}"><p>${canary} said hello</p></div>
</main>
<aside>
	<form id="issue"><label>Title <input type="text" name="title" value="${canary}"></label>
		<label>Notes <textarea id="notes" name="notes" data-testid="private-notes" rows="4" placeholder="${canary}"></textarea></label><button>Save</button></form>
	<form id="code"><label>Code <input name="otp" autocomplete="one-time-code" inputmode="numeric"></label><button>Next</button></form>
	<form id="address"><label>Street <input name="street" autocomplete="street-address"></label>
		<label>Address <input name="address"></label><label>City <input name="city"></label><button>Save</button></form>
	<div class="CodeMirror" id="editor"><div contenteditable="true" role="textbox" aria-multiline="true">let ${canary.toLowerCase()} = 1;</div></div>
	<iframe id="same" title="${canary}" src="${inner}"></iframe>
	<iframe id="blank" title="${canary}" srcdoc="<p>${canary}</p><input type='text' placeholder='Search'>"></iframe>
	<iframe id="foreign" title="${canary}"></iframe>
</aside>
<form id="compose"><textarea id="box" name="body" placeholder="Message ${canary}">${canary} wrote this</textarea>
	<button type="button">Send to ${canary}</button></form>
<script>document.querySelector("#foreign").src = location.origin.replace("127.0.0.1", "localhost") + ${JSON.stringify(inner)};</script>
</body>`);

const reply = page(`<body style="display:block"><div role="log"><p>${canary}</p></div>
<form><textarea name="reply" placeholder="Reply to ${canary}"></textarea><button type="button">Send</button></form></body>`);

export const pages = { [path]: chat, [inner]: reply };
