/** Published without types. */
declare module "showdown" {
	export class Converter {
		constructor(options?: Readonly<Record<string, boolean>>);
		makeHtml(text: string): string;
		setFlavor(flavor: "github" | "original"): void;
	}
}
declare module "react-dom/server" {
	export function renderToStaticMarkup(element: unknown): string;
}
declare module "@cloudrac3r/discord-markdown" {
	const parser: { toHTML(text: string, options?: { readonly embed?: boolean }): string };
	export default parser;
}
declare module "@clearfeed-ai/slack-to-html" {
	const parser: { escapeForSlackWithMarkdown(text: string): string };
	export default parser;
}
