import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { splitAddresses } from "../../src/ui/components/message-text.tsx";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

describe("addresses in a text", () => {
	it("leave the text whole, whatever it is", () => {
		const piece = fc.oneof(
			fc.string(),
			fc.webUrl(),
			fc.constantFrom("https://", "http://[", "https://a.example).", "\u202e"),
		);
		fc.assert(
			fc.property(fc.array(piece), (parts) => {
				const text = parts.join("");
				expect(
					splitAddresses(text)
						.map((one) => one.text)
						.join(""),
				).toBe(text);
			}),
		);
	});

	it("end before the punctuation of the sentence", () => {
		const found = splitAddresses("(https://a.example/b). Then http://c.example!").flatMap(({ url, text }) =>
			url === null ? [] : [text],
		);
		expect(found).toEqual(["https://a.example/b", "http://c.example"]);
	});

	it("show a user part for what it is: not the host", () => {
		const [, address] = splitAddresses("x https://bank.example@evil.example/ y");
		expect(address?.url?.host).toBe("evil.example");
	});

	it("are found in linear time", () => {
		const hostile = "https://".repeat(20_000) + ")".repeat(200_000);
		const started = performance.now();
		splitAddresses(hostile);
		expect(performance.now() - started).toBeLessThan(1_000);
	});
});
