/** A comparison as it is kept, so that it goes on after the worker was ended. Sealed by the vault like everything else. */
import { SAS_FAILURES, sasMethod } from "../protocol/index.ts";
import {
	bytes,
	count,
	damaged,
	decodeJson,
	encodeJson,
	flag,
	hex,
	listOf,
	oneOf,
	orNull,
	type Reader,
	record,
} from "../vault/json.ts";
import { type Attempt, mostOver, type Phase, type Verification } from "./attempt.ts";

const method: Reader<Attempt["method"]> = (value) => Object.values(sasMethod).find((one) => one === value) ?? damaged();

const readAttempt = record<Attempt>({
	role: oneOf("initiator", "responder"),
	phase: oneOf(
		"starting",
		"awaiting-commit",
		"asked",
		"committing",
		"awaiting-nonce",
		"revealing",
		"comparing",
		"matched",
		"differed",
		"stopped",
	),
	id: bytes(16),
	method,
	session: hex(16),
	context: bytes(32),
	ownNonce: bytes(32),
	commitment: orNull(bytes(32)),
	peerNonce: orNull(bytes(32)),
	outgoing: orNull(bytes()),
	startedAt: count,
});

const read = record<Verification>({
	attempt: orNull((value) => fitting(readAttempt(value))),
	failures: listOf(count, SAS_FAILURES),
	over: listOf(hex(16), mostOver),
	ranOut: flag,
});

export const encodeVerificationState = (state: Verification): Uint8Array => encodeJson(state);

/** @throws VaultError `storage-failed` for anything but a whole state that step.ts can have made. */
export const decodeVerificationState = (encoded: Uint8Array): Verification => decodeJson(encoded, read);

const onlyOf: Readonly<Partial<Record<Phase, Attempt["role"]>>> = {
	starting: "initiator",
	"awaiting-commit": "initiator",
	asked: "responder",
	committing: "responder",
};
const sends: readonly Phase[] = ["starting", "committing", "revealing"];
const waits: readonly Phase[] = ["awaiting-commit", "asked", "awaiting-nonce", "comparing"];

/** A phase that its fields do not bear out is damage: nothing is compared or sent out of it. */
function fitting(attempt: Attempt): Attempt {
	const { role, phase, outgoing, commitment, peerNonce } = attempt;
	if ((onlyOf[phase] ?? role) !== role) damaged();
	if (sends.includes(phase) && outgoing === null) damaged();
	if (waits.includes(phase) && outgoing !== null) damaged();
	if (phase === "comparing" && peerNonce === null) damaged();
	if (role === "responder" && commitment !== null) damaged();
	const past = phase === "revealing" || phase === "awaiting-nonce" || phase === "comparing";
	if (role === "initiator" && past && commitment === null) damaged();
	if (role === "responder" && phase === "revealing" && peerNonce === null) damaged();
	return attempt;
}
