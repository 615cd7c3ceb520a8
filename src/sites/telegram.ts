import type { Site } from "./site.ts";

export const telegram: Site = {
	name: "Telegram Web",
	origins: ["https://web.telegram.org"],
	limit: 4_096,
	counts: "characters",
	dense: true,
	folds: false,
	paceMs: 1_000,
	notes:
		"1,024 under a picture. Splits longer texts by itself, which would tear armor. About one message a second in a chat.",
};
