/** What a file, a drop or a paste holds: the code in a picture, or a text. */
import { startFinder } from "./finder.ts";
import { headLength, pictureSize } from "./picture-size.ts";
import { pixelsOf } from "./pixels.ts";

export type Found = { readonly qr: string } | { readonly text: string };

/** Bytes of a text that can be a card, a statement or a code (docs/protocol.md, QR codes, links and files). */
const mostText = 35_000;
/** Bytes of a picture: a photograph has a tenth of it. */
const mostPicture = 50_000_000;
/** Pixels of it, which take four bytes each once it is opened; the largest photographs of telephones. */
const mostPixels = 50_000_000;

/** `none`: a picture without a code; `unreadable`: neither a picture nor such a text. */
export async function inFile(file: Blob): Promise<Found | "none" | "unreadable"> {
	if (file.size > mostPicture) return "unreadable";
	if (!file.type.startsWith("image/") && file.size <= mostText) {
		const text = await file.text().catch(() => "");
		if (isText(text)) return { text };
	}
	const size = pictureSize(new Uint8Array(await file.slice(0, headLength).arrayBuffer()));
	if (size === null || size.width * size.height > mostPixels) return "unreadable";
	const bitmap = await createImageBitmap(file).catch(() => null);
	if (bitmap === null) return "unreadable";
	const { width, height } = bitmap;
	const pixels = pixelsOf({ source: bitmap, width, height }, document.createElement("canvas"));
	bitmap.close();
	if (pixels === null) return "none";
	const finder = startFinder();
	const qr = await finder.find(pixels, "picture").finally(() => finder.stop());
	return qr === null ? "none" : { qr };
}

const isText = (text: string): boolean => text.trim() !== "" && /^[\x20-\x7e\s]*$/.test(text);

/** Of a paste or a drop. */
export async function inTransfer(transfer: DataTransfer | null): Promise<Found | "none" | "unreadable" | null> {
	const [file] = transfer?.files ?? [];
	if (file !== undefined) return inFile(file);
	const text = transfer?.getData("text/plain") ?? "";
	return text.trim() === "" ? null : { text };
}
