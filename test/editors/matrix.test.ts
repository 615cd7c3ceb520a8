/**
 * Every editor, both browsers, three lengths, and once each the whole way through the product. `npm run test:editors`; with
 * SOTTO_EDITORS="slate,draft" only those, and the other rows stay as the run before left them.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "../e2e/support/driver.ts";
import { Person } from "../e2e/support/person.ts";
import { type Attempt, attempt } from "./attempt.ts";
import { editorCases, nameOf } from "./catalog.ts";
import { type Laboratory, openLaboratory } from "./laboratory.ts";
import { keepResults, lengths, tableOf, type Whole, writeTable } from "./report.ts";
import { EditorServer } from "./server.ts";
import { acquaint, wholeWay } from "./whole-way.ts";

const asked = (process.env["SOTTO_EDITORS"] ?? "").split(",").filter(Boolean);
const chosen = editorCases.filter(({ editor }) => asked.length === 0 || asked.includes(editor));
const plain = editorCases[0];
if (plain === undefined) throw new Error("The catalog is empty");

const attempts: Attempt[] = [];
const wholes: Whole[] = [];

afterAll(() => {
	const found = keepResults({ attempts, wholes });
	writeTable(tableOf(found.attempts, found.wholes));
});

describe.each(browserKinds)("armor into the editors in %s", (kind) => {
	let laboratory: Laboratory;
	beforeAll(async () => {
		laboratory = await openLaboratory(kind);
	});
	afterAll(async () => {
		await laboratory?.close();
	});

	describe.each(lengths)("%i characters", (length) => {
		it.each(chosen.map((of) => ({ name: nameOf(of), of })))("$name", async ({ of }) => {
			const made = await attempt(laboratory, of, length, { typedBefore: true, manyLines: true, byHand: true });
			attempts.push(made);
			keepResults({ attempts, wholes });
			const expected = of.refused?.[kind] ?? "exact";
			for (const result of [made.empty, made.typedBefore]) {
				if (result !== null) expect("why" in result ? result.why : result.kind, JSON.stringify(made)).toBe(expected);
			}
			expect(made.manyLines?.kind, JSON.stringify(made)).not.toBe("wrong");
		});
	});
});

describe.each(browserKinds)("from the composer to the server in %s", (kind) => {
	let server: EditorServer;
	let ann: Person;
	beforeAll(async () => {
		server = await EditorServer.start();
		server.show(plain);
		const people = await Promise.all([
			Person.ready(kind, "Ann", server.url("ann")),
			Person.ready(kind, "Ben", server.url("ben")),
		]);
		ann = people[0];
		await acquaint(server, plain, ...people);
		await people[1].close();
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), server?.close()]);
	});

	it.each(chosen.map((of) => ({ name: nameOf(of), of })))("$name", async ({ of }) => {
		const whole = await wholeWay(server, ann, of);
		wholes.push({ ...whole, name: nameOf(of), browser: kind });
		keepResults({ attempts, wholes });
		const { result } = whole;
		expect("why" in result ? result.why : result.kind, JSON.stringify(whole)).toBe(of.wayRefused?.[kind] ?? "exact");
	});
});
