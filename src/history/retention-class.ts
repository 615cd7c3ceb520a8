/** How long a message stays readable after it was first shown here, or sent: the same closed list as src/messaging/retention.ts. */
import { type KeepCode, keepCode } from "../protocol/index.ts";

export type Retention = "forever" | "90d" | "30d" | "7d" | "24h" | "closed";

/** Longest first. */
export const retentions = ["forever", "90d", "30d", "7d", "24h", "closed"] as const satisfies readonly Retention[];

export const isShorter = (one: Retention, other: Retention): boolean =>
	retentions.indexOf(one) > retentions.indexOf(other);

/** What an author's code on the wire asks for; null: nothing. */
export function askedBy(code: KeepCode | null): Retention | null {
	return (Object.keys(keepCode) as (keyof typeof keepCode)[]).find((name) => keepCode[name] === code) ?? null;
}
