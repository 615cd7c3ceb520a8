/** The pixels of a picture or a frame, no more of them than a code needs. */

/** Longer side, px. The largest code of ours has 141 modules. */
const mostPx = 1920;

export interface Drawable {
	readonly source: CanvasImageSource;
	readonly width: number;
	readonly height: number;
}

/** Null for what has no size yet. `canvas`: used again for the next frame. */
export function pixelsOf({ source, width, height }: Drawable, canvas: HTMLCanvasElement): ImageData | null {
	const scale = Math.min(1, mostPx / Math.max(width, height));
	const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
	if (!(w > 0 && h > 0)) return null;
	if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (context === null) return null;
	// Nothing of the frame before shows through what is transparent.
	context.fillStyle = "#fff";
	context.fillRect(0, 0, w, h);
	context.drawImage(source, 0, 0, w, h);
	return context.getImageData(0, 0, w, h);
}
