/** Under which names the records of one site lie, so that what ends a site ends all of them. */
export const siteKey = (origin: string): string => `site:${origin}`;

/** What was learned of its messages (learned-room.ts). */
export const roomKey = (origin: string): string => `room:${origin}`;

/** In session memory: what one message has shown and a second one has yet to confirm. */
export const evidenceKeys = (origin: string): { readonly cut: string; readonly dense: string } => ({
	cut: `cut:${origin}`,
	dense: `dense:${origin}`,
});
