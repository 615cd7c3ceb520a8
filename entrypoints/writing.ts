import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { handOver } from "../src/content/hand-over.ts";
import { startWriting } from "../src/content/writing/writing.ts";

/** Comes to page.js in a frame where somebody is about to write. */
export default defineUnlistedScript(() => {
	handOver(startWriting);
});
