/**
 * Every editor in one browser: three lengths, three passages, and once the whole way through the product. `npm run test:editors` runs
 * it for both browsers; with SOTTO_EDITORS="slate,draft" only those, and the other rows stay as the run before left them.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { Person } from "../e2e/support/person.ts";
import { attempt, type Result } from "./attempt.ts";
import { type EditorCase, editorCases, nameOf, plain } from "./catalog.ts";
import { type Laboratory, openLaboratory } from "./laboratory.ts";
import { askedFor, Findings, lengths } from "./report.ts";
import { encryptPassage, isPossible, passages } from "./selection.ts";
import { EditorServer } from "./server.ts";
import { acquaint, wholeWay } from "./whole-way.ts";

const named = (cases: readonly EditorCase[]) => cases.map((of) => ({ name: nameOf(of), of }));

const outcomeOf = (result: Result): string => ("why" in result ? result.why : result.kind);

export function matrix(kind: BrowserKind): void {
	const asked = askedFor();
	const chosen = editorCases.filter(({ editor }) => asked.length === 0 || asked.includes(editor));
	const findings = new Findings(kind);

	describe(`armor into the editors in ${kind}`, () => {
		let laboratory: Laboratory;
		beforeAll(async () => {
			laboratory = await openLaboratory(kind);
		});
		afterAll(async () => {
			await laboratory?.close();
		});

		describe.each(lengths)("%i characters", (length) => {
			it.each(named(chosen))("$name", async ({ of }) => {
				const made = await attempt(laboratory, of, length, { typedBefore: true, manyLines: true, byHand: true });
				findings.attempt(made);
				const expected = of.refused?.[kind] ?? "exact";
				for (const result of [made.empty, made.typedBefore]) {
					if (result !== null) expect(outcomeOf(result), JSON.stringify(made)).toBe(expected);
				}
				expect(made.manyLines?.kind, JSON.stringify(made)).not.toBe("wrong");
			});
		});

		describe.each(passages)("in the place of %s", (passage) => {
			it.each(named(chosen.filter((of) => isPossible(of, passage))))("$name", async ({ of }) => {
				const made = await encryptPassage(laboratory, of, passage);
				findings.selection(made);
				expect(outcomeOf(made.result), JSON.stringify(made)).toBe(of.passageRefused ?? "exact");
			});
		});
	});

	describe(`from the composer to the server in ${kind}`, () => {
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

		it.each(named(chosen))("$name", async ({ of }) => {
			const whole = await wholeWay(server, ann, of);
			findings.whole({ ...whole, name: nameOf(of), browser: kind });
			expect(outcomeOf(whole.result), JSON.stringify(whole)).toBe("exact");
		});
	});
}
