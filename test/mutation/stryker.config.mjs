/**
 * `npm run test:mutation`: changes the ratchet and the handshake a little, thousands of times, and expects a failing test
 * each time. `npm run test:mutation -- --mutate src/protocol/ratchet.ts` for one file. Report: reports/mutation/index.html.
 * A next run tests only what changed; delete reports/mutation/incremental.json to start over.
 */
export default {
	mutate: ["ratchet", "ratchet-slot", "skipped-keys", "session", "initial-slot", "envelope"].map(
		(name) => `src/protocol/${name}.ts`,
	),
	testRunner: "vitest",
	plugins: ["@stryker-mutator/vitest-runner"],
	vitest: { configFile: "test/mutation/vitest.config.ts" },
	concurrency: 2,
	// A loop without an end is rare, a busy machine is not: no mutant counts as found because of that.
	timeoutMS: 60_000,
	coverageAnalysis: "perTest",
	incremental: true,
	incrementalFile: "reports/mutation/incremental.json",
	reporters: ["clear-text", "html", "progress-append-only"],
	clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: "reports/mutation/index.html" },
	tempDirName: ".cache/stryker",
	ignorePatterns: ["/.output", "/coverage", "/screenshots", "/reports", "/.cache", "/web-ext-artifacts"],
	warnings: { slow: false },
	allowConsoleColors: false,
};
