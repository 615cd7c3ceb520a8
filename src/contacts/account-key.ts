/** Public keys of accounts, compared: they are no secrets. */
export function sameKey(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export const isAmong = (keys: readonly Uint8Array[], key: Uint8Array): boolean => keys.some((one) => sameKey(one, key));
