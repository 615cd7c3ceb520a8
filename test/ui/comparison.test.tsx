// @vitest-environment happy-dom

import { readFileSync } from "node:fs";
import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { ComparisonReply, ComparisonShown } from "../../src/messaging/channels.ts";
import type { Comparing, ComparingNews } from "../../src/ui/comparison/comparing.ts";
import { ComparisonPanel } from "../../src/ui/comparison/panel.tsx";
import { comparisonPictures } from "../../src/ui/comparison/pictures.ts";
import { ReaderCard } from "../../src/ui/reader/reader-card.tsx";
import { message } from "./support/i18n.ts";
import { ben, messageView } from "./support/people.ts";
import { button, idleActions, press, show, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

const quiet: ComparingNews = { working: false, refused: null, sent: null, armor: null, error: null };
const endsAt = Date.now() + 600_000;

async function panel(view: ComparisonReply["view"], news: Partial<ComparingNews> = {}) {
	const act = vi.fn();
	const nothing = () => undefined;
	const comparing: Comparing = {
		news: signal({ ...quiet, ...news }),
		act,
		copy: nothing,
		look: nothing,
		forget: nothing,
	};
	const root = await show(<ComparisonPanel view={view} name="Ben" comparing={comparing} inPage={false} />);
	return { root, act };
}

describe("a comparison", () => {
	it("shows seven pictures with their names, who reads first, and both answers side by side", async () => {
		const code = { method: "pictures", pictures: [0, 1, 2, 35, 46, 47, 63] } as const;
		const { root, act } = await panel({ kind: "compare", code, readsFirst: true, endsAt });
		expect(words(root)).toContain("Dog Cat Lion Santa Lock Key Pin Read this aloud to Ben first.");
		await press(button(root, "They differ"), false);
		expect(act).not.toHaveBeenCalled();
		await press(button(root, "They differ"));
		expect(act).toHaveBeenCalledWith("differ");
	});

	it("offers no other attempt after three that failed, and says what is left", async () => {
		const { root } = await panel({ kind: "idle", left: 0, again: Date.now() + 3_600_000 });
		expect(words(root)).toContain("safety number");
		expect(root.querySelector("button")).toBeNull();
	});

	it("says what became of the step", async () => {
		const waiting = { kind: "waiting", endsAt } as const;
		expect(words((await panel(waiting, { sent: { outcome: "inserted" } })).root)).toContain("Press the site's send");
		expect(words((await panel(waiting, { error: "contact-not-writable" })).root)).toContain("has to answer");
	});

	it("is a quiet line in a message that it does not go on from", async () => {
		const shown: ComparisonShown = { contact: ben, says: "answered", over: false, now: null };
		const view = messageView({ text: "", comparison: shown });
		const root = await show(<ReaderCard view={view} actions={idleActions} />);
		expect(words(root)).toMatch(/^Ben has compared the code\./u);
		expect(root.querySelector(".message-text, button")).toBeNull();
	});

	it("has the pictures of the protocol in its order", () => {
		const protocol = readFileSync("docs/protocol.md", "utf8");
		const rows = [...protocol.matchAll(/\| (\d+) ([a-z ]+?)(?= \|)/gu)].map(([, number, name]) => [
			Number(number),
			name,
		]);
		const ours = comparisonPictures.map(([key], number) => [number, message(key).toLowerCase()]);
		expect(ours).toHaveLength(64);
		for (const one of ours) expect(rows).toContainEqual(one);
	});
});
