/** Many messages in a moment, sealed by the real background as "Write a message to copy" in the popup does it. Typing 60 takes a minute. */
import type { Person } from "./person.ts";

interface Api {
	readonly runtime: { sendMessage(message: unknown): Promise<Answer> };
}
type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: string };
declare const chrome: Api;
declare const browser: Api | undefined;

/** The armor of each text, in order, for everybody whom the writer knows. */
export async function sealByHand(writer: Person, texts: readonly string[]): Promise<readonly string[]> {
	const page = await writer.driver.openExtensionPage("popup.html");
	const armors = await page.evaluate(async (all) => {
		const { runtime } = typeof browser === "undefined" ? chrome : browser;
		const people = await runtime.sendMessage({ channel: "popup/contacts", ask: null });
		if (!people.ok) throw new Error(people.code);
		const recipients = (people.value as { id: string }[]).map(({ id }) => id);
		const sealed: string[] = [];
		for (const text of all) {
			const sendId = crypto.randomUUID().replaceAll("-", "");
			const options = { signed: false, disappears: null };
			const ask = { sendId, text, recipients, options };
			const answer = await runtime.sendMessage({ channel: "popup/write-by-hand", ask });
			if (!answer.ok) throw new Error(answer.code);
			sealed.push((answer.value as { armor: string[] }).armor.join("\n"));
		}
		return sealed;
	}, texts);
	await page.close();
	await writer.chat.bringToFront();
	return armors;
}

/** The writer's own card, as the popup gives it to be passed on. */
export async function cardOf(writer: Person): Promise<readonly string[]> {
	const page = await writer.driver.openExtensionPage("popup.html");
	const armor = await page.evaluate(async () => {
		const { runtime } = typeof browser === "undefined" ? chrome : browser;
		const sendId = crypto.randomUUID().replaceAll("-", "");
		const answer = await runtime.sendMessage({ channel: "popup/my-card", ask: { sendId } });
		if (!answer.ok) throw new Error(answer.code);
		return (answer.value as { armor: string[] }).armor;
	});
	await page.close();
	await writer.chat.bringToFront();
	return armor;
}
