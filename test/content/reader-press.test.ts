// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import type { OwnFrame } from "../../src/content/frames/own-frame.ts";
import { mountReader } from "../../src/content/readers/mount-reader.ts";
import { findStarts, sight } from "../../src/content/scan/find-armor.ts";
import type { FrameToContent } from "../../src/messaging/channels.ts";
import { oneArmor } from "./fake-armor.ts";

beforeEach(() => document.body.replaceChildren());

test("a press in a reader is told with the frame it was in, whatever message that shows", () => {
	document.body.innerHTML = `<p>${oneArmor()}</p>`;
	const onPressed = vi.fn();
	const mounted = mountReader(sight(findStarts(document.body)[0]!)!, {
		ticket: async () => null,
		onRefused: () => undefined,
		onLost: () => undefined,
		onPressed,
	});
	let say: (message: FrameToContent) => void = () => undefined;
	const frame = {
		show: vi.fn(),
		listen: (on: typeof say) => {
			say = on;
		},
	} as unknown as OwnFrame;
	mounted.views[0]!.seat.onFrame(frame);
	say({ kind: "pressed", at: 9 });
	expect(onPressed).toHaveBeenCalledExactlyOnceWith(frame, 9);
});

test("a text whose armor may be another one by now is out of sight until that is known, also if it is drawn meanwhile", async () => {
	document.body.innerHTML = `<p>${oneArmor()}</p>`;
	const mounted = mountReader(sight(findStarts(document.body)[0]!)!, {
		ticket: async () => "ticket",
		onRefused: () => undefined,
		onLost: () => undefined,
		onPressed: () => undefined,
	});
	const [view] = mounted.views;
	let say: (message: FrameToContent) => void = () => undefined;
	let shown = true;
	const frame = {
		show: (on: boolean) => {
			shown = on;
		},
		listen: (on: typeof say) => {
			say = on;
		},
	} as unknown as OwnFrame;
	const ticket = (await view!.seat.ticket())!;
	view!.seat.onFrame(frame);
	view!.veil(true);
	say({ kind: "height", px: 30, ticket });
	expect(shown).toBe(false);
	view!.veil(false);
	expect(shown).toBe(true);
	view!.veil(true);
	expect(shown).toBe(false);
	// It is another seat's by then.
	view!.seat.onReleased();
	view!.veil(false);
	expect(shown).toBe(false);
});
