/** What a page of this folder knows of its editor. The editor's own model is the witness; the DOM proves nothing. */

export interface Mounted {
	/** The text that this editor would hand to its site, from its own model. Lines end with `\n`, the last one with nothing. */
	readonly model: () => string;
	/** Empties it as its site does after sending. */
	readonly clear: () => void;
	readonly focus: () => void;
}

/** `send` is what the site does with the editor's text: Enter in the editor calls it where chats have it so, as does the page's button. */
export type Mount = (host: HTMLElement, send: () => void) => Mounted | Promise<Mounted>;

/** Enter without Shift, and not the Enter that ends a composition. */
export function sends(event: KeyboardEvent): boolean {
	return event.key === "Enter" && !event.shiftKey && !event.isComposing;
}
