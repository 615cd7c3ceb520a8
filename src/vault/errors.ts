/** The closed list of what can go wrong with the vault. No message carries a key, an id or a text of the user. */

export type VaultErrorCode =
	| "no-vault"
	| "locked"
	| "wrong-passphrase"
	| "vault-exists"
	/** Reading or writing failed, or what lies there is damaged. After a failed write the old state stands. */
	| "storage-failed"
	/** Written by a newer version of the extension. */
	| "vault-too-new";

export class VaultError extends Error {
	override readonly name = "VaultError";
	readonly code: VaultErrorCode;

	constructor(code: VaultErrorCode) {
		super(code);
		this.code = code;
	}
}
