import { expect, test } from "vitest";
import { type BoxSignals, offerScore, possibleScore, scoreBox } from "../../src/content/detect/score.ts";
import { messageWords, says, searchWords, sendWords } from "../../src/content/detect/words.ts";

const plain: BoxSignals = {
	type: "area",
	excluded: false,
	editContext: false,
	roleTextbox: false,
	multiline: false,
	knownEditor: false,
	codeEditor: false,
	enterKeyHint: "",
	label: "",
	code: "",
	combobox: false,
	maxLength: 0,
	inputMode: "",
	top: 0.3,
	bottom: 0.4,
	buttons: { send: false, other: false, few: false },
	messages: "none",
	otherFields: 0,
	addressed: false,
};
const low = { top: 0.85, bottom: 0.95 };
const send = { send: true, other: false, few: true };

const chats: readonly [string, Partial<BoxSignals>][] = [
	["a rich editor with a label", { type: "rich", roleTextbox: true, label: "Message #general" }],
	["a bare textarea low under a log with a send button", { ...low, buttons: send, messages: "above" }],
	["a single line of an old web chat", { type: "line", label: "Type a message", ...low, buttons: send }],
	["an unlabelled editor under its messages", { type: "rich", knownEditor: true, ...low, messages: "above" }],
	["German", { label: "Nachricht schreiben", ...low }],
	["Japanese", { type: "rich", label: "メッセージを入力" }],
	["enterkeyhint", { type: "rich", enterKeyHint: "send" }],
];
test.each(chats)("%s is offered the lock", (_, signals) => {
	expect(scoreBox({ ...plain, ...signals })).toBeGreaterThanOrEqual(offerScore);
});

const others: readonly [string, Partial<BoxSignals>][] = [
	["a search line", { type: "line", label: "Search messages" }],
	["a search in a chat's side bar", { type: "line", label: "Search", combobox: true, messages: "near" }],
	["a subject line", { type: "line", label: "Subject", buttons: send }],
	["a code editor", { type: "rich", codeEditor: true, knownEditor: true, bottom: 0.9, top: 0.1 }],
	[
		"a bio with fields around it",
		{ label: "About me", buttons: { send: false, other: true, few: true }, otherFields: 4 },
	],
	["a phone number", { type: "line", inputMode: "tel" }],
];
test.each(others)("%s is not", (_, signals) => {
	expect(scoreBox({ ...plain, ...signals })).toBeLessThan(possibleScore);
});

test("a comment box is only there for who asks for it", () => {
	const score = scoreBox({
		...plain,
		label: "Add a comment",
		...low,
		buttons: { send: false, other: false, few: true },
		messages: "near",
	});
	expect(score).toBeGreaterThanOrEqual(possibleScore);
	expect(score).toBeLessThan(offerScore);
});

test("what cannot be a message box has no score at all", () => {
	expect(scoreBox({ ...plain, ...low, label: "Message", buttons: send, excluded: true })).toBe(
		Number.NEGATIVE_INFINITY,
	);
});

test("words count where a word begins, in scripts without spaces anywhere", () => {
	expect(says("Send message", sendWords)).toBe(true);
	expect(says("Weekend", sendWords)).toBe(false);
	expect(says("research", searchWords)).toBe(false);
	expect(says("请输入消息", messageWords)).toBe(true);
	expect(says("Напишите сообщение", messageWords)).toBe(true);
});
