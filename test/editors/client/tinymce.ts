import type { Mount } from "./editor.ts";
import { globalNamed, loadScript, textOfHtml } from "./makers-script.ts";

interface TinyMce {
	getContent(): string;
	setContent(html: string): void;
	focus(): void;
}

/** The classic kind: an iframe whose body is editable. Enter is a new line, as its makers ship it: only the button outside the frame sends. */
export const mount: Mount = async (host) => {
	await loadScript("/packages/tinymce/tinymce.min.js");
	const tinymce = globalNamed<{ init(config: object): Promise<TinyMce[]> }>("tinymce");
	const area = document.createElement("textarea");
	host.append(area);
	const [editor] = await tinymce.init({
		target: area,
		license_key: "gpl",
		height: 180,
		menubar: false,
		promotion: false,
		branding: false,
		iframe_aria_text: "Message",
		base_url: "/packages/tinymce",
		suffix: ".min",
	});
	if (editor === undefined) throw new Error("TinyMCE did not start");
	return {
		model: () => textOfHtml(editor.getContent()),
		clear: () => editor.setContent(""),
		focus: () => editor.focus(),
	};
};
