/** What axe has to say about a surface. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Surface } from "./surface.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare const axe: {
	run(
		context: Document,
		options: object,
	): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
};

/** Rule and element of each violation; nothing is the wish. */
export async function violations(surface: Surface): Promise<string[]> {
	await surface.evaluate(source);
	return await surface.evaluate(async () => {
		const { violations: found } = await axe.run(document, { iframes: false, resultTypes: ["violations"] });
		return found.flatMap(({ id, nodes }) =>
			nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
		);
	});
}
