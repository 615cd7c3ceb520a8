import { type Mount, sends } from "./editor.ts";
import { globalNamed, loadScript, textOfHtml } from "./makers-script.ts";

interface TinyMce {
	on(type: "keydown", listener: (event: KeyboardEvent) => void): void;
	getContent(): string;
	setContent(html: string): void;
	focus(): void;
}

/** The classic kind: an iframe whose body is editable. */
export const mount: Mount = async (host, send) => {
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
	editor.on("keydown", (event) => {
		if (!sends(event)) return;
		event.preventDefault();
		send();
	});
	return {
		model: () => textOfHtml(editor.getContent()),
		clear: () => editor.setContent(""),
		focus: () => editor.focus(),
	};
};
