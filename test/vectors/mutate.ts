/**
 * Takes out one check of src/protocol after the other, in a copy, and says which vectors notice:
 * `npx tsx test/vectors/mutate.ts [file or word]...`. A check that nothing notices is an error. Not part of the tests: about ten minutes.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** check (as in negative.json), file, text, replacement; further pairs where one check stands in several places. */
type Mutation = readonly [check: string, file: string, ...edits: (readonly [string, string])[]];

const mutations: readonly Mutation[] = [
	["envelope version", "envelope.ts", ["if (version !== ENVELOPE_VERSION)", "if (false)"]],
	["envelope suite", "envelope.ts", ["if (suiteId !== suite.id)", "if (false)"]],
	["envelope kind", "envelope.ts", ["if (kind !== KIND_SEALED)", "if (false)"]],
	["initial slots", "envelope.ts", ["if (initialCount > MAX_INITIAL_SLOTS)", "if (false)"]],
	["all slots", "envelope.ts", ["if (initialCount + ratchetCount > MAX_SLOTS)", "if (false)"]],
	["largest payload", "envelope.ts", ["if (payload.length > MAX_PAYLOAD + TAG_LENGTH)", "if (false)"]],
	["smallest payload", "envelope.ts", ["if (payload.length < PADDING_FLOOR + TAG_LENGTH)", "if (false)"]],
	["lengths", "reader.ts", ["if (length > input.length - at)", "if (false)"]],
	[
		"hint",
		"initial-slot.ts",
		["equalBytes(hintFor(suite, key, slot.ephemeral, spk), slot.hint)", "key !== null && spk !== undefined"],
	],
	[
		"E is a key: somebody else's slot",
		"initial-slot.ts",
		["if (!key) continue;", 'if (!key) throw new Error("no key");'],
	],
	["prekey ended", "initial-slot.ts", ["else ended ||= endedPrekeys.some(({ spk }) => fits(spk));", ""]],
	[
		"D in the header",
		"ratchet-slot.ts",
		["headerKey(HEADER_KEY, digest), headerNonce, none, plain", "headerKey(HEADER_KEY), headerNonce, none, plain"],
		["headerKey(HEADER_KEY, digest), headerNonce, none, sealed", "headerKey(HEADER_KEY), headerNonce, none, sealed"],
	],
	[
		"D in the wrap",
		"ratchet-slot.ts",
		["digest.subarray(0, 12), concat(digest, eh), contentKey", "headerNonce, eh, contentKey"],
		["digest.subarray(0, 12), concat(digest, eh), wrapped", "headerNonce, eh, wrapped"],
	],
	[
		"eh in the wrap",
		"ratchet-slot.ts",
		["concat(digest, eh), contentKey", "digest, contentKey"],
		["concat(digest, eh), wrapped", "digest, wrapped"],
	],
	["commitment in the locator", "ratchet-slot.ts", ["headerKey(LOCATOR, commitment)", "headerKey(LOCATOR)"]],
	["whole locator", "session-index.ts", ["if (equalBytes(slot.subarray(0, LOCATOR_LENGTH), name))", "if (name)"]],
	[
		"header",
		"session.ts",
		['	if (!header) throw new ProtocolError("altered");', '	if (!header) throw new ProtocolError("not-for-us");'],
	],
	["repeated start: ended", "session.ts", ['session.confirmed ? "key-deleted" : "altered"', '"altered"']],
	["repeated start: header", "session.ts", ['session.confirmed ? "key-deleted" : "altered"', '"key-deleted"']],
	[
		"start again",
		"envelope.ts",
		["initial.filter((slot) => !reader.sessions.get(slotOrigin(suite, slot)))", "initial"],
	],
	["tries", "envelope.ts", ["tries.slice(0, MAX_TRIES)", "tries"]],
	["own start", "envelope.ts", ["if (!session || session.prekeyId === null) return [];", "if (!session) return [];"]],
	["first chances fail, others open", "envelope.ts", ["failure ??= error;", "throw error;"]],
	["not for us", "envelope.ts", ['if (tries.length === 0) throw new ProtocolError("not-for-us");', ""]],
	["confirmed: by our own key only", "session.ts", [" && session.ratchet.peerKey !== null)", ")"]],
	["confirmed: for good", "session.ts", ["session.confirmed || (found", "(found"]],
	[
		"start repeated: until confirmed",
		"session.ts",
		["start: confirmed ? null : session.start", "start: session.start"],
		["session.start && !session.confirmed &&", "session.start &&"],
	],
	[
		"start repeated: when",
		"session.ts",
		["number < STARTS_AT_FIRST || number % STARTS_EVERY === 0", "number < STARTS_AT_FIRST"],
	],
	["prekey of a message", "session.ts", ["keys.viaPrekey ? session.prekeyId : null", "null"]],
	["prekey of a chain", "ratchet.ts", ["viaPrekey: peerKey === null,", "viaPrekey: true,"]],
	[
		"prekey of a skipped key",
		"ratchet.ts",
		["messageKey: taken.key, viaPrekey: chain.viaPrekey", "messageKey: taken.key, viaPrekey: false"],
	],
	[
		"a chain to send with",
		"ratchet.ts",
		['if (!sending) throw new RangeError("no sending chain");', "if (!sending) throw new RangeError();"],
	],
	[
		"ratchet key of the chain",
		"ratchet.ts",
		["!after.peerKey || !equalBytes(after.peerKey, header.ratchetKey)", "!after.peerKey"],
	],
	["key used", "ratchet.ts", ["if (header.number < receiving.number)", "if (header.number < 0)"]],
	[
		"key used: nothing waits",
		"ratchet.ts",
		['if (!waiting) throw new ProtocolError("key-deleted");', 'if (!waiting) throw new ProtocolError("altered");'],
	],
	[
		"skipped key used",
		"ratchet.ts",
		['if (!taken) throw new ProtocolError("key-deleted");', 'if (!taken) throw new ProtocolError("altered");'],
	],
	["ratchet key is new", "ratchet.ts", ["if (peerKey && equalBytes(peerKey, header.ratchetKey))", "if (false)"]],
	["PN", "ratchet.ts", ["if (header.previousCount < (receiving?.number ?? 0))", "if (false)"]],
	["first chain: PN", "ratchet.ts", ["if (!receiving && header.previousCount !== 0)", "if (false)"]],
	[
		"ratchet key",
		"ratchet.ts",
		[
			'	return suite.agree(own.secretKey, theirs).catch(() => {\n		throw new ProtocolError("altered");\n	});',
			"	return suite.agree(own.secretKey, theirs);",
		],
	],
	["keys given up", "ratchet.ts", ["if (gaps.some((gap) => lengthOf(gap) > MAX_GIVEN_UP))", "if (false)"]],
	["keys given up: asked", "ratchet.ts", ["if (lost > 0 && !giveUpOlder)", "if (lost > 0)"]],
	["keys given up: the oldest", "ratchet.ts", ["if (step >= lost)", "if (step < gap - lost)"]],
	["skipped keys", "ratchet.ts", ["if (lost > 0 && !giveUpOlder)", "if (false)"]],
	[
		"skipped keys of a chain: all gaps",
		"ratchet.ts",
		["const ofChain = MAX_SKIPPED_OF_CHAIN - waiting;", "const ofChain = waiting < 0 ? 0 : MAX_SKIPPED_OF_CHAIN;"],
	],
	[
		"skipped keys of a session",
		"ratchet.ts",
		["Math.min(ofChain, ofSession)", "Math.min(ofChain, ofChain + ofSession)"],
	],
	[
		"skipped keys expire",
		"ratchet.ts",
		["return skipped === ratchet.skipped ? ratchet : { ...ratchet, skipped };", "return skipped ? ratchet : ratchet;"],
	],
	["sealing: one device once", "envelope.ts", ["if (new Set(named).size !== named.length)", "if (false)"]],
	["sealing: somebody", "envelope.ts", ["if (start.length + sessions.length < 1)", "if (false)"]],
	[
		"sealing: starts",
		"envelope.ts",
		["if (start.length > MAX_INITIAL_SLOTS)", "if (false)"],
		["if (initial.length > MAX_INITIAL_SLOTS)", "if (false)"],
	],
	["sealing: repeated starts", "envelope.ts", ["if (initial.length > MAX_INITIAL_SLOTS)", "if (false)"]],
	["sealing: slots", "envelope.ts", ["if (initial.length + ratchet.length > MAX_SLOTS)", "if (false)"]],
	["sealing: dummies", "envelope.ts", ["paddedCount(ratchet.length) - ratchet.length", "0"]],
	["author in the core", "core.ts", ["concat(label.envelope, head, author)", "concat(label.envelope, head)"]],
	["commitment", "core.ts", ["if (!equalBytes(commitment, core.commitment))", "if (false)"]],
	[
		"certificate",
		"device-list.ts",
		["	await checkSigned(suite, label.device, certificate.accountPublicKey, bytes);", ""],
	],
	[
		"author in the handshake",
		"initial-slot.ts",
		["const ikm = concat(dS, dD);", "const ikm = new Uint8Array(64);"],
		["h2, authorFingerprint, to.fingerprint, authorDevice,", "h2, to.fingerprint,"],
	],
	[
		"recipient in the handshake",
		"initial-slot.ts",
		["		to.fingerprint,\n", ""],
		["authorFingerprint, to.fingerprint, authorDevice", "authorFingerprint, authorDevice"],
	],
	["prekey in the handshake", "initial-slot.ts", ["		integer(id, 4),\n", ""]],
	["suites in the handshake", "initial-slot.ts", ["		integer(suites, 1),\n", ""]],
	["certificate suite", "device-list.ts", ["if ((certificate.flags & (1 << (suite.id - 1))) === 0)", "if (false)"]],
	[
		"certificate keys",
		"device-list.ts",
		[
			"	reader.end();\n	if (!isAgreementKey(devicePublicKey) || !isSigningPoint(signingPublicKey)) throw",
			"	reader.end();\n	if (false) throw",
		],
	],
	["E is canonical", "key-checks.ts", ["isBelow(key, fieldPrime) && !smallOrderU", "!smallOrderU"]],
	["padding zeros", "padding.ts", ["marker < 0 || !equalBytes(zeros, new Uint8Array(zeros.length))", "marker < 0"]],
	["padding marker", "padding.ts", ["if (marker < 0 || !equal", "if (!equal"]],
	["padding length", "padding.ts", ["if (paddedLength(marker + 1) !== padded.length)", "if (false)"]],
	["origin: tombstone", "envelope.ts", ["if (reader.isTombstone(slotOrigin(suite, match.slot)))", "if (false)"]],
	["prekey grace", "envelope.ts", ["if (reader.now > match.prekey.expiresAt + PREKEY_GRACE)", "if (false)"]],
	["revocation", "envelope.ts", ["if (reader.isRevoked?.(author))", "if (false)"]],
	["card version", "card.ts", ["if (version !== CARD_VERSION)", "if (false)"]],
	["card suite", "card.ts", ["if (suiteId !== suite.id)", "if (false)"]],
	["card size", "card.ts", ["if (bytes.length > MAX_CARD)", "if (false)"]],
	["card end", "reader.ts", ["if (at !== input.length)", "if (false)"]],
	["devices: at most 16", "device-list.ts", ["if (count > MAX_DEVICES)", "if (false)"]],
	[
		"devices: order",
		"device-list.ts",
		["if (!ascends(devices.map((device) => device.devicePublicKey)))", "if (false)"],
	],
	[
		"device key",
		"device-list.ts",
		["flags = reader.integer(1);\n	if (!isAgreementKey(devicePublicKey) || ", "flags = reader.integer(1);\n	if ("],
	],
	[
		"device signing key",
		"device-list.ts",
		[
			' || !isSigningPoint(signingPublicKey)) throw new ProtocolError("malformed");\n	return { devicePublicKey, signingPublicKey, flags };',
			') throw new ProtocolError("malformed");\n	return { devicePublicKey, signingPublicKey, flags };',
		],
	],
	["list signature", "card.ts", ["	await checkDeviceList(suite, list.accountPublicKey, encoded);", ""]],
	["name length", "card.ts", ["if (nameLength > MAX_NAME)", "if (false)"]],
	["name text", "bytes.ts", ["if (!equalBytes(utf8ToBytes(text), bytes))", "if (false)"]],
	["recovery flag", "card.ts", ["if (recovery > 1)", "if (false)"]],
	["prekeys: at least one", "card.ts", ["if (count < 1)", "if (false)"]],
	["prekeys: at most 16", "card.ts", ["if (count > MAX_PREKEYS)", "if (false)"]],
	["prekeys: order", "card.ts", ["if (!inOrder(indexed))", "if (false)"]],
	[
		"prekey device, issuer",
		"card.ts",
		['if (!device) throw new ProtocolError("malformed");', "if (!device) return devices[0] as CardDevice;"],
	],
	["prekey signature", "prekey.ts", ["if (!good)", "if (false)"]],
	["SPK", "prekey.ts", ["if (!isAgreementKey(spk) || ", "if ("]],
	["PQPK", "prekey.ts", [" || !isKemKey(pqpk)) throw", ") throw"]],
	[
		"card signature",
		"card.ts",
		["if (!(await suite.verify(issuer.signingPublicKey, signature, concat(label.card, unsigned))))", "if (false)"],
	],
	["prekey expiry", "card.ts", ["card.prekeys.filter((prekey) => prekey.expiresAt > now)", "card.prekeys"]],
	["list expiry", "card.ts", ["card.listExpiresAt > now ?", "true ?"]],
	["payload flags", "payload.ts", ["if ((flags & ~KNOWN_FLAGS) !== 0)", "if (false)"]],
	[
		"payload kind",
		"payload.ts",
		['throw new ProtocolError("unsupported-version", { found: payload.kind });', 'return { text: "", card: null };'],
	],
	["keep", "payload.ts", ["if (value < 1 || value > 5)", "if (false)"]],
	["signed: recipients", "payload.ts", ["if (flags & HAS_SIGNATURE && recipients === null)", "if (false)"]],
	["seen count", "payload.ts", ["if (seenCount > MAX_SEEN)", "if (false)"]],
	["recipient list", "payload.ts", ["if (recipients.length < 1 || !ascends(recipients))", "if (false)"]],
	["body card", "payload.ts", ["if (card.length === 0)", "if (false)"]],
	["body card size", "payload.ts", ["if (card.length > MAX_CARD)", "if (false)"]],
	[
		"A not of small order",
		"suite1.ts",
		["if (!isSigningPoint(publicKey) || !isSignature(signature)) return false;", ""],
	],
	[
		"armor checksum",
		"armor.ts",
		["if (span.text.slice(checked.length) !== checksum(checked) + ARMOR_END)", "if (false)"],
	],
	["armor end", "armor.ts", ['if (span.state === "truncated") throw new ProtocolError("truncated");', ""]],
	[
		"armor version",
		"armor.ts",
		['if (span.state === "unknown-version") throw new ProtocolError("unsupported-version");', ""],
	],
	["armor dense: characters", "armor-scan.ts", ["code >= DENSE_FIRST && code <= DENSE_LAST", "code >= DENSE_FIRST"]],
	[
		"armor dense: rest bits",
		"armor-dense.ts",
		['if (to !== length || held !== 0) throw new ProtocolError("malformed");', ""],
	],
	["armor parts", "armor.ts", ["if (missing.length > 0)", "if (false)"]],
	[
		"armor parts: one message",
		"armor.ts",
		["if (span.kind !== first.kind || span.count !== first.count || span.message !== first.message)", "if (false)"],
	],
	["statement version", "statement.ts", ["if (version !== STATEMENT_VERSION)", "if (false)"]],
	["statement suite", "statement.ts", ["if (suiteId !== suite.id)", "if (false)"]],
	["statement size", "statement.ts", ["if (bytes.length > MAX_STATEMENT)", "if (false)"]],
	[
		"statement type",
		"statement.ts",
		['throw new ProtocolError("unsupported-version", { found: type });', "return readRevocation(suite, reader);"],
	],
	[
		"statement end: revocation",
		"statement.ts",
		[
			"	reader.end();\n	await checkStatement(suite, accountPublicKey, signature",
			"	await checkStatement(suite, accountPublicKey, signature",
		],
	],
	[
		"statement end: named revocation",
		"statement.ts",
		["	reader.end();\n	if (equalBytes(accountPublicKey, revoker))", "	if (equalBytes(accountPublicKey, revoker))"],
	],
	[
		"revocation signature",
		"statement.ts",
		["	await checkStatement(suite, accountPublicKey, signature, concat(label.revocation, unsigned));", ""],
	],
	[
		"appointment",
		"statement.ts",
		["	await checkStatement(suite, accountPublicKey, appointment, appointed(suite, accountPublicKey, revoker));", ""],
	],
	[
		"named revocation signature",
		"statement.ts",
		["	await checkStatement(suite, revoker, signature, concat(label.revocation, unsigned));", ""],
	],
	["revoker is another key", "statement.ts", ["if (equalBytes(accountPublicKey, revoker)) throw", "if (false) throw"]],
	[
		"move: new account",
		"move.ts",
		[
			"for (const { signer, signature } of signatures) await",
			"for (const { signer, signature } of signatures.slice(1)) await",
		],
	],
	[
		"move: old account",
		"move.ts",
		["of signatures) await", "of signatures.filter((one) => one.signer !== from)) await"],
	],
	[
		"move: recovery key",
		"move.ts",
		["of signatures) await", "of signatures.filter((one) => one.signer !== recovery)) await"],
	],
	["move: signers", "move.ts", ["if (signers < 1 || signers > (BY_OLD | BY_RECOVERY))", "if (false)"]],
	["move: no signers", "move.ts", ["signers < 1 || ", ""]],
	["move: recovery key there", "move.ts", ["if (byRecovery === equalBytes(recovery, none))", "if (false)"]],
	[
		"move: distinct keys",
		"move.ts",
		['if (!areDistinct(from, to, recovery)) throw new ProtocolError("malformed");', ""],
	],
	["move: end", "move.ts", ["	reader.end();\n", ""]],
	[
		"move: keys",
		"move.ts",
		[
			"const covered = coveredBytes(suite, concat(from, to, recovery));",
			"const covered = coveredBytes(suite, concat(from, recovery));",
		],
	],
	["notice: statement", "notice.ts", ["if (length < 1)", "if (false)"]],
	["notice: statement size", "notice.ts", ["if (length > MAX_STATEMENT)", "if (false)"]],
	["notice: card size", "notice.ts", ["if (card.length > MAX_CARD)", "if (false)"]],
	["notice: kind", "notice.ts", ["if (payload.kind !== payloadKind.notice)", "if (false)"]],
	["verification: kind", "verification.ts", ["if (payload.kind !== payloadKind.verification)", "if (false)"]],
	["method", "verification.ts", ["if (value !== sasMethod.pictures && value !== sasMethod.numbers)", "if (false)"]],
	["outcome", "verification.ts", ["if (outcome === undefined)", "if (false)"]],
	["scanned: card size", "verification.ts", ["if (card.length > MAX_CARD)", "if (false)"]],
	["verification end", "verification.ts", ["	reader.end();\n", ""]],
	["code version", "contact-code.ts", ["if (version !== CODE_VERSION)", "if (false)"]],
	["code suite", "contact-code.ts", ["if (suiteId !== suite.id)", "if (false)"]],
	["code size", "contact-code.ts", ["if (bytes.length > MAX_CODE)", "if (false)"]],
	["code flags", "contact-code.ts", ["if ((flags & ~(HAS_READER | HAS_CARD)) !== 0)", "if (false)"]],
	[
		"code card, code end",
		"contact-code.ts",
		["if (flags & HAS_CARD ? rest.length === 0 : rest.length > 0)", "if (false)"],
	],
	["code has ended", "contact-code.ts", ["endsAt <= now || ", ""]],
	["code ends too late", "contact-code.ts", [" || endsAt > now + 2 * CODE_LIFE", ""]],
	[
		"code: whose card",
		"contact-code.ts",
		["if (opened !== null && !equalBytes(opened.fingerprint, fingerprint))", "if (false)"],
	],
	[
		"QR magic",
		"carried.ts",
		["if (!equalBytes(reader.bytes(qrMagic.length), qrMagic))", "if (!reader.bytes(qrMagic.length))"],
	],
	["QR kind", "carried.ts", ["toKind(reader.integer(1))", "reader.integer(1) as CarriedKind"]],
	["carried: something", "carried.ts", ["if (carried.bytes.length === 0)", "if (false)"]],
	["carried: size", "carried.ts", ["if (carried.bytes.length > limit)", "if (false)"]],
	["text: kind", "carried.ts", ["sized({ kind: toKind(kind), bytes })", "sized({ kind: kind as CarriedKind, bytes })"]],
	["text: nothing besides, message id", "carried.ts", ["if (armored(carried) !== armor)", "if (false)"]],
	["text size", "carried.ts", ["if (text.length > MAX_CARRIED_TEXT)", "if (false)"]],
];

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "sotto-mutate-"));
for (const part of ["src/protocol", "test/protocol", "test/vectors", "tsconfig.json"]) {
	cpSync(join(root, part), join(folder, part), { recursive: true });
}
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
symlinkSync(join(root, ".wxt"), join(folder, ".wxt"));
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
writeFileSync(
	join(folder, "vitest.config.ts"),
	'export default { test: { include: ["test/protocol/{negative,attacks,vectors,trust-vectors}.test.ts"] } };',
);

/** One suite is enough here, and every byte of a start takes long. */
const tests = "^(?!.*(WebCrypto|nor of a start))";
const words = process.argv.slice(2);
let survivors = 0;
for (const [check, file, ...edits] of mutations) {
	if (words.length > 0 && !words.some((word) => check.includes(word) || file === word)) continue;
	const path = join(folder, "src/protocol", file);
	const original = readFileSync(path, "utf8");
	const mutated = edits.reduce((text, [from, to]) => {
		if (!text.includes(from)) throw new Error(`${check}: not found in ${file}: ${from}`);
		return text.replace(from, () => to);
	}, original);
	writeFileSync(path, mutated);
	const run = spawnSync("npx", ["vitest", "run", "--reporter=json", "--bail=3", "-t", tests], {
		cwd: folder,
		encoding: "utf8",
	});
	writeFileSync(path, original);
	const report = JSON.parse(run.stdout.slice(run.stdout.indexOf("{"))) as {
		testResults: { assertionResults: { status: string; title: string }[] }[];
	};
	const failed = report.testResults.flatMap((one) => one.assertionResults).filter((one) => one.status === "failed");
	const names = [...new Set(failed.map((one) => one.title))];
	if (names.length === 0) survivors++;
	console.log(`| ${check} | \`${file}\` | ${names.length === 0 ? "**nothing**" : names.slice(0, 3).join("; ")} |`);
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = survivors;
