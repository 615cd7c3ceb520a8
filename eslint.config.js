import noUnsanitized from "eslint-plugin-no-unsanitized";
import tseslint from "typescript-eslint";

/** Typed rules only; format and everything else is biome's. */
export default tseslint.config({
	files: ["src/**/*.{ts,tsx}", "entrypoints/**/*.{ts,tsx}"],
	plugins: { "@typescript-eslint": tseslint.plugin, "no-unsanitized": noUnsanitized },
	languageOptions: {
		parser: tseslint.parser,
		parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
	},
	linterOptions: { reportUnusedDisableDirectives: "error" },
	rules: {
		"@typescript-eslint/no-floating-promises": "error",
		"@typescript-eslint/no-misused-promises": "error",
		"@typescript-eslint/await-thenable": "error",
		"@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
		"@typescript-eslint/only-throw-error": "error",
		"@typescript-eslint/no-unnecessary-type-assertion": "error",
		"no-unsanitized/method": "error",
		"no-unsanitized/property": "error",
		"no-eval": "error",
		"no-new-func": "error",
	},
});
