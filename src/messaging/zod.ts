/** The only import of zod. Its code generation is off before the first schema is made: our pages forbid `eval`, and it would try. */
import * as z from "zod/mini";

z.config({ jitless: true });

export { z };
