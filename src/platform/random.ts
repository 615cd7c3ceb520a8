/** Bytes a call of getRandomValues gives at most (Web Cryptography API). */
const quota = 65536;

/** Bytes of the browser's CSPRNG, the only source of randomness. */
export function random(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let start = 0; start < length; start += quota) crypto.getRandomValues(bytes.subarray(start, start + quota));
	return bytes;
}
