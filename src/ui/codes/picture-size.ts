/** How large a picture is, from its first bytes: a few of them can stand for more pixels than there is memory. PNG, JPEG and WebP. */

/** Bytes from the beginning in which the size stands: a JPEG can have a profile and a small picture of itself before it. */
export const headLength = 1_048_576;

export interface Size {
	readonly width: number;
	readonly height: number;
}

/** Null: none of these kinds, or its size is not there. */
export function pictureSize(head: Uint8Array): Size | null {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	try {
		return inPng(view) ?? inWebp(view) ?? inJpeg(view);
	} catch (error) {
		// It ends too early.
		if (error instanceof RangeError) return null;
		throw error;
	}
}

const name = (view: DataView, at: number): string =>
	String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));

function inPng(view: DataView): Size | null {
	if (view.getUint32(0) !== 0x89504e47 || name(view, 12) !== "IHDR") return null;
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

function inWebp(view: DataView): Size | null {
	if (name(view, 0) !== "RIFF" || name(view, 8) !== "WEBP") return null;
	switch (name(view, 12)) {
		case "VP8 ":
			return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
		case "VP8L": {
			const bits = view.getUint32(21, true);
			return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
		}
		case "VP8X":
			return { width: threeBytes(view, 24) + 1, height: threeBytes(view, 27) + 1 };
		default:
			return null;
	}
}

const threeBytes = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** The frame header is the first of these markers; what comes before is passed over by its length. */
const notFrames = new Set([0xc4, 0xc8, 0xcc]);

function inJpeg(view: DataView): Size | null {
	if (view.getUint16(0) !== 0xffd8) return null;
	let at = 2;
	for (;;) {
		if (view.getUint8(at) !== 0xff) return null;
		const marker = view.getUint8(at + 1);
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		const isFrame = marker >= 0xc0 && marker <= 0xcf && !notFrames.has(marker);
		if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		// The picture itself begins without a size.
		if (marker === 0xda || marker === 0xd9) return null;
		at += 2 + view.getUint16(at + 2);
	}
}
