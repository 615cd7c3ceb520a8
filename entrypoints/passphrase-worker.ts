import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { servePassphraseWorker } from "../src/ui/passphrase-worker.ts";

export default defineUnlistedScript(() => servePassphraseWorker(self));
