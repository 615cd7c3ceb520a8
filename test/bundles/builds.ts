/** Reads what the builds wrote. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserKind, builtExtension } from "../e2e/support/driver.ts";

export type Build = "test" | "shipped";

export interface Manifest {
	readonly permissions: readonly string[];
	readonly host_permissions?: readonly string[];
	readonly optional_host_permissions: readonly string[];
	readonly content_security_policy: { readonly extension_pages: string };
	readonly content_scripts?: unknown;
	readonly web_accessible_resources: readonly {
		readonly resources: readonly string[];
		readonly use_dynamic_url?: boolean;
	}[];
	readonly [key: string]: unknown;
}

export function manifestOf(kind: BrowserKind, build: Build): Manifest {
	return JSON.parse(readFileSync(join(builtExtension(kind, build), "manifest.json"), "utf8")) as Manifest;
}

/** Every file of the build, by its path inside. */
export function filesOf(kind: BrowserKind, build: Build): ReadonlyMap<string, Buffer> {
	const folder = builtExtension(kind, build);
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return new Map(
		entries.map((entry) => {
			const path = join(entry.parentPath, entry.name);
			return [path.slice(folder.length + 1), readFileSync(path)];
		}),
	);
}

/** The script that runs in web pages, and what it gets where somebody writes. */
export const contentScript = "page.js";
export const writingScript = "writing.js";
