import "../src/platform/polyfilled.ts";
import { defineBackground } from "wxt/utils/define-background";
import { createBackground } from "../src/background/background.ts";
import { browserPorts, listen } from "../src/background/browser-ports.ts";
import { createSealedStore } from "../src/platform/indexed-db.ts";
import { random } from "../src/platform/random.ts";
import { createKeyCache } from "../src/platform/session-keys.ts";
import { subtle } from "../src/platform/webcrypto.ts";
import { createSuite1 } from "../src/protocol/index.ts";
import { createVault } from "../src/vault/vault.ts";

export default defineBackground({
	type: "module",
	main() {
		const vault = createVault({ store: createSealedStore(), keys: createKeyCache(), random });
		listen(createBackground(browserPorts(), vault, createSuite1({ subtle, nativeRandomness: true })));
	},
});
