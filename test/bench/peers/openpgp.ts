/** openpgp with modern (v6) keys: encrypt and sign, decrypt and verify, in binary (no armor on either side of a core row). */
import * as openpgp from "openpgp";

export const config = { ...openpgp.config, v6Keys: true, aeadProtect: true };

export async function createOpenpgpPerson() {
	return openpgp.generateKey({ type: "curve25519", userIDs: [{ name: "B" }], format: "object", config });
}

export type OpenpgpPerson = Awaited<ReturnType<typeof createOpenpgpPerson>>;

export async function openpgpSeal(
	sender: OpenpgpPerson,
	readers: readonly OpenpgpPerson[],
	text: string,
): Promise<Uint8Array> {
	const sealed = await openpgp.encrypt({
		message: await openpgp.createMessage({ text }),
		encryptionKeys: readers.map(({ publicKey }) => publicKey),
		signingKeys: sender.privateKey,
		format: "binary",
		config,
	});
	return sealed as Uint8Array;
}

/** Throws unless the sender's signature is good. */
export async function openpgpOpen(reader: OpenpgpPerson, sender: OpenpgpPerson, sealed: Uint8Array): Promise<string> {
	const { data } = await openpgp.decrypt({
		message: await openpgp.readMessage({ binaryMessage: sealed }),
		decryptionKeys: reader.privateKey,
		verificationKeys: sender.publicKey,
		expectSigned: true,
		config,
	});
	return data;
}
