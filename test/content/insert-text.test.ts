// @vitest-environment happy-dom
/** Steps into an editor, one after the other: each at most once, in the order its mark calls for, and never two texts for one. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdsOnly } from "../../src/content/insert/blank.ts";
import { insertText } from "../../src/content/insert/insert-text.ts";
import { selectAll } from "../../src/content/insert/select.ts";

const armor = "Armor0123456789";
let box: HTMLElement;
let heard: string[];

beforeEach(() => {
	vi.useFakeTimers();
	heard = [];
	document.body.innerHTML = "<div contenteditable=true></div>";
	box = document.querySelector("div") as HTMLElement;
	document.execCommand = ((_name: string, _ui: boolean, text: string) => {
		heard.push(text === "" ? "empty" : "command");
		box.textContent = text;
		return true;
	}) as typeof document.execCommand;
	for (const type of ["beforeinput", "paste"]) box.addEventListener(type, () => void heard.push(type));
});
afterEach(() => {
	vi.useRealTimers();
});

/** The verdict, and the milliseconds it took by a clock that does not wait. */
async function insert(): Promise<{ ok: boolean; ms: number }> {
	let ok: boolean | null = null;
	let ms = 0;
	void insertText(
		() => box,
		armor,
		(run) => run(),
	).then((verdict) => {
		ok = verdict;
	});
	for (; ok === null; ms += 5) await vi.advanceTimersByTimeAsync(5);
	return { ok, ms };
}
const takes = (type: string, after: number, cancels = true) =>
	box.addEventListener(type, (event) => {
		if (cancels) event.preventDefault();
		const write = () => box.append(armor);
		if (after === 0) write();
		else setTimeout(write, after);
	});

test("nobody listens: the browser's own command, within half a second", async () => {
	const { ok, ms } = await insert();
	expect(ok).toBe(true);
	expect(heard).toEqual(["beforeinput", "paste", "command"]);
	expect(ms).toBeLessThan(450);
});

// CKEditor 5 takes `beforeinput` too, and of many lines needs seconds for it.
test.each(["ProseMirror", "ck-content"])(
	"an editor known for its paste is not asked with another event before: %s",
	async (mark) => {
		box.className = mark;
		takes("paste", 0);
		expect(await insert()).toEqual({ ok: true, ms: expect.any(Number) });
		expect(heard).toEqual(["paste"]);
	},
);

test("the mark proves nothing: without an answer to its step the others follow", async () => {
	box.className = "ProseMirror";
	takes("beforeinput", 0);
	expect((await insert()).ok).toBe(true);
	expect(heard).toEqual(["paste", "beforeinput"]);
});

test.each([10, 40, 60, 100, 140])(
	"a text that comes %i ms late, without a word, is never there twice",
	async (after) => {
		takes("beforeinput", after, false);
		takes("paste", 0);
		const { ok } = await insert();
		await vi.advanceTimersByTimeAsync(2_000);
		expect(ok ? box.textContent : "").toBe(ok ? armor : "");
	},
);

test("shown and not taken is no proof where a step before was claimed", async () => {
	box.addEventListener("beforeinput", (event) => event.preventDefault());
	expect((await insert()).ok).toBe(false);
	expect(box.textContent).toBe("");
});

test.each(["ctrlKey", "metaKey"] as const)(
	"an editor that draws itself selects by its own keys (%s), and its field is left alone",
	(held) => {
		document.body.innerHTML = "<div class=monaco-editor><textarea>a part</textarea></div>";
		const field = document.querySelector("textarea") as HTMLTextAreaElement;
		const select = vi.spyOn(field, "select");
		selectAll(field);
		expect(select).toHaveBeenCalledOnce();
		field.addEventListener("keydown", (event) => event.key === "a" && event[held] && event.preventDefault());
		selectAll(field);
		expect(select).toHaveBeenCalledOnce();
	},
);

test("Monaco is pasted into while it has no focus, and believed for its copy", async () => {
	document.body.innerHTML = "<div class=monaco-editor><textarea></textarea></div>";
	box = document.querySelector("textarea") as HTMLTextAreaElement;
	let model = "";
	box.addEventListener("paste", (event) => {
		event.preventDefault();
		if (document.activeElement !== box) model = event.clipboardData?.getData("text/plain") ?? "";
	});
	box.addEventListener("copy", (event) => {
		event.preventDefault();
		event.clipboardData?.setData("text/plain", model);
	});
	expect((await insert()).ok).toBe(true);
	expect([model, heard]).toEqual([armor, []]);
});

test.each([
	["all of it is in sight", armor, null, true],
	["a part is in sight, and the editor copies all of it", armor.slice(5), armor, true],
	["there is more in sight", `${armor} and more`, null, false],
	["the editor copies more", armor.slice(5), `${armor} and more`, false],
])("a box holds only the armor: %s", async (_how, shown, copies, expected) => {
	box.textContent = shown;
	box.addEventListener("copy", (event) => {
		if (copies === null) return;
		event.preventDefault();
		event.clipboardData?.setData("text/plain", copies);
	});
	const held = holdsOnly(() => box, armor);
	await vi.advanceTimersByTimeAsync(500);
	expect(await held).toBe(expected);
});
