import type { Mount } from "./editor.ts";
import { globalNamed, loadScript } from "./makers-script.ts";

interface Item {
	readonly data?: string;
	is(type: "$textProxy" | "element", name?: string): boolean;
}
interface CkEditor5 {
	readonly model: {
		readonly document: { getRoot(): { getChildren(): Iterable<Item> } };
		createRangeIn(item: unknown): { getItems(): Iterable<Item> };
	};
	readonly editing: {
		readonly view: {
			focus(): void;
			readonly document: {
				on(
					type: "enter",
					listener: (info: { stop(): void }, data: { readonly isSoft: boolean; preventDefault(): void }) => void,
					options: { priority: "high" },
				): void;
			};
		};
	};
	setData(html: string): void;
}
interface Library {
	readonly ClassicEditor: { create(element: Element, config: object): Promise<CkEditor5> };
	readonly Essentials: unknown;
	readonly Paragraph: unknown;
	readonly Bold: unknown;
	readonly Autoformat: unknown;
	readonly PasteFromOffice: unknown;
}

export const mount: Mount = async (host, send) => {
	await loadScript("/packages/ckeditor5/dist/browser/ckeditor5.umd.js");
	const { ClassicEditor, Essentials, Paragraph, Bold, Autoformat, PasteFromOffice } = globalNamed<Library>("CKEDITOR");
	const box = document.createElement("div");
	host.append(box);
	const editor = await ClassicEditor.create(box, {
		licenseKey: "GPL",
		plugins: [Essentials, Paragraph, Bold, Autoformat, PasteFromOffice],
		toolbar: ["bold"],
		placeholder: "Message",
	});
	editor.editing.view.document.on(
		"enter",
		(info, data) => {
			if (data.isSoft) return;
			data.preventDefault();
			info.stop();
			send();
		},
		{ priority: "high" },
	);
	const { model } = editor;
	const textIn = (item: Item) => item.data ?? (item.is("element", "softBreak") ? "\n" : "");
	const lineOf = (block: Item) => [...model.createRangeIn(block).getItems()].map(textIn).join("");
	return {
		model: () => [...model.document.getRoot().getChildren()].map(lineOf).join("\n"),
		clear: () => editor.setData(""),
		focus: () => editor.editing.view.focus(),
	};
};
