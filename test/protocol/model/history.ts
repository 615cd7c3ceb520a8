/** What happens in a history of the model, and what holds when everything has arrived in the end. */
import { expect } from "vitest";
import { hex } from "../fixed.ts";
import { tamper } from "./carrier.ts";
import type { ModelDevice } from "./device.ts";
import { forge, forgeries } from "./dishonest.ts";
import type { World } from "./world.ts";

export type Step =
	| { readonly do: "write"; readonly by: number; readonly to: readonly number[]; readonly chat: number }
	| {
			readonly do: "deliver";
			readonly what: number;
			readonly to: number;
			readonly trick: number;
			readonly pick: number;
	  }
	| { readonly do: "forge"; readonly what: number; readonly by: number; readonly to: number; readonly kind: number }
	| { readonly do: "accept"; readonly by: number }
	| { readonly do: "talk"; readonly by: number; readonly whom: number }
	| { readonly do: "forget"; readonly by: number; readonly whom: number };

const at = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(1, items.length)];

export async function take(world: World, one: Step): Promise<void> {
	const { devices, messages, accounts } = world;
	switch (one.do) {
		case "write": {
			const from = at(devices, one.by);
			const to = [...new Set(one.to.map((index) => at(accounts, index)))].filter((account) => account !== undefined);
			const others = to.some((account) => account.devices.some((device) => device !== from?.identity));
			if (from && others) await world.write(from, to, one.chat);
			return;
		}
		case "deliver": {
			const [message, other] = [at(messages, one.what), at(messages, one.pick)];
			// Mostly to somebody it is for.
			const addressed = devices.filter(({ name }) => message?.to.has(name));
			const to = at([...addressed, ...addressed, ...addressed, ...devices], one.to);
			if (!message || !to || !other) return;
			if (one.trick === 0) await world.deliver(to, message.envelope, "harmless", message);
			else {
				const { envelope, damage } = tamper(message.envelope, one.trick, one.pick, other.envelope);
				await world.deliver(to, envelope, damage, message);
			}
			return;
		}
		case "forge": {
			const [by, to] = [at(devices, one.by), at(devices, one.to)];
			const known = messages.filter(({ digest }) => by?.read.has(digest));
			const [message, kind] = [at(known, one.what), at(forgeries, one.kind)];
			const contentKey = message && by?.read.get(message.digest);
			if (!by || !to || !message || !kind || !contentKey || by === to) return;
			// A fingerprint stands for an account: devices of one account are one author.
			if (message.author.identity.account === by.identity.account) return;
			const forged = await forge(kind, by, to, message, contentKey);
			if (forged) await world.deliver(to, forged, "core", message);
			return;
		}
		case "accept": {
			const by = at(devices, one.by);
			const pending = by && startOvers(world, by)[0];
			if (by && pending) by.accept(pending);
			return;
		}
		// A good connection for once: they come to a confirmed session.
		case "talk": {
			const [by, whom] = [at(devices, one.by), at(devices, one.whom)];
			if (!by || !whom || by === whom) return;
			for (const [from, to] of [
				[by, whom],
				[whom, by],
				[by, whom],
			] as const) {
				const message = await world.write(from, [to.identity.account], 0);
				await world.deliver(to, message.envelope, "harmless", message);
			}
			return;
		}
		case "forget": {
			const [by, whom] = [at(devices, one.by), at(devices, one.whom)];
			if (by && whom && by !== whom) by.forget(whom.identity);
		}
	}
}

/** Starts that wait for a yes, and whose author has lost what was before: what it told the user by another way. The newest first. */
function startOvers(world: World, by: ModelDevice): string[] {
	return [...by.records.values()]
		.filter(({ standing }) => standing === "pending")
		.filter(({ session }) => {
			const author = world.devices.find(
				({ identity }) => hex(identity.recipient.devicePublicKey) === hex(session.peer.devicePublicKey),
			);
			if (!author) return false;
			const has = (id: string) => author.records.has(id);
			const current = by.choiceFor(author.identity, 0);
			return has(hex(session.id)) && !(current && has(hex(current.session.id)));
		})
		.toSorted((a, b) => b.heardUntil - a.heardUntil)
		.map(({ session }) => hex(session.id));
}

/** Everything arrives in the end, as it was written, in an order of its own and as often as it takes. */
export async function deliverAll(world: World): Promise<void> {
	for (let opened = 1; opened > 0; ) {
		opened = 0;
		for (const message of world.messages.toReversed()) {
			for (const device of world.devices) {
				if (device.read.has(message.digest) || !message.to.has(device.name)) continue;
				if ((await world.deliver(device, message.envelope, "harmless", message)) === "opened") opened++;
			}
		}
	}
}

export function everythingIsRead(world: World): void {
	for (const message of world.messages) {
		for (const [name, { session }] of message.to) {
			const reader = world.devices.find((device) => device.name === name);
			if (reader?.tombstones.has(session)) continue;
			expect(reader?.read.has(message.digest), `${message.text} is read by ${name}`).toBe(true);
		}
	}
}

/** One of them has a session: whoever lost its own begins again. */
function haveMet(a: ModelDevice, b: ModelDevice): boolean {
	return a !== b && a.sessionsWith(b.identity).length + b.sessionsWith(a.identity).length > 0;
}

/** Both ends of every pair that has a session write with the same one. */
export async function converges(world: World): Promise<void> {
	for (let round = 0; round < 3; round++) {
		for (const device of world.devices) {
			for (const id of startOvers(world, device).slice(0, 1)) device.accept(id);
			const known = world.accounts.filter(({ devices }) =>
				world.devices.some((other) => devices.includes(other.identity) && haveMet(device, other)),
			);
			if (known.length > 0) await world.write(device, known, 0);
			await deliverAll(world);
		}
	}
	everythingIsRead(world);
	for (const a of world.devices) {
		for (const b of world.devices) {
			if (a === b || a.sessionsWith(b.identity).length === 0) continue;
			const chosen = [a.choiceFor(b.identity, 0), b.choiceFor(a.identity, 0)];
			expect(chosen.map((one) => one?.session.confirmed)).toEqual([true, true]);
			const [ours, theirs] = chosen.map((one) => one && hex(one.session.id));
			expect(ours, `${a.name} and ${b.name} write with one session`).toBe(theirs);
		}
	}
}
