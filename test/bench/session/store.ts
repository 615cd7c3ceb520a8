/**
 * The same 1,000 messages through the background's own stores: each message's history row, the session's state and the ledger are in
 * IndexedDB, written in the background's batches and flushed, before its text counts as read. Nothing of pages and armor.
 */

import { toHex } from "../../../src/background/bytes.ts";
import { type Core, createCore } from "../../../src/background/core.ts";
import type { Self } from "../../../src/background/identity.ts";
import { openMessage } from "../../../src/background/opening.ts";
import type { Ports } from "../../../src/background/ports.ts";
import { createSealedStore } from "../../../src/platform/indexed-db.ts";
import { envelopeDigest } from "../../../src/protocol/index.ts";
import { createVault } from "../../../src/vault/vault.ts";
import { inTurn, profiling } from "../pages/timing.ts";
import { openpgpOpen } from "../peers/openpgp.ts";
import { now, random, suite, text } from "./people.ts";
import type { Received } from "./receive.ts";

const rounds = 5;
const warmups = 1;
/** Of those that a page asks for at once: as many as go into one batch (background/read-queue.ts). */
const screen = 64;

/** Milliseconds for all messages. */
export interface StoredTimes {
	readonly ours: number;
	readonly openpgp: number;
}

export async function measureStored({ reader, session, envelopes, openpgp }: Received): Promise<StoredTimes> {
	const cores: Core[] = [];
	for (let count = 0; count < (profiling ? 2 : 1) * rounds + warmups; count += 1)
		cores.push(await freshCore(`bench-${count}`, session));
	const self = selfOf(reader);
	const ours = async () => {
		const core = cores.pop();
		if (!core) throw new Error("no fresh database");
		for (let at = 0; at < envelopes.length; at += screen) {
			await Promise.all(envelopes.slice(at, at + screen).map((envelope) => readOne(core, self, envelope, at)));
		}
	};
	await checkKept(await freshCore("bench-check", session), self, envelopes[0]);
	const peer = async () => {
		for (const message of openpgp.messages)
			if ((await openpgpOpen(openpgp.reader, openpgp.sender, message)) !== text) throw new Error("openpgp: wrong text");
	};
	return inTurn(rounds, { ours, openpgp: peer }, 1, warmups);
}

/** `tab`: which tab pays for the trial; none may make us try a thousand at once. */
async function readOne(core: Core, self: Self, envelope: Uint8Array, tab: number): Promise<void> {
	// As background/reading.ts does it.
	const row = await core.vault.historyKey(envelopeDigest(suite, envelope));
	return core.reads.run(async () => {
		const message = await openMessage(core, self, envelope, { tab, giveUpOlder: false });
		if (message.text !== text) throw new Error("wrong text");
		const { changes, facts } = await message.remember({ trusted: true, newDevice: false }, null);
		const { author, device, recipientSet, counter, sentAt, firstSeen } = facts;
		if (device === null) throw new Error("not from a device");
		const noted = { id: message.id8, author, device, recipientSet, counter, sentAt, firstSeen };
		await core.ledgers.note(message.conversation, noted);
		await core.vault.commit(changes);
	}, row);
}

/** What the row says: after reading, row and state are on the disk, where a second look finds them without a session. */
async function checkKept(core: Core, self: Self, envelope: Uint8Array | undefined): Promise<void> {
	if (!envelope) throw new Error("no message");
	await readOne(core, self, envelope, 0);
	for (const held of [core.sessions, core.ledgers, core.history]) held.forget();
	const again = await openMessage(core, self, envelope, { tab: null, giveUpOlder: false });
	const rows = [await core.vault.list("history"), await core.vault.list("sessions"), await core.vault.list("ledger")];
	if (again.seen !== null || again.text !== text || rows.some(({ length }) => length !== 1))
		throw new Error("it was not kept");
}

async function freshCore(name: string, session: Received["session"]): Promise<Core> {
	let keys: Parameters<Parameters<typeof createVault>[0]["keys"]["write"]>[0] = null;
	const vault = createVault({
		store: createSealedStore(name),
		keys: {
			read: async () => keys,
			write: async (after) => {
				keys = after;
			},
		},
		random,
	});
	const secrets = { passphraseKey: random(32), salt: random(16), accountSecret: random(32) };
	await vault.create({ ...secrets, profile: 1, records: [] });
	// Reading needs no more of the browser than this.
	const ports = { now: Date.now, random } as unknown as Ports;
	const core = createCore(ports, vault, suite);
	const record = {
		session,
		standing: "active",
		conversation: null,
		invitation: null,
		used: [],
		createdAt: now,
		heardUntil: 0,
		heardFrom: null,
		startedOver: false,
	} as const;
	await core.sessions.take([record]);
	await core.vault.commit([]);
	return core;
}

function selfOf({ author, device, fingerprint }: Received["reader"]): Self {
	const { accountPublicKey } = author;
	const mark = { picture: 0, word: "" };
	const account = {
		accountPublicKey,
		fingerprint,
		id: toHex(fingerprint),
		ended: null,
		move: null,
		recoveryHash: null,
	};
	return { name: "B", mark, ...account, device, createdAt: now, former: [] };
}
