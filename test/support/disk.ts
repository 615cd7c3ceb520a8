/** What somebody who knows the passphrase finds on the disk of a person, read past the background. */
import { createVault, type Vault } from "../../src/vault/vault.ts";
import { memoryStore, type Person, passphraseKey } from "./person.ts";

export async function openDisk(person: Person): Promise<Vault> {
	let held: Parameters<Parameters<typeof createVault>[0]["keys"]["write"]>[0] = null;
	const vault = createVault({
		store: memoryStore(person.records),
		keys: {
			read: async () => held,
			write: async (keys) => {
				held = keys;
			},
		},
		random: (length) => crypto.getRandomValues(new Uint8Array(length)),
	});
	await vault.unlock(new Uint8Array(Buffer.from(passphraseKey, "base64url")));
	return vault;
}

/** Time passes while the worker hears nothing of it, and without a lock. */
export function pass(ms: number, ...people: Person[]): void {
	for (const person of people) {
		person.now += ms;
		if (person.session.has("awakeAt")) person.session.set("awakeAt", person.now);
	}
}
