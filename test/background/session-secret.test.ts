/** What lies on the disk under a key of this run of the browser: texts that were asked to be sent, as a name, and drafts. */
import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readDraft } from "../../src/background/drafts.ts";
import { findSessionSecret } from "../../src/background/session-secret.ts";
import type { Table } from "../../src/vault/store.ts";
import { openDisk } from "../support/disk.ts";
import { type Person, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const room = placeAt("room");
const popup = senders.popup();
const asText = (value: Uint8Array) => new TextDecoder().decode(value);

/** With this vault and what is in session memory now. */
async function secretOf(person: Person) {
	const memory = { get: async (key: string) => person.session.get(key) };
	const holder = { vault: await openDisk(person), ports: { memory, now: () => person.now } } as unknown as Parameters<
		typeof findSessionSecret
	>[0];
	return { holder, secret: await findSessionSecret(holder) };
}

async function asked(person: Person): Promise<readonly string[]> {
	const rows = await (await openDisk(person)).list("outbox");
	return rows.map(({ value }) => (JSON.parse(asText(value)) as { asked: string }).asked);
}

/** Every record of the disk, opened. */
async function everything(person: Person): Promise<string> {
	const vault = await openDisk(person);
	const tables = new Set([...person.records.keys()].map((name) => name.slice(0, name.indexOf("/")) as Table));
	const lists = await Promise.all([...tables].filter((table) => table !== "meta").map((table) => vault.list(table)));
	return lists.flatMap((records) => records.map(({ value }) => asText(value))).join("\n");
}

describe("what the outbox says of a text", { timeout: 30_000 }, () => {
	const guesses = ["no", "maybe", "yes", "YES"];

	/** Everything that is asked is known to somebody who has the disk and the passphrase, but the text. */
	async function guessed(person: Person, name: (asked: string) => string): Promise<readonly string[]> {
		const conversations = (await (await openDisk(person)).list("conversations")).map(({ id }) => id);
		const people = (await person.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		const there = await asked(person);
		return guesses.filter((text) =>
			conversations.some((id) => {
				const parts = ["message", id, text, "false", "closed", ...people];
				return there.includes(name(JSON.stringify(parts)));
			}),
		);
	}

	it("is nothing without the key, which is not on the disk and ends with the browser", async () => {
		const { ann } = await acquainted();
		const armor = await ann.say("yes", room, { ...plain, disappears: "closed" });
		const { secret } = await secretOf(ann);
		expect(secret).toHaveLength(32);
		await ann.background.tabRemoved(tab);
		expect((await ann.read(armor)).view).toMatchObject({ code: "key-deleted" });

		expect(await guessed(ann, (parts) => createHash("sha256").update(parts).digest("hex"))).toEqual([]);
		// The guesses are right ones: with the key of this run they are found.
		const mac = (parts: string) =>
			createHmac("sha256", secret ?? "")
				.update(parts)
				.digest("hex");
		expect(await guessed(ann, mac)).toEqual(["yes"]);
		const disk = await everything(ann);
		expect(disk).toContain('"asked"');
		for (const form of ["hex", "base64", "base64url"] as const) {
			expect(disk).not.toContain(Buffer.from(secret ?? []).toString(form));
		}
		// Nor does session memory hold it in the clear.
		expect(JSON.stringify([...ann.session])).not.toContain(Buffer.from(secret ?? []).toString("hex"));

		ann.restart("browser");
		await ann.unlock();
		await ann.ask(senders.content(), "content/start", { top: true });
		expect((await secretOf(ann)).secret).toBeNull();
		const [before] = await asked(ann);
		await ann.say("yes", room, { ...plain, disappears: "closed" });
		const names = await asked(ann);
		expect(names).toContain(before);
		expect(new Set(names).size).toBe(names.length);
	});

	it("still tells one text from another, over a restart of the worker and a lock", async () => {
		const { ann, ben } = await acquainted();
		const { handle, view } = await ann.compose();
		const recipients = view.recipients.map(({ id }) => id);
		const ask = { handle, sendId: ann.nextSendId(), text: "yes", recipients, submit: false, options: plain };
		const send = (text = ask.text) => ann.result(senders.composer(), "composer/send", { ...ask, text });
		const refused = { ok: false, code: "bad-request" };
		ann.verdict = undefined;
		const first = await send();
		expect(first).toMatchObject({ ok: true, value: { outcome: "refused", reason: "box-gone" } });
		expect(await send("no")).toEqual(refused);
		ann.restart();
		expect(await send()).toEqual(first);
		expect(await send("no")).toEqual(refused);
		await ann.ask(popup, "popup/lock", null);
		await ann.unlock();
		ann.restart();
		expect(await send("no")).toEqual(refused);
		ann.verdict = { outcome: "inserted" };
		expect(await send()).toEqual({ ok: true, value: { outcome: "inserted" } });
		const { copy } = (first as { value: { copy: string } }).value;
		expect(ann.chat.at(-1)).toBe(copy);
		expect((await ben.read(ann.chat.slice(-1))).view).toMatchObject({ text: "yes" });
		// Delivered: nothing goes out again, and it is still not another text's name.
		const inserted = ann.chat.length;
		ann.restart();
		expect(await send()).toEqual({ ok: true, value: { outcome: "inserted" } });
		expect(await send("no")).toEqual(refused);
		expect(ann.chat).toHaveLength(inserted);
	});
});

describe("a draft", { timeout: 30_000 }, () => {
	async function moved(text = "half a sen") {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft: text, options: plain });
		const ticket = ann.opened.at(-1)?.split("#")[1] ?? "";
		const open = async () => (await ann.ask(senders.safe(), "composer/open", { ticket })).view;
		return { ann, open };
	}

	it("comes back after the worker was killed, and after a lock", async () => {
		const { ann, open } = await moved();
		ann.restart();
		expect(await open()).toMatchObject({ draft: "half a sen" });
		await ann.ask(popup, "popup/lock", null);
		expect(await open()).toMatchObject({ vault: "locked", draft: "" });
		await ann.unlock();
		expect(ann.count("drafts")).toBe(1);
		ann.restart();
		expect(await open()).toMatchObject({ draft: "half a sen" });
	});

	it("ends with the browser: it opens with nothing that is left, and goes at the next unlock", async () => {
		const { ann } = await moved();
		const [id] = [...(await (await openDisk(ann)).list("drafts"))].map((row) => row.id);
		const there = await secretOf(ann);
		expect(await readDraft(there.holder as Parameters<typeof readDraft>[0], id ?? "")).toMatchObject({
			text: "half a sen",
		});
		expect(await everything(ann)).not.toContain("half a sen");
		ann.restart("browser");
		expect(ann.count("drafts")).toBe(1);
		const after = await secretOf(ann);
		expect(await readDraft(after.holder as Parameters<typeof readDraft>[0], id ?? "")).toBeNull();
		await ann.unlock();
		expect(ann.count("drafts")).toBe(0);
	});

	it("of another run does not cost the drafts of this one", async () => {
		const { ann } = await moved("of before");
		ann.restart("browser");
		ann.diskFull = true;
		await ann.unlock();
		ann.diskFull = false;
		await ann.ask(senders.content(), "content/start", { top: true });
		const { handle } = await ann.compose(room, null, "of now");
		expect(ann.count("drafts")).toBe(2);
		await ann.unlock();
		expect(ann.count("drafts")).toBe(1);
		expect(await ann.ask(senders.composer(), "composer/refresh", { handle })).toMatchObject({ draft: "of now" });
	});
});
