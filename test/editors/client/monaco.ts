import type { Mount } from "./editor.ts";
import { globalNamed, loadScript } from "./makers-script.ts";

interface MonacoEditor {
	addCommand(key: number, run: () => void): void;
	getValue(): string;
	setValue(text: string): void;
	focus(): void;
}
interface Monaco {
	readonly KeyCode: { readonly Enter: number };
	readonly editor: { create(element: Element, options: object): MonacoEditor };
}
type Require = ((names: string[], then: (monaco: Monaco) => void, failed: (error: unknown) => void) => void) & {
	config(options: object): void;
};

export const mount: Mount = async (host, send) => {
	await loadScript("/packages/monaco-editor/min/vs/loader.js");
	const load = globalNamed<Require>("require");
	load.config({ paths: { vs: "/packages/monaco-editor/min/vs" } });
	const monaco = await new Promise<Monaco>((resolve, reject) => load(["vs/editor/editor.main"], resolve, reject));
	const box = document.createElement("div");
	box.style.height = "120px";
	host.append(box);
	const editor = monaco.editor.create(box, {
		value: "",
		language: "plaintext",
		ariaLabel: "Message",
		minimap: { enabled: false },
		wordWrap: "on",
		automaticLayout: true,
	});
	editor.addCommand(monaco.KeyCode.Enter, send);
	return { model: () => editor.getValue(), clear: () => editor.setValue(""), focus: () => editor.focus() };
};
