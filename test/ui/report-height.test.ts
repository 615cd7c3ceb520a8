// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { readerStep, reportHeight } from "../../src/ui/frame-port.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

const frame = `style="padding-top: 0px; padding-bottom: 0px; border-top-width: 1px; border-bottom-width: 1px"`;

/** Boxes as a browser lays them out: what closed details hold has a box too, and takes no place. */
function box(element: Element, height: () => number): void {
	element.getBoundingClientRect = () => new DOMRect(0, 10, 100, height());
}

beforeEach(() => {
	vi.stubGlobal(
		"ResizeObserver",
		class {
			observe() {}
		},
	);
});

it("follows details that open and close, in steps", async () => {
	document.body.innerHTML = `<div id="root"><article class="reader-card" ${frame}><details><summary></summary><p></p></details></article></div>`;
	const [root, details, inside] = ["#root", "details", "p"].map((one) => document.querySelector(one));
	if (root == null || details == null || inside == null) throw new Error("no page");
	box(inside, () => 150);
	box(details, () => (details.hasAttribute("open") ? 190 : 40));
	const told: number[] = [];
	const { tellAgain } = reportHeight(root, readerStep, (message) => {
		if (message.kind === "height") told.push(message.px);
	});
	tellAgain();
	details.setAttribute("open", "");
	await settle();
	details.removeAttribute("open");
	await settle();
	expect(told.map((px) => px % readerStep)).toEqual([0, 0, 0]);
	expect(told[1]).toBeGreaterThanOrEqual(190);
	expect([told[0], told[2]]).toEqual([48, 48]);
});

it("needs one step for a card that holds nothing", async () => {
	document.body.innerHTML = `<div id="root"><article class="reader-card" ${frame}></article></div>`;
	const root = document.querySelector("#root");
	if (root === null) throw new Error("no page");
	const post = vi.fn();
	reportHeight(root, readerStep, post).tellAgain();
	expect(post).toHaveBeenCalledExactlyOnceWith({ kind: "height", px: readerStep });
});
