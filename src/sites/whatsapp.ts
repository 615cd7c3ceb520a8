import type { Site } from "./site.ts";

export const whatsapp: Site = {
	name: "WhatsApp Web",
	origins: ["https://web.whatsapp.com"],
	limit: 65_536,
	counts: "characters",
	dense: true,
	folds: true,
	paceMs: 500,
	notes: 'Long messages are folded behind "Read more" and cannot be read until it is pressed. Lexical editor.',
};
