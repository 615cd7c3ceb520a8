import { defineConfig } from "vitest/config";
import { WxtVitest } from "wxt/testing/vitest-plugin";

const node = (name: string, include: string[], extra: object = {}) => ({
	test: { name, include, environment: "node" as const, ...extra },
});

export default defineConfig({
	test: {
		// By default one core less than there are: on two, half the machine would wait.
		maxWorkers: 2,
		coverage: { provider: "v8", include: ["src/**"] },
		projects: [
			node("protocol", ["test/{protocol,sites,vault,contacts,history,sessions,verification}/**/*.test.ts"]),
			{
				plugins: [WxtVitest()],
				test: {
					name: "extension",
					include: ["test/{background,messaging,platform,content,ui}/**/*.test.{ts,tsx}"],
					environment: "node",
				},
			},
			node("architecture", ["test/architecture/**/*.test.ts"]),
			node("bundles", ["test/bundles/**/*.test.ts"]),
			node("e2e", ["test/e2e/**/*.test.ts", "test/editors/slice.test.ts"], {
				testTimeout: 120_000,
				hookTimeout: 120_000,
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
				fileParallelism: false,
				testTimeout: 240_000,
				hookTimeout: 240_000,
				sequence: { groupOrder: 2 },
			}),
		],
	},
});
