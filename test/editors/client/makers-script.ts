/** Loads the file that an editor's makers publish for pages without a bundler. */
export function loadScript(src: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const script = document.createElement("script");
		script.src = src;
		script.onload = () => resolve();
		script.onerror = () => reject(new Error(`No ${src}`));
		document.head.append(script);
	});
}

/** What such a file leaves in the page. */
export function globalNamed<T>(name: string): T {
	return (globalThis as unknown as Record<string, T>)[name] as T;
}

/** The text of an editor's HTML: a line for each block and each break. */
export function textOfHtml(html: string): string {
	// CKEditor 4 writes a line break of its own after each.
	const { body } = new DOMParser().parseFromString(html.replace(/(<br ?\/?>)\n/g, "$1"), "text/html");
	const blocks = [...body.children];
	for (const brk of body.querySelectorAll("br")) {
		if (brk.nextSibling === null) brk.remove();
		else brk.replaceWith("\n");
	}
	const lines = blocks.length === 0 ? [body.textContent] : blocks.map((block) => block.textContent);
	return lines.join("\n").replaceAll("\u00a0", " ");
}
