/** What a mutant is tested with: the protocol's own tests, and nothing that needs a browser or a build. */
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: { name: "protocol", include: ["test/protocol/**/*.test.ts"], environment: "node" },
});
