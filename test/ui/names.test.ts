import { describe, expect, it, vi } from "vitest";
import { nameInSentence, shownName, shownTime } from "../../src/ui/strings.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

describe("names that others chose", () => {
	it("lose what would turn or hide text around them", () => {
		expect(shownName("Ann\u202egro.live\u2069")).toBe("Anngro.live");
		expect(shownName("A\u200bn\u00adn\ufeff")).toBe("Ann");
		expect(shownName("Ann\n\t Lee")).toBe("Ann Lee");
	});

	it("are never empty", () => {
		expect(shownName("\u2066\u200b ")).toBe("No name");
	});

	it("keep joined emoji and letters of every script", () => {
		expect(shownName("👩‍🔬 Zoë שרה")).toBe("👩‍🔬 Zoë שרה");
	});

	it("are isolated inside a sentence", () => {
		expect(nameInSentence("שרה\u2069")).toBe("\u2068שרה\u2069");
	});
});

describe("times", () => {
	const now = new Date(2026, 10, 21, 15, 0).getTime();
	it("show the day only when it is another one", () => {
		expect(shownTime(new Date(2026, 10, 21, 9, 5).getTime(), now)).toBe("09:05");
		expect(shownTime(new Date(2026, 10, 20, 9, 5).getTime(), now)).toBe("20 Nov, 09:05");
		expect(shownTime(new Date(2025, 10, 20, 9, 5).getTime(), now)).toContain("2025");
	});
});
