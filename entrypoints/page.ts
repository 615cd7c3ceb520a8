import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { startContent } from "../src/content/start.ts";

/** Runs in pages of sites that are on. Unlisted, because wxt's content-script helper announces itself to the page. */
export default defineUnlistedScript(() => {
	startContent();
});
