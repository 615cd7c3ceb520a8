/** libsodium: the text under a fresh key, that key in a sealed box for every device, all of it signed. */
import sodium from "libsodium-wrappers";

export interface Sodium {
	readonly seal: (text: string) => Promise<SealedBoxes>;
	/** As the last of the devices. Throws when the signature or a box is not good. */
	readonly open: (sealed: SealedBoxes) => Promise<string>;
}

interface SealedBoxes {
	readonly boxes: Uint8Array;
	readonly nonce: Uint8Array;
	readonly body: Uint8Array;
	readonly signature: Uint8Array;
}

export async function createSodium(devices: number): Promise<Sodium> {
	await sodium.ready;
	const sender = sodium.crypto_sign_keypair();
	const readers = Array.from({ length: devices }, () => sodium.crypto_box_keypair());
	const last = readers.at(-1);
	if (!last) throw new RangeError("no device");
	const boxLength = sodium.crypto_secretbox_KEYBYTES + sodium.crypto_box_SEALBYTES;
	return {
		seal: async (text) => {
			const key = sodium.crypto_secretbox_keygen();
			const nonce = sodium.randombytes_buf(sodium.crypto_secretbox_NONCEBYTES);
			const body = sodium.crypto_secretbox_easy(text, nonce, key);
			const boxes = new Uint8Array(devices * boxLength);
			readers.forEach(({ publicKey }, index) => {
				boxes.set(sodium.crypto_box_seal(key, publicKey), index * boxLength);
			});
			const signature = sodium.crypto_sign_detached(signed(boxes, nonce, body), sender.privateKey);
			return { boxes, nonce, body, signature };
		},
		open: async ({ boxes, nonce, body, signature }) => {
			if (!sodium.crypto_sign_verify_detached(signature, signed(boxes, nonce, body), sender.publicKey))
				throw new Error("bad signature");
			const key = sodium.crypto_box_seal_open(boxes.slice(-boxLength), last.publicKey, last.privateKey);
			return sodium.to_string(sodium.crypto_secretbox_open_easy(body, nonce, key));
		},
	};
}

function signed(...parts: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
