import { defineConfig } from "vitest/config";
import { WxtVitest } from "wxt/testing/vitest-plugin";

const node = (name: string, include: string[], extra: object = {}) => ({
	test: { name, include, environment: "node" as const, ...extra },
});

export default defineConfig({
	test: {
		reporters: ["default", "./test/setup/retried.ts"],
		// By default one core less than there are: on two, half the machine would wait.
		maxWorkers: 2,
		coverage: { provider: "v8", include: ["src/**"] },
		projects: [
			// Modules without a state of their own are loaded, and warm, once for all files. Those with a document are not.
			node("protocol", ["test/{protocol,sites,vault,contacts,history,sessions,verification}/**/*.test.ts"], {
				isolate: false,
			}),
			{
				plugins: [WxtVitest()],
				...node("background", ["test/{background,messaging,platform}/**/*.test.ts"], { isolate: false }),
			},
			{ plugins: [WxtVitest()], ...node("pages", ["test/{content,ui}/**/*.test.{ts,tsx}"]) },
			node("architecture", ["test/architecture/**/*.test.ts"]),
			node("bundles", ["test/bundles/**/*.test.ts"]),
			node("e2e", ["test/e2e/**/*.test.ts", "test/editors/slice.test.ts"], {
				globalSetup: ["test/e2e/support/worn-profile.ts"],
				testTimeout: 120_000,
				hookTimeout: 120_000,
				// Loaded once for all files of a worker: each opens browsers of its own.
				isolate: false,
				// A browser under load loses a key press now and then; tests of what a page can see are never repeated (hostile.test.ts).
				retry: process.env["CI"] ? 1 : 0,
				// Browsers have the machine to themselves: after everything else. One more file at a time than cores, since each waits for most of its time.
				maxWorkers: 3,
				sequence: { groupOrder: 1 },
			}),
			node("editors", ["test/editors/matrix/*.test.ts"], {
				globalSetup: ["test/editors/matrix/table.ts"],
				testTimeout: 120_000,
				hookTimeout: 120_000,
				sequence: { groupOrder: 2 },
			}),
			node("newcomer", ["test/newcomer/**/*.test.ts"], {
				fileParallelism: false,
				testTimeout: 240_000,
				hookTimeout: 120_000,
				sequence: { groupOrder: 2 },
			}),
			node("apps", ["test/apps/**/*.test.ts"], {
				maxWorkers: 2,
				testTimeout: 240_000,
				hookTimeout: 240_000,
				retry: process.env["CI"] ? 1 : 0,
				sequence: { groupOrder: 2 },
			}),
		],
	},
});
