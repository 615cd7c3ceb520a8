/**
 * What a mutant is tested with, the cheapest first: the first failure ends its run. The models and the second implementation are left
 * out: they do the same at length, and what only a long history finds deserves a test of its own.
 */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const tests = [
	"ratchet",
	"worked-example",
	"session",
	"handshake",
	"skipped-keys",
	"envelope",
	"vectors",
	"negative",
	"attacks",
].map((name) => `test/protocol/${name}.test.ts`);

class InThisOrder extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const place = ({ moduleId }: TestSpecification) => tests.findIndex((test) => moduleId.endsWith(test));
		return files.toSorted((a, b) => place(a) - place(b));
	}
}

export default defineConfig({
	test: {
		name: "protocol",
		include: tests,
		environment: "node",
		setupFiles: ["test/mutation/setup.ts"],
		sequence: { sequencer: InThisOrder },
	},
});
