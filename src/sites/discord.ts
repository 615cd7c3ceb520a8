import type { Site } from "./site.ts";

export const discord: Site = {
	name: "Discord",
	origins: ["https://discord.com", "https://ptb.discord.com", "https://canary.discord.com"],
	limit: 2_000,
	counts: "characters",
	dense: true,
	folds: false,
	paceMs: 1_100,
	notes: "4,000 for subscribers. Slate editor. About five messages in five seconds, then a pause is asked for.",
};
