/**
 * Fields as sites write them, each with whether it is for messages. `style` of the marked box: where it stands in a window of
 * 1000 by 800 (`top height`, or `top height left width`, CSS px). None is copied from a site; what they say of themselves is what such fields say.
 */

export interface Field {
	readonly name: string;
	/** The box is the element with `data-at`. */
	readonly markup: string;
}

const log = `<div role="log"><p>hello</p></div>`;
const inChat = (box: string, buttons = `<button aria-label="Send">s</button>`) =>
	`<main>${log}<footer><div class="composer">${box}${buttons}</div></footer></main>`;

export const messageBoxes: readonly Field[] = [
	{
		name: "text area with a placeholder",
		markup: inChat(`<textarea data-at="700 40" placeholder="Type a message"></textarea>`),
	},
	{
		name: "one line in an old chat",
		markup: inChat(`<input type="text" data-at="740 30" placeholder="Write a message..." autocomplete="off">`),
	},
	{
		name: "plain contenteditable",
		markup: inChat(`<div contenteditable="true" data-at="720 40" aria-label="Message #general"></div>`),
	},
	{
		name: "plaintext-only contenteditable",
		markup: inChat(`<div contenteditable="plaintext-only" role="textbox" data-at="720 40" aria-label="Message"></div>`),
	},
	{
		name: "Lexical",
		markup: inChat(
			`<div><div contenteditable="true" role="textbox" data-lexical-editor="true" data-at="720 40"><p><br></p></div>
			<div class="editor-placeholder">Write a message</div></div>`,
		),
	},
	{
		name: "Slate without a button",
		markup: inChat(
			`<div role="textbox" contenteditable="true" aria-multiline="true" data-slate-editor="true" data-at="730 44"
			aria-label="Message @someone"><span data-slate-placeholder="true">Message @someone</span></div>`,
			"",
		),
	},
	{
		name: "Draft.js",
		markup: inChat(
			`<div><div class="public-DraftEditorPlaceholder-root">Start a new message</div>
			<div class="notranslate public-DraftEditor-content" contenteditable="true" role="textbox" data-at="720 40"></div></div>`,
		),
	},
	{
		name: "ProseMirror",
		markup: inChat(
			`<div class="ProseMirror" contenteditable="true" data-at="720 60"><p data-placeholder="Reply..."><br></p></div>`,
		),
	},
	{
		name: "TipTap",
		markup: inChat(
			`<div class="tiptap ProseMirror" contenteditable="true" data-at="720 60"><p class="is-empty" data-placeholder="Send a message"><br></p></div>`,
		),
	},
	{
		name: "Quill",
		markup: inChat(
			`<div class="ql-container"><div class="ql-editor ql-blank" contenteditable="true" data-at="720 60" data-placeholder="Message"></div></div>`,
		),
	},
	{
		name: "CKEditor 5",
		markup: inChat(
			`<div class="ck ck-content ck-editor__editable" role="textbox" contenteditable="true" data-at="690 90" aria-label="Rich Text Editor. Editing area: main"></div>`,
		),
	},
	{
		name: "Trix",
		markup: inChat(
			`<trix-editor contenteditable="true" role="textbox" data-at="690 90" placeholder="Write a reply"></trix-editor>`,
		),
	},
	{
		name: "body of a mail",
		markup: `<form><input name="to" aria-label="To recipients"><input name="subjectbox" placeholder="Subject">
			<div contenteditable="true" role="textbox" aria-multiline="true" aria-label="Message Body" data-at="300 350"></div>
			<div role="button" data-tooltip="Send (Ctrl-Enter)">Send</div><div role="button" aria-label="Discard"></div></form>`,
	},
	{
		name: "answer in a patient portal",
		markup: `<form><label for="m">Your reply to Dr. Berg</label><textarea id="m" data-at="400 160"></textarea>
			<button type="submit">Send reply</button><button type="button">Cancel</button></form>`,
	},
	{
		name: "German",
		markup: inChat(
			`<textarea data-at="720 40" placeholder="Nachricht schreiben"></textarea>`,
			"<button>Senden</button>",
		),
	},
	{
		name: "Japanese",
		markup: inChat(`<textarea data-at="720 40" placeholder="メッセージを入力"></textarea>`, "<button>送信</button>"),
	},
	{
		name: "Arabic",
		markup: inChat(
			`<textarea data-at="720 40" dir="rtl" placeholder="اكتب رسالة"></textarea>`,
			"<button>إرسال</button>",
		),
	},
	{
		name: "widget that says only enterkeyhint",
		markup: inChat(`<textarea data-at="700 40" enterkeyhint="send"></textarea>`, ""),
	},
	{
		name: "reply in a thread beside the chat",
		markup: `<main>${log}</main><aside><div role="list"></div><div role="textbox" contenteditable="true" aria-label="Reply to thread" data-at="720 44"></div><button aria-label="Send now"></button></aside>`,
	},
	{
		name: "text of a mail that fills the window, with all its other fields, the button outside the form",
		markup: `<div><form><select name="_from"></select><textarea name="_to" role="combobox"></textarea><textarea name="_cc"></textarea>
			<input name="_subject"><label for="body">Message Body</label><textarea id="body" data-at="190 440"></textarea>
			<a role="button" title="Insert image">i</a></form></div><button>Send</button>`,
	},
	{
		name: "text of a mail without a label, in a dialog",
		markup: `<div role="dialog"><div><label>An</label><div role="combobox" aria-label="An:" contenteditable="true"></div></div>
			<input aria-label="Betreff"><div role="textbox" contenteditable="true" data-at="150 420"></div></div>`,
	},
];

const field = (name: string, markup: string): Field => ({ name, markup });

export const otherFields: readonly Field[] = [
	// search
	field(
		"search of a site",
		`<form role="search"><input type="search" name="q" data-at="12 32" placeholder="Search"><button>Search</button></form>`,
	),
	field(
		"search in a chat's side bar",
		`<nav><input type="text" data-at="60 32" aria-label="Search or start a new chat"></nav>${inChat("<textarea></textarea>")}`,
	),
	field(
		"search of messages, low on a phone",
		`<main>${log}<div><input type="text" data-at="740 36" placeholder="Search messages" enterkeyhint="search"><button aria-label="Search"></button></div></main>`,
	),
	field(
		"find in a conversation as a rich box",
		`<div role="search"><div contenteditable="true" role="textbox" aria-label="Search" data-at="10 30"></div></div>${log}`,
	),
	field(
		"jump to a chat",
		`<div role="dialog"><input type="text" role="combobox" aria-label="Find or start a conversation" data-at="100 44"></div>`,
	),
	field("filter of a list", `<input data-at="80 30" placeholder="Filter messages"><div role="list"></div>`),
	field(
		"German search",
		`<form><input type="text" data-at="20 30" placeholder="Nachrichten durchsuchen, Suche"><button>Suchen</button></form>`,
	),
	// login
	field(
		"user name",
		`<form><input type="text" name="username" data-at="300 36" autocomplete="username"><input type="password"><button>Log in</button></form>`,
	),
	field(
		"user name without a hint",
		`<form><input type="text" name="login" data-at="300 36" placeholder="Login"><input type="password"><button>Sign in</button></form>`,
	),
	field(
		"e-mail before the password",
		`<form><label for="e">E-mail address</label><input id="e" type="text" data-at="300 36"><button>Next</button></form>`,
	),
	field(
		"one-time code",
		`<form><input type="text" autocomplete="one-time-code" inputmode="numeric" maxlength="6" data-at="300 36"><button>Send again</button></form>`,
	),
	field(
		"code sent by text message",
		`<form><label for="c">Enter the code we sent in a text message</label><input id="c" type="text" inputmode="numeric" maxlength="6" data-at="500 36"><button>Next</button></form>`,
	),
	// titles and subjects
	field(
		"subject of a mail",
		`<form><input name="subjectbox" placeholder="Subject" aria-label="Subject" data-at="260 30"><div contenteditable="true" aria-label="Message Body"></div><div role="button">Send</div></form>`,
	),
	field(
		"recipients of a mail",
		`<form><input type="text" role="combobox" aria-label="To recipients" data-at="230 30"><div contenteditable="true" aria-label="Message Body"></div><div role="button">Send</div></form>`,
	),
	field(
		"copies of a mail",
		`<form><textarea name="_to"></textarea><textarea name="_cc" data-at="160 40"></textarea><textarea name="body"></textarea></form><button>Send</button>`,
	),
	field(
		"text of a form for inquiries",
		`<form><input name="name"><input name="email"><input name="topic"><textarea name="text" data-at="100 440"></textarea><button>Send</button></form>`,
	),
	field(
		"title of an issue",
		`<form><input type="text" name="title" placeholder="Title" data-at="120 36"><textarea placeholder="Leave a comment"></textarea><button>Submit new issue</button></form>`,
	),
	field(
		"title of a document",
		`<h1 contenteditable="true" data-at="60 48" aria-label="Page title"></h1><article contenteditable="true"></article>`,
	),
	field(
		"name of a channel",
		`<form><input type="text" placeholder="Channel name" maxlength="80" data-at="300 36"><button>Create</button></form>`,
	),
	field(
		"link of a profile",
		`<form><input type="text" name="website" inputmode="url" placeholder="https://" data-at="400 36"><button>Save</button></form>`,
	),
	field(
		"about me",
		`<form><input name="a"><input name="b"><textarea name="bio" aria-label="About me" data-at="400 100"></textarea><button>Save</button></form>`,
	),
	field("tags", `<div><input type="text" role="combobox" placeholder="Add tags" data-at="500 30"></div>`),
	field(
		"German subject",
		`<form><input name="betreff" aria-label="Betreff" data-at="200 30"><textarea aria-label="Nachricht"></textarea><button>Senden</button></form>`,
	),
	field(
		"title of a message, low on the screen",
		`<form><input type="text" placeholder="Title of your message" data-at="560 36"><button>Send</button></form>`,
	),
	field(
		"own name in a chat's widget",
		`${log}<form><input type="text" placeholder="Your name" data-at="600 36"><button>Send</button></form>`,
	),
	// code and documents
	field(
		"CodeMirror of a code page",
		`<div class="cm-editor"><div class="cm-content" contenteditable="true" role="textbox" aria-multiline="true" data-at="60 700"></div></div>`,
	),
	field(
		"Monaco",
		`<div class="monaco-editor"><textarea class="inputarea" aria-label="Editor content" data-at="60 700"></textarea></div>`,
	),
	field(
		"editor in the margin of a page that has a chat",
		`<main>${log}</main><aside><div class="cm-editor"><div contenteditable="true" role="textbox" aria-multiline="true" data-at="480 40 900 90"></div></div></aside>
		<form><textarea></textarea><button>Send</button></form>`,
	),
	field(
		"notes beside a chat, saved by themselves",
		`<main>${log}<form><textarea></textarea><button>Send</button></form></main><aside><textarea data-at="480 40 900 90"></textarea></aside>`,
	),
	field("text of a document", `<div class="ProseMirror" contenteditable="true" data-at="100 680"></div>`),
	field("cell of a sheet", `<table><tbody><tr><td contenteditable="true" data-at="300 22"></td></tr></tbody></table>`),
	field("formula", `<div role="textbox" contenteditable="true" aria-label="Formula" data-at="90 24"></div>`),
	field(
		"prompt for a shell",
		`<div class="xterm"><textarea class="xterm-helper-textarea" aria-label="Terminal input" data-at="700 10" style="width:0"></textarea></div>`,
	),
	// addresses and forms
	field(
		"street",
		`<form><input name="street" autocomplete="street-address" data-at="300 36"><input name="zip"><button>Next</button></form>`,
	),
	field(
		"city",
		`<form><input name="a"><input name="city" placeholder="City" data-at="340 36"><input name="zip"><button>Continue</button></form>`,
	),
	field(
		"full name",
		`<form><label for="n">Full name</label><input id="n" data-at="200 36"><input name="e"><input name="p"><button>Send</button></form>`,
	),
	field(
		"card number",
		`<form><input autocomplete="cc-number" inputmode="numeric" data-at="400 36"><button>Pay</button></form>`,
	),
	field(
		"telephone",
		`<form><input type="text" inputmode="tel" placeholder="Phone" data-at="400 36"><button>Send code</button></form>`,
	),
	field(
		"coupon",
		`<form><input type="text" placeholder="Discount code" data-at="600 36"><button>Apply</button></form>`,
	),
	field(
		"delivery note",
		`<form><input name="a"><input name="b"><input name="c"><textarea name="note" maxlength="120" placeholder="Note for the driver" data-at="500 60"></textarea><button>Next</button></form>`,
	),
	// public writing
	field(
		"comment under an article",
		`<section><textarea placeholder="Add a comment" data-at="600 60"></textarea><button>Comment</button></section>`,
	),
	field(
		"review of a product",
		`<form><input name="title"><textarea aria-label="Write a review" data-at="400 120"></textarea><button>Post</button></form>`,
	),
	// not there for writing
	field("a locked text", `<textarea readonly data-at="700 40" placeholder="Message"></textarea><button>Send</button>`),
	field("a disabled box", inChat(`<textarea disabled data-at="700 40" placeholder="Message"></textarea>`)),
	field(
		"a copy for measuring",
		inChat(`<textarea aria-hidden="true" data-at="700 40" placeholder="Message"></textarea>`),
	),
	field("a box of one pixel", inChat(`<textarea data-at="700 1" placeholder="Message"></textarea>`)),
];
