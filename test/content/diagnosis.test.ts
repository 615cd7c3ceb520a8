// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { markOf } from "../../src/content/detect/box-mark.ts";
import { reportOf } from "../../src/content/diagnosis.ts";
import { lastInsertion, noteStep, traced } from "../../src/content/insert/trace.ts";
import { schemas } from "../../src/messaging/schemas.ts";
import { fakeArmor, oneArmor } from "./fake-armor.ts";

beforeEach(() => {
	vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 600, 400, 40));
});

const canary = "Annabel-and-her-knee";
const page =
	() => `<title>${canary}</title><main aria-label="${canary}"><h1>${canary}</h1><div role="log"><p>${oneArmor()}</p>
	<blockquote>x</blockquote><pre>&gt; ${oneArmor()}</pre><p>${oneArmor().slice(0, 120)}</p><p>${fakeArmor(900, 500)[0]}</p></div>
	<div id="${canary}" class="ProseMirror" contenteditable="true" aria-label="Message ${canary}" data-placeholder="${canary}">${canary}</div>
	<button>Send to ${canary}</button></main>
	<form><input name="${canary}" placeholder="Search ${canary}" value="${canary}"><input type="text" readonly value="${canary}"></form>`;

const look = (more: Partial<Parameters<typeof reportOf>[0]> = {}) => {
	const report = reportOf({ roots: [document], choices: [], first: true, insertion: null, shown: 3, ...more });
	const asked = schemas["content/diagnosis"].safeParse({ request: "0".repeat(32), report });
	expect(asked.error?.issues).toBeUndefined();
	return report;
};

test("says which boxes there are, why they have the lock or not, and what armor was found", () => {
	document.body.innerHTML = page();
	const report = look();
	expect(report.boxes.map(({ type, editor, lock, score }) => [type, editor, lock, score !== null])).toEqual([
		["rich", ".ProseMirror", true, true],
		["line", null, false, true],
		["line", null, false, false],
	]);
	const [message, search] = report.boxes;
	expect(message?.reasons).toContainEqual({ why: "label says message", points: 3 });
	expect(search?.reasons).toContainEqual({ why: "label says search", points: -9 });
	expect(message?.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(message?.score);
	expect(report.armor).toEqual({ whole: 3, truncated: 1, unknown: 0, parts: 1, quoted: 1, shown: 3 });
});

test("holds no word of the page, whatever is in it", () => {
	document.body.innerHTML = page();
	document.title = canary;
	expect(JSON.stringify(look())).not.toMatch(/annabel|knee|SOTTOxvQ/i);
});

test("says what the user chose, and that a page that listens first gets no lock", () => {
	document.body.innerHTML = page();
	const box = document.querySelector<HTMLElement>(".ProseMirror")!;
	const ruledOut = look({ choices: [{ mark: markOf(box, "5a"), use: false }] });
	expect(ruledOut.choices).toEqual({ use: 0, not: 1 });
	expect(ruledOut.boxes.find(({ type }) => type === "rich")).toMatchObject({ chosen: "not", lock: false });
	expect(look({ first: false }).boxes.some(({ lock }) => lock)).toBe(false);
});

test("says what the last insertion did, step by step", async () => {
	document.body.innerHTML = page();
	await traced(2, async () => {
		noteStep("beforeinput", "nothing");
		noteStep("paste", "ok");
		return { outcome: "sent" };
	});
	await traced(1, async () => {
		for (let step = 0; step < 100; step++) noteStep("command", "wrong");
		return { outcome: "refused", reason: "not-exact" };
	});
	const { insertion } = look({ insertion: lastInsertion() });
	expect(insertion).toMatchObject({ outcome: "not-exact", parts: 1, steps: { length: 40 } });
	expect(insertion?.steps[0]).toEqual({ step: "command", outcome: "wrong" });
});
