import { render } from "preact";
import { namePage } from "../page-language.ts";
import { CodesView, createCodes } from "./codes-view.tsx";

/**
 * The hash names a contact, or is a link that the browser was given (web+sotto, where it knows us). It leaves the address at once: a link holds
 * a secret, and the history of the browser is no place for it.
 */
export function mountCodes(root: HTMLElement): void {
	namePage("codesTitle");
	const asked = decoded(location.hash.slice(1));
	history.replaceState(null, "", location.pathname);
	const isContact = /^[0-9a-f]{64}$/.test(asked);
	const codes = createCodes(isContact ? asked : null, isContact || asked === "" ? null : asked);
	render(<CodesView codes={codes} />, root);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
