import { afterEach, describe, expect, it } from "vitest";
import de from "../../public/_locales/de/messages.json";
import en from "../../public/_locales/en/messages.json";
import { provideApi } from "../../src/platform/browser.ts";
import { uiLanguage } from "../../src/platform/i18n.ts";

afterEach(() => provideApi(null));

describe("the language of what stands among the texts", () => {
	it.each([
		["de", "de", "de"],
		["de-AT", "de", "de-AT"],
		["en-GB", "en", "en-GB"],
		["fr", "en", "en"],
		["en-US", "de", "de"],
	] as const)("of an interface in %s with texts in %s is %s", (interfaceIn, textsIn, tag) => {
		const texts: Readonly<Record<string, { message: string }>> = textsIn === "de" ? de : en;
		provideApi({
			i18n: { getUILanguage: () => interfaceIn, getMessage: (key: string) => texts[key]?.message ?? "" },
		} as unknown as Parameters<typeof provideApi>[0]);
		expect(uiLanguage()).toBe(tag);
	});
});
