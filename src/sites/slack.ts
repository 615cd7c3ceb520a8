import type { Site } from "./site.ts";

export const slack: Site = {
	name: "Slack",
	origins: ["https://app.slack.com"],
	limit: 4_000,
	counts: "characters",
	dense: true,
	folds: false,
	paceMs: 1_000,
	notes: "4,000 is what its makers advise; cut above 40,000. Quill editor. One message a second.",
};
