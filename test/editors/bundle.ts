/** Bundles, once and in memory: the script of the pages, and the extension's insertion for the isolated world. */
import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Rollup } from "vite";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const common: InlineConfig = { configFile: false, root: here("."), logLevel: "error", publicDir: false };

async function outputsOf(config: InlineConfig): Promise<Rollup.OutputChunk[]> {
	const result = await build(config);
	const all = (Array.isArray(result) ? result : [result]).flatMap((one) => ("output" in one ? one.output : []));
	return all.filter((output) => output.type === "chunk");
}

/** Path on the server to source. */
export async function bundlePages(): Promise<ReadonlyMap<string, string>> {
	const chunks = await outputsOf({
		...common,
		// Draft.js was written for another bundler.
		define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
		base: "/assets/",
		build: {
			write: false,
			target: "es2022",
			modulePreload: false,
			minify: false,
			rollupOptions: {
				input: { main: here("client/main.ts") },
				output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
			},
		},
	});
	return new Map(chunks.map(({ fileName, code }) => [`/assets/${fileName}`, code]));
}

/** Leaves `Insertion` (insertion.ts) as a variable. */
export async function bundleInsertion(): Promise<string> {
	const [chunk] = await outputsOf({
		...common,
		build: {
			write: false,
			target: "es2022",
			minify: false,
			lib: { entry: here("insertion.ts"), formats: ["iife"], name: "Insertion" },
		},
	});
	if (chunk === undefined) throw new Error("No script came out of insertion.ts");
	return chunk.code;
}
