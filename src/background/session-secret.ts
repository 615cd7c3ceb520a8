/**
 * A key that ends with the browser: for records that need not outlive it, and of which nothing must be readable in the database's files
 * later. It lies in session memory, sealed under the vault, since pages of the extension can read that memory.
 */
import { fromHex, toHex } from "./bytes.ts";
import type { Core } from "./core.ts";

const name = "session-secret";
type Holder = Pick<Core, "vault" | "ports">;

/** Made when there is none. Call it in `exclusively`. @throws VaultError `locked` */
export async function sessionSecret(holder: Holder): Promise<Uint8Array> {
	const known = await findSessionSecret(holder);
	if (known !== null) return known;
	const { vault, ports } = holder;
	const fresh = ports.random(32);
	if (fresh.length !== 32) throw new RangeError("random source gave too few bytes");
	await ports.memory.set(name, toHex(await vault.sealForMemory(name, fresh)));
	return fresh;
}

/** Null: nothing was sealed under it in this run of the browser. @throws VaultError `locked` */
export async function findSessionSecret({ vault, ports }: Holder): Promise<Uint8Array | null> {
	const sealed = await ports.memory.get(name);
	if (typeof sealed !== "string" || !/^([0-9a-f]{2})+$/.test(sealed)) return null;
	const key = await vault.openFromMemory(name, fromHex(sealed));
	return key?.length === 32 ? key : null;
}
