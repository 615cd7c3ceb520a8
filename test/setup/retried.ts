/** Says why a test failed that passed when it was repeated: vitest only says how often. */
import type { Reporter, TestCase } from "vitest/node";

export default class Retried implements Reporter {
	onTestCaseResult(test: TestCase): void {
		if (!test.diagnostic()?.flaky) return;
		console.log(`Repeated: ${test.module.relativeModuleId} > ${test.fullName}`);
		for (const { message, stack } of test.result().errors ?? []) console.log(`  ${message}\n${stack ?? ""}`);
	}
}
