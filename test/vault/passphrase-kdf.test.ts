import { argon2id as nobleArgon2id } from "@noble/hashes/argon2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { argon2id } from "hash-wasm";
import { expect, test } from "vitest";
import { currentProfile, passphraseKey } from "../../src/ui/passphrase-kdf.ts";
import { type KdfResult, servePassphraseWorker, type WorkerScope } from "../../src/ui/passphrase-worker.ts";
import { setUp, text } from "./support.ts";

const salt = Uint8Array.from({ length: 16 }, (_, i) => i);

test("the second, independent implementation obeys RFC 9106, 5.3 (with secret and associated data)", () => {
	const tag = nobleArgon2id(new Uint8Array(32).fill(1), new Uint8Array(16).fill(2), {
		t: 3,
		m: 32,
		p: 4,
		dkLen: 32,
		key: new Uint8Array(8).fill(3),
		personalization: new Uint8Array(12).fill(4),
	});
	expect(bytesToHex(tag)).toBe("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
});

test("hash-wasm agrees with it where both can go (hash-wasm takes no associated data)", async () => {
	const options = { iterations: 3, memorySize: 64, parallelism: 2, hashLength: 32, outputType: "binary" as const };
	const secret = hexToBytes("0303030303030303");
	const ours = await argon2id({ password: text("password"), salt, secret, ...options });
	expect(ours).toEqual(nobleArgon2id(text("password"), salt, { t: 3, m: 64, p: 2, dkLen: 32, key: secret }));
});

test("hash-wasm gives the published vector of the reference implementation (phc-winner-argon2, test.c: 64 MiB, t 2)", async () => {
	const options = { iterations: 2, memorySize: 65536, parallelism: 1, hashLength: 32, outputType: "hex" as const };
	expect(await argon2id({ password: "password", salt: text("somesalt"), ...options })).toBe(
		"09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
	);
});

test("profile 1 is Argon2id, version 1.3, 64 MiB, 3 passes, 1 lane, 32 bytes", async () => {
	const expected = nobleArgon2id(text("correct horse"), salt, { t: 3, m: 65536, p: 1, version: 0x13, dkLen: 32 });
	expect(await passphraseKey("correct horse", salt, 1)).toEqual(expected);
	expect(currentProfile).toBe(1);
}, 30_000);

test("one form of a passphrase: composed and decomposed letters give one key", async () => {
	expect(await passphraseKey("Zo\u00eb \ufb01", salt, 1)).toEqual(await passphraseKey("Zoe\u0308 fi", salt, 1));
	expect(await passphraseKey("Zoe", salt, 1)).not.toEqual(await passphraseKey("zoe", salt, 1));
}, 30_000);

test("unknown profiles and salts of another length are refused", async () => {
	await expect(passphraseKey("x", salt, 2)).rejects.toThrow(RangeError);
	await expect(passphraseKey("x", salt.subarray(1), 1)).rejects.toThrow(RangeError);
});

test("the worker answers with the key, or says only that it failed", async () => {
	const ask = (profile: number) =>
		new Promise<KdfResult>((resolve) => {
			const scope: WorkerScope = { onmessage: null, postMessage: resolve };
			servePassphraseWorker(scope);
			scope.onmessage?.({ data: { passphrase: "p", salt, profile } } as MessageEvent);
		});
	expect(await ask(1)).toEqual({ key: await passphraseKey("p", salt, 1) });
	expect(await ask(9)).toEqual({ failed: true });
}, 30_000);

test("a vault made with one passphrase opens with it and no other", async () => {
	const { vault } = setUp();
	const accountSecret = new Uint8Array(64).fill(5);
	const key = await passphraseKey("right", salt, 1);
	await vault.create({ passphraseKey: key, salt, profile: 1, accountSecret, records: [] });
	await vault.lock();
	const params = await vault.kdfParams();
	const wrong = await passphraseKey("wrong", params.salt, params.profile);
	await expect(vault.unlock(wrong)).rejects.toMatchObject({ code: "wrong-passphrase" });
	const right = await passphraseKey("right", params.salt, params.profile);
	expect((await vault.unlock(right)).accountSecret).toEqual(accountSecret);
}, 30_000);
