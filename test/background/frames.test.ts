import { describe, expect, it } from "vitest";
import { alone, type Person, placeAt, senders, tab } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const guards = (person: Person) => person.orders.flatMap(({ order }) => (order.kind === "composing" ? [order.on] : []));

describe("a page that shows very many messages", () => {
	it("does not cost the open composer its authority", async () => {
		const { ann, ben } = await acquainted();
		const composer = await ben.compose();
		const armor = await ann.say("again");
		for (let i = 0; i < 120; i++) {
			const ask = { mount: i.toString(16).padStart(32, "0"), armor, place: placeAt("room"), onPage: alone(armor) };
			const { ticket } = await ben.ask(senders.content(), "content/request-reader", ask);
			if (i !== 60) await ben.ask(senders.reader(100 + i), "reader/open", { ticket });
		}
		const view = await ben.ask(senders.composer(), "composer/refresh", { handle: composer.handle });
		expect(view.recipients).toHaveLength(1);
	});
});

describe("a placeholder", () => {
	it("is answered at whole steps of time, a message at once", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("for Ben");
		const { ann: cid } = await acquainted();
		const foreign = await cid.say("for somebody else");
		ben.tick = 7;
		await ben.read(armor);
		expect(ben.waits).toEqual([]);
		const began = ben.now;
		await ben.read(foreign);
		await ben.read(["no armor"]);
		expect(ben.waits).toHaveLength(2);
		for (const wait of ben.waits) expect(wait).toBeGreaterThan(0);
		for (const wait of ben.waits) expect(wait).toBeLessThan(50);
		expect(ben.now).toBeGreaterThan(began);
	});

	it("is tried once, and anew when people have changed", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const [first, second] = [await ben.say("first"), await ben.say("second")];
		// More looks than a tab may try.
		for (let i = 0; i < 130; i++) expect((await ann.read(second)).view).toEqual({ kind: "placeholder" });
		await (await ann.read(first)).accept();
		expect((await ann.read(second)).view).toMatchObject({ text: "second" });
	});
});

describe("a composer that is lost while it is put back", () => {
	it("leaves no guard behind and no ticket", async () => {
		const { ann } = await acquainted();
		await ann.ask(senders.content(), "content/start", { top: true });
		const { mount } = await ann.compose();
		const ask = { mount, taken: "", place: placeAt("room"), limit: null };
		const { ticket } = await ann.ask(senders.content(), "content/request-composer", ask);
		await ann.ask(senders.content(), "content/composer-aborted", { mount, why: "host-removed" });
		expect(guards(ann).at(-1)).toBe(false);
		const open = await ann.result(senders.composer(), "composer/open", { ticket });
		expect(open).toEqual({ ok: false, code: "ticket-spent" });
	});
});

describe("text that stood in the site's box", () => {
	it("is not shown while locked, is given once unlocked, and lies sealed from then on", async () => {
		const { ann } = await acquainted();
		await ann.ask(senders.popup(), "popup/lock", null);
		const { handle, view } = await ann.compose(placeAt("room"), null, "CANARYTAKEN");
		expect(JSON.stringify(view)).not.toContain("CANARYTAKEN");
		await ann.unlock();
		const refresh = () => ann.ask(senders.composer(), "composer/refresh", { handle });
		expect(await refresh()).toMatchObject({ taken: "CANARYTAKEN", draft: "CANARYTAKEN" });
		expect(JSON.stringify([...ann.session])).not.toContain("CANARYTAKEN");
		ann.restart();
		expect(await refresh()).toMatchObject({ taken: "", draft: "CANARYTAKEN" });
		await ann.ask(senders.composer(), "composer/close", { handle });
		expect(ann.count("drafts")).toBe(0);
	});

	it("is still there when the page took the frame out and it was put back", async () => {
		const { ann } = await acquainted();
		const { mount } = await ann.compose(placeAt("room"), null, "half a thought");
		const ask = { mount, taken: "", place: placeAt("room"), limit: null };
		const { ticket } = await ann.ask(senders.content(), "content/request-composer", ask);
		const { handle, view } = await ann.ask(senders.composer(13), "composer/open", { ticket });
		expect(view.draft).toBe("half a thought");
		await ann.ask(senders.composer(13), "composer/forget-draft", { handle });
		expect(ann.count("drafts")).toBe(0);
		expect(await ann.ask(senders.composer(13), "composer/refresh", { handle })).toMatchObject({ draft: "" });
	});
});

describe("use this box", () => {
	const order = { to: "content", kind: "open-composer", into: "box" };

	it("opens the composer from the menu, by key and from the popup, and is remembered from its menu and its key", async () => {
		const { ann } = await acquainted();
		await ann.background.menu("use-box", tab, 4);
		expect(ann.orders.at(-1)).toEqual({ tab, frame: 4, order: { ...order, remembered: true } });
		await ann.background.command("use-box");
		expect(ann.orders.at(-1)).toEqual({ tab, frame: undefined, order: { ...order, remembered: true } });
		const before = ann.orders.length;
		await ann.background.command("another");
		await ann.background.menu("another", tab, 0);
		expect(ann.orders.length).toBe(before);
		await ann.ask(senders.popup(), "popup/use-box", null);
		expect(ann.orders.at(-1)).toEqual({ tab, frame: undefined, order });
	});

	it("stands in the menu on sites that are on, with the items for fields", async () => {
		const { ann } = await acquainted();
		const items = [
			{ id: "encrypt-field", title: "encryptField" },
			{ id: "encrypt-selection", title: "encryptSelection" },
			{ id: "use-box", title: "useThisBox" },
		];
		expect(ann.menus.at(-1)).toEqual({ items, patterns: ["https://chat.example/*"] });
		await ann.ask(senders.popup(), "popup/site-off", { origin: "https://chat.example" });
		expect(ann.menus.at(-1)).toEqual({ items, patterns: [] });
		const result = await ann.result(senders.popup(), "popup/use-box", null);
		expect(result).toEqual({ ok: false, code: "site-unsupported" });
		await expect(ann.background.command("use-box")).rejects.toMatchObject({ code: "site-unsupported" });
	});
});

describe("a new version", () => {
	it("waits for the last composer, then closes every surface", async () => {
		const { ann } = await acquainted();
		await ann.ask(senders.content(), "content/start", { top: true });
		const { handle } = await ann.compose();
		await ann.background.updateAvailable();
		expect(ann.reloads).toBe(0);
		ann.restart();
		await ann.ask(senders.composer(), "composer/close", { handle });
		expect(ann.reloads).toBe(1);
		expect(ann.orders.at(-1)).toMatchObject({ tab, order: { kind: "shut-down" } });
	});

	it("is taken at once when nobody writes, and when the tab of the last writer closes", async () => {
		const { ann, ben } = await acquainted();
		await ann.ask(senders.content(), "content/start", { top: true });
		await ann.background.updateAvailable();
		expect(ann.reloads).toBe(1);
		await ben.compose();
		await ben.background.updateAvailable();
		expect(ben.reloads).toBe(0);
		await ben.background.tabRemoved(tab);
		expect(ben.reloads).toBe(1);
	});
});
