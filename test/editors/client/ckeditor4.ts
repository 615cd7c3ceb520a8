import type { Mount } from "./editor.ts";
import { globalNamed, loadScript, textOfHtml } from "./makers-script.ts";

interface CkEditor4 {
	on(type: "instanceReady", listener: () => void): void;
	getData(): string;
	setData(html: string): void;
	focus(): void;
}

/**
 * The classic kind: an iframe whose body is editable. Its DOM is its model; `getData()` is what its site gets. Enter is a new line, as
 * its makers ship it: only the button outside the frame sends.
 */
export const mount: Mount = async (host) => {
	Object.assign(globalThis, { CKEDITOR_BASEPATH: "/packages/ckeditor4/" });
	await loadScript("/packages/ckeditor4/ckeditor.js");
	const ckeditor = globalNamed<{ replace(element: Element, config: object): CkEditor4 }>("CKEDITOR");
	const area = document.createElement("textarea");
	host.append(area);
	const editor = ckeditor.replace(area, { customConfig: "", height: 120, versionCheck: false, title: "Message" });
	await new Promise<void>((resolve) => editor.on("instanceReady", resolve));
	return { model: () => textOfHtml(editor.getData()), clear: () => editor.setData(""), focus: () => editor.focus() };
};
