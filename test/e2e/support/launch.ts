import { launchChromium } from "./chromium.ts";
import type { BrowserKind, Driver, LaunchChoices } from "./driver.ts";
import { launchFirefox } from "./firefox.ts";

export function launch(kind: BrowserKind, choices?: LaunchChoices): Promise<Driver> {
	return kind === "chromium" ? launchChromium(choices) : launchFirefox(choices);
}
