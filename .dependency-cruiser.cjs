/** Import rules of ARCHITECTURE.md. One row of the table there is one rule here. */
const rule = (name, from, to, comment, extra = {}) => ({
	name,
	severity: "error",
	comment,
	from: { path: from },
	to: { path: to, ...extra },
});
/** Below src/content: what is in writing.js alone. */
const writing = "(composer|insert|passage|writing)/";
const src = (...folders) => `^src/(${folders.join("|")})/`;

module.exports = {
	forbidden: [
		{ name: "no-circular", severity: "error", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
		rule(
			"protocol-is-pure",
			"^src/protocol/",
			"^(src/(?!protocol/)|entrypoints|test|node_modules/(?!@noble/))",
			"bytes in, bytes out: nothing of ours, nothing of a browser",
		),
		rule(
			"protocol-has-one-door",
			"^(src/(?!protocol/)|entrypoints)",
			"^src/protocol/(?!index\\.ts|armor-scan\\.ts)",
			"import src/protocol/index.ts (content scripts: armor-scan.ts)",
		),
		rule(
			"sites-is-data",
			"^src/sites/",
			"^(src/(?!sites/)|entrypoints|test|node_modules)",
			"numbers and notes, one file a site",
		),
		rule(
			"records-know-no-browser",
			src("vault", "contacts", "history", "sessions", "verification"),
			src("platform", "messaging", "background", "content", "ui"),
			"they take ports as arguments",
		),
		rule(
			"background-shows-nothing",
			"^src/background/",
			src("content", "ui"),
			"the background talks to surfaces by messages",
		),
		rule(
			"content-holds-nothing",
			"^src/content/",
			"^(src/(vault|contacts|history|sessions|verification|sites|background|ui)/|src/protocol/(?!armor-scan\\.ts)|node_modules/(@noble|zod|preact|hash-wasm|idb))",
			"no key, no cipher, no plaintext in the page's process",
			{ dependencyTypesNot: ["type-only"] },
		),
		rule(
			"page-file-waits-for-writing",
			`^(entrypoints/page\\.ts|src/content/(?!${writing}))`,
			`^src/content/${writing}`,
			"what only writing needs is in writing.js, which page.js gets from src/content/writing-file.ts",
			{ dependencyTypesNot: ["type-only"] },
		),
		rule(
			"writing-file-starts-nothing",
			`^src/content/${writing}`,
			"^src/content/((guard|clear-send)/|(start|engine|lifetime|note|writing-file)\\.ts|readers/(?!seen-above))",
			"it exists once, in page.js, and is handed over",
			{ dependencyTypesNot: ["type-only"] },
		),
		rule(
			"ui-asks",
			"^src/ui/",
			"^(src/(vault|contacts|history|sessions|verification|background|content|protocol)/|node_modules/@noble)",
			"surfaces ask the background; only src/ui/passphrase-worker-client.ts starts the KDF worker",
			{ dependencyTypesNot: ["type-only"] },
		),
		rule(
			"messaging-knows-no-app",
			"^src/messaging/",
			"^(src/(?!messaging/|platform/runtime)|node_modules/(?!zod))",
			"types and schemas of every channel",
			{ dependencyTypesNot: ["type-only"] },
		),
		rule("platform-knows-no-app", "^src/platform/", "^src/(?!platform/)", "adapters implement ports; types only", {
			dependencyTypesNot: ["type-only"],
		}),
		rule("src-is-not-wired", "^src/", "^(entrypoints|test)/", "entrypoints wire, tests test"),
		rule(
			"qr-has-one-door",
			"^(src/(?!ui/codes/qr-code\\.ts)|entrypoints)",
			"^node_modules/qr",
			"src/ui/codes/qr-code.ts: bytes in, modules out, and back",
		),
		rule(
			"zod-has-one-door",
			"^src/(?!messaging/zod\\.ts)",
			"^node_modules/zod",
			"messaging/zod.ts turns its code generation off first",
		),
		rule(
			"webextension-api-has-one-door",
			"^src/(?!platform/)",
			"^node_modules/(wxt|webextension-polyfill)",
			"only src/platform touches the browser",
		),
	],
	options: {
		doNotFollow: { path: "node_modules" },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		exclude: { path: "(^\\.output|^\\.wxt|\\.json$)" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "require", "node", "default", "types"],
		},
	},
};
