/** What a person says in the popup of the comparison that it shows. */
import type { Ask, ComparisonAct, ComparisonReply, ContactId } from "../../src/messaging/channels.ts";
import { type Person, senders } from "./person.ts";

type Word = Ask<"popup/compare">;

const says = (person: Person, word: Word) => person.ask(senders.popup(), "popup/compare", word);

/** The attempt that stands on the screen; null: none. */
export async function attemptSeen(person: Person, contact: ContactId): Promise<string | null> {
	const { view } = await says(person, { contact, act: "view", attempt: null });
	return view.kind === "idle" ? null : view.attempt;
}

export async function compareIn(
	person: Person,
	contact: ContactId,
	act: ComparisonAct | "view",
): Promise<ComparisonReply> {
	if (act === "view") return says(person, { contact, act, attempt: null });
	const begins = act === "begin-pictures" || act === "begin-numbers";
	return says(person, { contact, act, attempt: begins ? null : await attemptSeen(person, contact) });
}
