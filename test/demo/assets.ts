/** Bundles the pages' scripts and style once, in memory. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export type Assets = ReadonlyMap<string, { readonly type: string; readonly body: string }>;

const here = (name: string): string => fileURLToPath(new URL(`client/${name}`, import.meta.url));

async function bundle(): Promise<Assets> {
	const result = await build({
		configFile: false,
		root: here(""),
		logLevel: "error",
		publicDir: false,
		build: {
			write: false,
			target: "es2022",
			modulePreload: false,
			rollupOptions: {
				input: { plain: here("plain.ts"), rich: here("rich.ts") },
				output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
			},
		},
	});
	const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ("output" in one ? one.output : []));
	const assets = new Map<string, { type: string; body: string }>();
	for (const output of outputs) {
		if (output.type === "chunk") assets.set(`/${output.fileName}`, { type: "text/javascript", body: output.code });
	}
	assets.set("/style.css", { type: "text/css", body: await readFile(here("style.css"), "utf8") });
	return assets;
}

let built: Promise<Assets> | undefined;

export function buildAssets(): Promise<Assets> {
	built ??= bundle();
	return built;
}
