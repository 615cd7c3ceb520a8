import { render } from "preact";
import { ask } from "../../messaging/client.ts";
import { namePage } from "../page-language.ts";
import { CodesView, createCodes } from "./codes-view.tsx";

/**
 * The hash is a link that the browser was given (web+sotto, where it knows us). It leaves the address at once: a link holds a secret, and the
 * history of the browser is no place for it. For whom the tab was opened is asked, for the same reason.
 */
export async function mountCodes(root: HTMLElement): Promise<void> {
	namePage("codesTitle");
	const link = decoded(location.hash.slice(1));
	history.replaceState(null, "", location.pathname);
	const opened = link === "" ? await ask("codes/opened-for", null) : null;
	const codes = createCodes(opened?.ok ? opened.value.contact : null, link === "" ? null : link);
	render(<CodesView codes={codes} />, root);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
