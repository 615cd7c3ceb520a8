// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { judgeBoxes } from "../../src/content/detect/find-composer.ts";
import { offerScore, scoreReasons } from "../../src/content/detect/score.ts";
import { readSignals } from "../../src/content/detect/signals.ts";
import { messageBoxes, otherFields } from "./fields.ts";

/** As the fields say where they stand; what says nothing is in the middle. */
function placed(this: Element): DOMRect {
	const at = (this.getAttribute("data-at") ?? "").split(" ").filter(Boolean).map(Number);
	const [top = 380, height = 40, left = 200, width = 600] = at;
	return new DOMRect(left, this.getAttribute("role") === "log" ? 60 : top, width, height);
}
beforeEach(() => {
	vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(placed);
	vi.stubGlobal("innerHeight", 800);
	window.innerHeight = 800;
});

function lookAt(markup: string) {
	document.body.innerHTML = markup;
	const box = document.querySelector<HTMLElement>("[data-at]")!;
	const judged = judgeBoxes([document], []).find((one) => one.box === box);
	const reasons = scoreReasons(readSignals(box)).map(({ why, points }) => `${why} ${points}`);
	return { score: judged?.score ?? Number.NEGATIVE_INFINITY, reasons: reasons.join(", ") };
}

test.each(messageBoxes)("the lock is offered: $name", ({ markup }) => {
	const { score, reasons } = lookAt(markup);
	expect(score, reasons).toBeGreaterThanOrEqual(offerScore);
});

test.each(otherFields)("no lock: $name", ({ markup }) => {
	const { score, reasons } = lookAt(markup);
	expect(score, reasons).toBeLessThan(offerScore);
});
