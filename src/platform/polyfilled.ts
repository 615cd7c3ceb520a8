/** Imported first by the background and by every page of ours: their API is the polyfill's from then on. */

import type { Browser } from "webextension-polyfill";
import { browser } from "wxt/browser";
import { provideApi } from "./browser.ts";

// wxt maps `wxt/browser` to webextension-polyfill (@wxt-dev/webextension-polyfill), and types it as its own.
provideApi(browser as unknown as Browser);
