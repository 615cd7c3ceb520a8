import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { defineConfig } from "wxt";
import { comparisonPictures, pictureFile } from "./src/ui/comparison/pictures.ts";

/** The test build differs from the shipped one in `host_permissions` and nothing else (test/bundles/manifest.test.ts). */
const testBuild = process.env["SOTTO_TEST_BUILD"] === "1";

/** Frames that may appear inside a web page. Everything else of ours is unreachable for a page. */
const frames = ["reader.html", "composer.html"];

const drawings = fileURLToPath(new URL("node_modules/@twemoji/svg/", import.meta.url));

export default defineConfig({
	hooks: {
		"build:publicAssets": (_wxt, files) => {
			for (const [, codePoint] of comparisonPictures) {
				files.push({ absoluteSrc: `${drawings}${codePoint}.svg`, relativeDest: pictureFile(codePoint) });
			}
		},
	},
	modules: ["@wxt-dev/webextension-polyfill"],
	imports: false,
	outDir: testBuild ? ".output/test" : ".output",
	vite: () => ({ plugins: [preact()], build: { target: "es2022", sourcemap: false } }),
	zip: {
		// Dot files are left out unless named; without this one an install would try to download a browser.
		includeSources: [".puppeteerrc.cjs"],
		sourcesTemplate: "sotto-{{version}}-sources.zip",
		excludeSources: ["screenshots/**", "coverage/**", "reports/**", ".cache/**", "bench-results.json"],
	},
	manifest: ({ browser }) => ({
		name: "__MSG_extName__",
		short_name: "Sotto",
		description: "__MSG_extDescription__",
		default_locale: "en",
		permissions: ["storage", "scripting", "idle", "alarms", "activeTab", "contextMenus"],
		// The user can change them. No letter of a menu of Firefox: with Alt, Shift or not, it opens that (pressed: Alt+Shift+E is Edit).
		commands: {
			"use-box": { suggested_key: { default: "Alt+Shift+U" }, description: "__MSG_useThisBox__" },
			encrypt: { suggested_key: { default: "Alt+Shift+K" }, description: "__MSG_encryptFieldOrSelection__" },
		},
		optional_host_permissions: ["*://*/*"],
		...(testBuild ? { host_permissions: ["http://localhost/*", "http://127.0.0.1/*"] } : {}),
		content_security_policy: {
			extension_pages:
				"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self'; " +
				"connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors http: https:",
		},
		web_accessible_resources: [
			{ resources: frames, matches: ["<all_urls>"], ...(browser === "chrome" ? { use_dynamic_url: true } : {}) },
		],
		...(browser === "chrome" ? { minimum_chrome_version: "133" } : {}),
		...(browser === "firefox"
			? {
					// Chromium has no such thing for extensions: there links are pasted.
					protocol_handlers: [{ protocol: "web+sotto", name: "Sotto", uriTemplate: "/codes.html#%s" }],
					browser_specific_settings: {
						gecko: {
							id: "sotto@sotto.invalid",
							strict_min_version: "142.0",
							data_collection_permissions: { required: ["none"] },
						},
					},
				}
			: {}),
	}),
});
