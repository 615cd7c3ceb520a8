/** A text that was begun comes back to whoever opens the composer at the same place, for the same people, and to nobody else. */
import { describe, expect, it } from "vitest";
import { Person, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const room = placeAt("room");
const popup = senders.popup();
const options = { signed: true, disappears: "7d" } as const;
const hourMs = 60 * 60 * 1000;
const back = { draft: "half a thought", draftBack: true, options };
const nothing = { draft: "", draftBack: false, options: plain };

const keep = (person: Person, handle: string, text: string, chosen: typeof options | typeof plain = options) =>
	person.ask(senders.composer(), "composer/keep-draft", { handle, text, options: chosen });
/** As the content script does it when the page has loaded anew. */
const reload = (person: Person) => person.ask(senders.content(), "content/start", { top: true });

async function begun(place = room) {
	const { ann, ben } = await acquainted();
	const { handle, mount } = await ann.compose(place);
	await keep(ann, handle, "half a thought");
	return { ann, ben, handle, mount };
}

describe("a text that was begun", { timeout: 30_000 }, () => {
	it("is back with its options after a reload, also of a worker that was ended", async () => {
		const { ann } = await begun();
		await reload(ann);
		ann.restart();
		const again = await ann.compose(room);
		expect(again.view).toMatchObject({ ...back, confirmed: true });
		expect(ann.count("drafts")).toBe(1);
		await keep(ann, again.handle, "half a thought, and the rest");
		await reload(ann);
		expect((await ann.compose(room)).view).toMatchObject({ draft: "half a thought, and the rest", options });
		expect(ann.count("drafts")).toBe(1);
	});

	it("is back after unlocking, where the composer was opened before", async () => {
		const { ann } = await begun();
		await reload(ann);
		await ann.ask(popup, "popup/lock", null);
		const { handle, view } = await ann.compose(room);
		expect(view).toMatchObject({ vault: "locked", draft: "", draftBack: false });
		await ann.unlock();
		expect(await ann.ask(senders.composer(), "composer/refresh", { handle })).toMatchObject(back);
	});

	it("is back where the page took the composer away, and where its tab was closed", async () => {
		const { ann, mount } = await begun();
		await ann.ask(senders.content(), "content/composer-aborted", { mount, why: "host-removed" });
		expect((await ann.compose(room)).view).toMatchObject(back);
		await ann.background.tabRemoved(tab);
		expect((await ann.compose(room)).view).toMatchObject(back);
	});

	it("is gone with a composer that its user closed, whoever tells of it first", async () => {
		for (const first of ["page", "composer"]) {
			const { ann, handle, mount } = await begun();
			const page = () => ann.ask(senders.content(), "content/composer-aborted", { mount, why: "closed" });
			const composer = () => ann.result(senders.composer(), "composer/close", { handle });
			if (first === "page") await page();
			await composer();
			if (first === "composer") await page();
			expect((await ann.compose(room)).view, first).toMatchObject(nothing);
			expect(ann.count("drafts"), first).toBe(0);
		}
	});

	it("is gone also where it was thrown away while its first words were being kept", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose(room);
		await Promise.all([
			keep(ann, handle, "half a thought"),
			ann.result(senders.composer(), "composer/close", { handle }),
		]);
		expect(ann.count("drafts")).toBe(0);
		expect((await ann.compose(room)).view).toMatchObject(nothing);
	});

	it("is back in a frame that was loaded anew by itself", async () => {
		const { ann } = await acquainted();
		const inFrame = async (mount: string) => {
			const ask = { mount: mount.repeat(32), taken: "", place: room, limit: null };
			const { ticket } = await ann.ask(senders.content({ frameId: 4 }), "content/request-composer", ask);
			return ann.ask(senders.composer(), "composer/open", { ticket });
		};
		const { handle } = await inFrame("a");
		await keep(ann, handle, "half a thought");
		await ann.ask(senders.content({ frameId: 4 }), "content/start", { top: false });
		expect((await inFrame("b")).view).toMatchObject(back);
		const late = { handle, text: "older", options };
		expect(await ann.result(senders.composer(), "composer/keep-draft", late)).toMatchObject({ code: "ticket-spent" });
	});

	it("stays with the composer that holds it, and comes once", async () => {
		const { ann } = await begun();
		const ask = { mount: "0".repeat(32), taken: "", place: room, limit: null };
		const { ticket } = await ann.ask(senders.content({ frameId: 4 }), "content/request-composer", ask);
		const other = await ann.ask(senders.composer(), "composer/open", { ticket });
		expect(other.view).toMatchObject(nothing);
	});

	it.each(["second", "room?x=1"])("does not come at another place: %s", async (place) => {
		const { ann } = await begun();
		await ann.compose(placeAt(place));
		const [contact] = await ann.ask(popup, "popup/contacts", null);
		const { handle } = await ann.compose(placeAt(place));
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients: [contact!.id] });
		await reload(ann);
		expect((await ann.compose(placeAt(place))).view).toMatchObject(nothing);
		expect((await ann.compose({ ...room, header: "# other" })).view).toMatchObject(nothing);
		expect((await ann.compose(room)).view).toMatchObject(back);
	});

	it("does not come for other people at the same place, and comes when they are the same again", async () => {
		const { ann } = await begun();
		const [benId] = (await ann.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		const cid = await new Person("Cid").setUp();
		const { armor } = await cid.ask(popup, "popup/my-card", { sendId: cid.nextSendId() });
		await ann.ask(popup, "popup/accept-by-hand", { text: armor.join(" ") });
		const both = (await ann.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		/** In a composer that holds another text, and so does not take up what was begun. */
		const choose = async (recipients: readonly string[]) => {
			await reload(ann);
			const { handle } = await ann.compose(room, null, "something else");
			await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
			await ann.ask(senders.composer(), "composer/forget-draft", { handle });
			await reload(ann);
		};
		await choose(both);
		const other = await ann.compose(room);
		expect(other.view).toMatchObject({ ...nothing, confirmed: true });
		await keep(ann, other.handle, "for both");
		await choose([benId!]);
		expect((await ann.compose(room)).view).toMatchObject({ ...back, confirmed: true });
		await choose(both);
		expect((await ann.compose(room)).view).toMatchObject({ draft: "for both", confirmed: true });
	});

	it("that was begun before there were people comes back, and is asked about", async () => {
		const { ann } = await acquainted();
		const nowhere = placeAt("nobody yet");
		const { handle } = await ann.compose(nowhere);
		await keep(ann, handle, "half a thought");
		await reload(ann);
		const again = await ann.compose(nowhere);
		expect(again.view).toMatchObject({ ...back, recipients: [], confirmed: false });
	});

	it("is gone when it was sent, thrown away, or emptied", async () => {
		const { ann } = await begun();
		await reload(ann);
		const { handle, view } = await ann.compose(room);
		const recipients = view.recipients.map(({ id }) => id);
		const out = { sendId: ann.nextSendId(), text: view.draft, recipients, submit: false, options };
		await ann.ask(senders.composer(), "composer/send", { handle, ...out });
		expect(ann.count("drafts")).toBe(0);
		await reload(ann);
		for (const end of ["forget", "empty"]) {
			const one = await ann.compose(room);
			expect(one.view).toMatchObject(nothing);
			await keep(ann, one.handle, "half a thought");
			await reload(ann);
			const two = await ann.compose(room);
			expect(two.view).toMatchObject(back);
			if (end === "forget") await ann.ask(senders.composer(), "composer/forget-draft", { handle: two.handle });
			else await keep(ann, two.handle, "", plain);
			expect(ann.count("drafts")).toBe(0);
			await reload(ann);
		}
	});

	it.each([
		["a week", plain, 7 * 24],
		["the time that the message may stay", { signed: false, disappears: "24h" } as const, 24],
	])("is gone after %s", async (_what, chosen, hours) => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose(room);
		await ann.ask(senders.composer(), "composer/keep-draft", { handle, text: "half a thought", options: chosen });
		await reload(ann);
		ann.now += hours * hourMs - 1;
		await ann.unlock();
		const again = await ann.compose(room);
		expect(again.view).toMatchObject({ draft: "half a thought" });
		await reload(ann);
		ann.now += 1;
		expect((await ann.compose(room)).view).toMatchObject({ draft: "" });
		await ann.unlock();
		expect(ann.count("drafts")).toBe(0);
	});

	it("ends with its tab where messages are readable until the tab closes", async () => {
		const { ann } = await acquainted();
		const first = await ann.compose(room);
		await ann.ask(senders.composer(), "composer/set-keep", { handle: first.handle, keep: "closed" });
		await keep(ann, first.handle, "half a thought", plain);
		await reload(ann);
		const inTab = async (id: number) => {
			const content = senders.content({ tab: { id, url: room.url } });
			const frame = { ...senders.composer(), tab: { id } };
			const ask = { mount: id.toString(16).padStart(32, "0"), taken: "", place: room, limit: null };
			const { ticket } = await ann.ask(content, "content/request-composer", ask);
			return (await ann.ask(frame, "composer/open", { ticket })).view;
		};
		expect(await inTab(tab + 1)).toMatchObject({ draft: "" });
		expect(await inTab(tab)).toMatchObject({ draft: "half a thought", draftBack: true });
		await ann.background.tabRemoved(tab);
		expect(ann.count("drafts")).toBe(0);
		expect(await inTab(tab)).toMatchObject({ draft: "" });
	});

	it("ends with the browser, and leaves no word of it anywhere", async () => {
		const { ann } = await begun();
		const bytes = [...ann.records.values()].map((value) => new TextDecoder("latin1").decode(value)).join();
		expect(bytes + JSON.stringify([...ann.session])).not.toContain("half a thought");
		ann.restart("browser");
		await ann.unlock();
		await reload(ann);
		expect((await ann.compose(room)).view).toMatchObject(nothing);
		expect(ann.count("drafts")).toBe(0);
	});
});

describe("text in the site's box beside a text that was begun", { timeout: 30_000 }, () => {
	it("is the same text when the draft began with it, put back by a composer that closed", async () => {
		const { ann } = await acquainted();
		const { handle, mount } = await ann.compose(room, null, "from the box");
		await keep(ann, handle, "from the box, and more", plain);
		await ann.ask(popup, "popup/lock", null);
		await ann.ask(senders.content(), "content/composer-aborted", { mount, why: "closed" });
		await ann.unlock();
		expect((await ann.compose(room, null, "from the box")).view).toMatchObject({
			draft: "from the box, and more",
			draftBack: true,
			taken: "",
		});
		expect(ann.count("drafts")).toBe(1);
	});

	it("comes first when it is another one, and the begun text waits", async () => {
		const { ann } = await begun();
		await reload(ann);
		const one = await ann.compose(room, null, "something else");
		expect(one.view).toMatchObject({ taken: "something else", draft: "something else", draftBack: false });
		await ann.ask(senders.composer(), "composer/forget-draft", { handle: one.handle });
		await ann.ask(senders.composer(), "composer/close", { handle: one.handle });
		expect((await ann.compose(room)).view).toMatchObject(back);
	});
});
