import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allowedSenders, type ChannelName } from "../../src/messaging/channels.ts";
import { schemas } from "../../src/messaging/schemas.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const filesIn = (folder: string): string[] =>
	readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => read(`${folder}/${name}`));

/** Straight from the contract, so that a channel cannot be left out here. */
const inContract = [
	...read("src/messaging/channels.ts")
		.split("export interface Channels {")[1]!
		.split("\n}")[0]!
		.matchAll(/^\t"([a-z]+\/[a-z-]+)":/gm),
].map((match) => match[1] as ChannelName);

const handlers = filesIn("src/background/handlers").join("\n");
const tests = [...filesIn("test/background"), ...filesIn("test/messaging"), ...filesIn("test/support")].join("\n");

describe("every channel", () => {
	it("is found in the contract", () => expect(inContract.length).toBeGreaterThan(35));
	it("is nothing a welcome page may ask for, but to create and to have kept", () => {
		const allowed = inContract.filter((channel) => allowedSenders(channel).includes("welcome"));
		expect(allowed).toEqual(["welcome/create", "welcome/kit-kept"]);
	});
	it("has a schema and nothing else has", () => expect(Object.keys(schemas).sort()).toEqual([...inContract].sort()));

	it.each(inContract)("%s has a handler, senders and a test", (channel) => {
		expect(handlers.includes(`"${channel}": `), "handler").toBe(true);
		expect(allowedSenders(channel).length).toBeGreaterThan(0);
		expect(tests.includes(`"${channel}"`), "test").toBe(true);
	});
});
