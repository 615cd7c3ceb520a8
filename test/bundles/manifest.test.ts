/** What the browser is asked for, read from what was built. */
import { describe, expect, it } from "vitest";
import { browserKinds } from "../e2e/support/driver.ts";
import { manifestOf } from "./builds.ts";

describe.each(browserKinds)("the manifest for %s", (kind) => {
	const shipped = manifestOf(kind, "shipped");

	it("asks for these permissions and no other", () => {
		expect([...shipped.permissions].sort()).toEqual([
			"activeTab",
			"alarms",
			"contextMenus",
			"idle",
			"scripting",
			"storage",
		]);
		expect(shipped.optional_host_permissions).toEqual(["*://*/*"]);
	});

	it("offers two keys, which open the composer", () => {
		expect(shipped["commands"]).toEqual({
			"use-box": { suggested_key: { default: "Alt+Shift+U" }, description: "__MSG_useThisBox__" },
			encrypt: { suggested_key: { default: "Alt+Shift+K" }, description: "__MSG_encryptFieldOrSelection__" },
		});
	});

	it("opens links of its own where the browser lets an extension have a scheme", () => {
		const ours = { protocol: "web+sotto", name: "Sotto", uriTemplate: "/codes.html#%s" };
		expect(shipped["protocol_handlers"]).toEqual(kind === "firefox" ? [ours] : undefined);
	});

	it("may run on no site until the user turns one on", () => {
		expect(shipped.host_permissions ?? []).toEqual([]);
		expect(shipped.content_scripts).toBeUndefined();
	});

	it("differs in the test build in host_permissions only", () => {
		const { host_permissions: tested, ...rest } = manifestOf(kind, "test");
		const { host_permissions: _none, ...shippedRest } = shipped;
		expect(tested).toEqual(["http://localhost/*", "http://127.0.0.1/*"]);
		expect(rest).toEqual(shippedRest);
	});

	it("lets its pages load nothing from outside and connect to nothing", () => {
		const policy = new Map(
			shipped.content_security_policy.extension_pages
				.split(";")
				.map((directive) => directive.trim().split(/\s+/))
				.map(([name = "", ...values]) => [name, values.join(" ")]),
		);
		expect(policy.get("default-src")).toBe("'none'");
		expect(policy.get("connect-src")).toBe("'none'");
		expect(policy.get("script-src")).toBe("'self' 'wasm-unsafe-eval'");
		expect(policy.get("img-src")).toBe("'self'");
		expect(policy.get("style-src")).toBe("'self'");
		expect(policy.get("form-action")).toBe("'none'");
		expect(policy.get("base-uri")).toBe("'none'");
		expect(policy.get("frame-ancestors")).toBe("http: https:");
	});

	it("lets pages frame the reader and the composer, under a changing address where the browser has that", () => {
		expect(shipped.web_accessible_resources).toHaveLength(1);
		const [frames] = shipped.web_accessible_resources;
		expect(frames?.resources).toEqual(["reader.html", "composer.html"]);
		expect(frames?.use_dynamic_url).toBe(kind === "chromium" ? true : undefined);
	});
});
