import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { serveQrWorker } from "../src/ui/codes/qr-worker.ts";

export default defineUnlistedScript(() => serveQrWorker(self));
