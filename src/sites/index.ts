/** All sites of which something is known, found by origin. */
import { discord } from "./discord.ts";
import { gmail } from "./gmail.ts";
import type { Site } from "./site.ts";
import { slack } from "./slack.ts";
import { telegram } from "./telegram.ts";
import { whatsapp } from "./whatsapp.ts";

export type { Counting, Site } from "./site.ts";

export const sites: readonly Site[] = [discord, slack, whatsapp, telegram, gmail];

export function siteAt(origin: string): Site | null {
	return sites.find(({ origins }) => origins.includes(origin)) ?? null;
}
