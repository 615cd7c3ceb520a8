/** How long a message stays readable after it was first shown here, or sent. A closed list: on the wire it is one byte. */
export type Retention = "forever" | "90d" | "30d" | "7d" | "24h" | "closed";

/** Longest first. */
export const retentions = ["forever", "90d", "30d", "7d", "24h", "closed"] as const satisfies readonly Retention[];
