import type { Site } from "./site.ts";

export const gmail: Site = {
	name: "Gmail",
	origins: ["https://mail.google.com"],
	limit: null,
	counts: "bytes",
	dense: false,
	folds: false,
	paceMs: 0,
	notes:
		"Mail lines are cut at 998 bytes, inside a character too: letters and digits only. Long mails are clipped at about 100 kB.",
};
