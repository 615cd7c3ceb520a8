/** A person without a browser: a card that can be accepted, so that there is somebody to write to. */
import {
	armorKind,
	createAccount,
	createInvitation,
	createSuite1,
	encodeArmor,
	encodeCard,
} from "../../../src/protocol/index.ts";
import type { Person } from "./person.ts";

interface Api {
	readonly runtime: { sendMessage(message: unknown): Promise<{ readonly ok: boolean }> };
}
declare const chrome: Api;
declare const browser: Api | undefined;

async function cardOf(name: string): Promise<string> {
	const suite = createSuite1({});
	const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
	const { device } = await createAccount(suite, random, Date.now());
	const prekey = await createInvitation(suite, device, random, Date.now());
	const bytes = await encodeCard(suite, { device, prekeys: [prekey], name, recoveryHash: null });
	return encodeArmor({ kind: armorKind.card, bytes, messageId: bytes.slice(-16), maxChars: null }).join("\n");
}

/** As "Read or check a text" in the popup does it with a pasted card. */
export async function acceptContact(person: Person, name: string): Promise<void> {
	const page = await person.driver.openExtensionPage("popup.html");
	const accepted = await page.evaluate(
		async (text) => {
			const { runtime } = typeof browser === "undefined" ? chrome : browser;
			return (await runtime.sendMessage({ channel: "popup/accept-by-hand", ask: { text } })).ok;
		},
		await cardOf(name),
	);
	await page.close();
	if (!accepted) throw new Error(`The card of ${name} was not accepted.`);
}
