import type { Schema } from "../schema.ts";

/**
 * One file per step: `from-1.ts` will lift version 1 to 2 and be listed here, and `current` be raised with it.
 * Version 1 is the first, so there is no step yet.
 */
export const schema: Schema = { current: 1, migrations: [] };
