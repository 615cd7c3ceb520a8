/** Whether a frame can prove that nothing covers it. */
import { api } from "./browser.ts";

/**
 * Chromium tells a frame what lies over it (IntersectionObserver with `trackVisibility`); Firefox does not. By the browser, and not by
 * what a frame says of itself.
 */
export const tellsCovers = (): boolean => api().runtime.getURL("").startsWith("chrome-extension:");
