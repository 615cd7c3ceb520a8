/** The renderers of web chats: from the text that was sent to markup. For tests of mangling, here and in a real page. */
import slackToHtml from "@clearfeed-ai/slack-to-html";
import discord from "@cloudrac3r/discord-markdown";
import DOMPurify from "dompurify";
import linkifyHtml from "linkify-html";
import markdownIt from "markdown-it";
import { Marked } from "marked";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown from "react-markdown";
import showdown from "showdown";
import snarkdown from "snarkdown";

export const escaped = (text: string): string =>
	text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const everything = new showdown.Converter({
	simpleLineBreaks: true,
	emoji: true,
	underline: true,
	strikethrough: true,
	simplifiedAutoLink: true,
	tables: true,
	tasklists: true,
	smartIndentationFix: true,
	ghMentions: true,
	literalMidWordUnderscores: true,
});
const original = new showdown.Converter();
const commonmark = markdownIt("commonmark");
const typographer = markdownIt({ html: true, linkify: true, typographer: true, breaks: true });
const marked = new Marked({ gfm: true, breaks: true });
const pedantic = new Marked({ gfm: false, pedantic: true });
/** Made when it is needed: the list of renderers is also read where there is no window. */
let purify: ReturnType<typeof DOMPurify> | undefined;
const purified = (html: string, config = {}): string => {
	purify ??= DOMPurify(window as unknown as Parameters<typeof DOMPurify>[0]);
	return String(purify.sanitize(html, config));
};

/** What other chats make of asterisks and their kin, as they say in their help; their own code cannot be had. */
const chatMarks = (text: string): string =>
	escaped(text)
		.replace(/```([\s\S]+?)```/g, "<pre>$1</pre>")
		.replace(/(^|\s)\*\*?(\S(?:.*?\S)?)\*\*?(?=\s|$)/gm, "$1<b>$2</b>")
		.replace(/(^|\s)__?(\S(?:.*?\S)?)__?(?=\s|$)/gm, "$1<i>$2</i>")
		.replace(/(^|\s)~~?(\S(?:.*?\S)?)~~?(?=\s|$)/gm, "$1<s>$2</s>")
		.replace(/^&gt; (.*)$/gm, "<blockquote>$1</blockquote>")
		.replace(/(^|\s)(@\w+)/g, '$1<a class="mention">$2</a>')
		.replace(/\n/g, "<br>");

/** As SmartyPants does it. */
const typographic = (text: string): string =>
	text
		.replace(/\.\.\./g, "\u2026")
		.replace(/---/g, "\u2014")
		.replace(/--/g, "\u2013")
		.replace(/(^|[\s(])"/g, "$1\u201c")
		.replace(/"/g, "\u201d")
		.replace(/'/g, "\u2019")
		.replace(/\(c\)/gi, "\u00a9");

/** Emoji themselves and their names between colons. */
const withImages = (html: string): string =>
	html.replace(
		/\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]*|:[a-z_]+:/gu,
		(found) => `<img class="emoji" alt="${found}" draggable="false">`,
	);

export const renderers: Readonly<Record<string, (text: string) => string>> = {
	"none, escaped": escaped,
	"none, raw": (text) => text,
	"markdown-it (CommonMark)": (text) => commonmark.render(text),
	"markdown-it (links, typographer, breaks)": (text) => typographer.render(text),
	marked: (text) => String(marked.parse(text)),
	"marked (pedantic)": (text) => String(pedantic.parse(text)),
	showdown: (text) => original.makeHtml(text),
	"showdown (all options)": (text) => everything.makeHtml(text),
	snarkdown: (text) => snarkdown(text),
	"react-markdown": (text) => renderToStaticMarkup(createElement(Markdown, null, text)),
	"discord-markdown": (text) => discord.toHTML(text),
	"discord-markdown (embeds)": (text) => discord.toHTML(text, { embed: true }),
	// Slack hands out texts with these three escaped.
	"slack-to-html": (text) => slackToHtml.escapeForSlackWithMarkdown(escaped(text)),
	"marks of a chat": chatMarks,
	"typographic quotes and dashes": (text) => escaped(typographic(text)),
	"emoji as images": (text) => withImages(escaped(text)),
	"emoji as images over markdown-it": (text) => withImages(typographer.render(text)),
	"dompurify over raw markup": (text) => purified(text),
	"dompurify over markdown-it": (text) => purified(typographer.render(text)),
	"dompurify, text only": (text) => escaped(purified(text, { ALLOWED_TAGS: [] })),
	"linkify-html, links cut at 20": (text) => linkifyHtml(escaped(text), { truncate: 20 }),
	"linkify-html over marked": (text) => linkifyHtml(String(marked.parse(text)), { truncate: 20, nl2br: true }),
};
