// @vitest-environment happy-dom
/** Two files of ours in one frame, as two copies of the same modules: what one notes, the other knows. */
import { expect, test, vi } from "vitest";

async function fileOfOurs() {
	vi.resetModules();
	const [state, elements, ours, typing, written, encrypted] = await Promise.all([
		import("../../src/content/frame-state.ts"),
		import("../../src/content/frames/own-elements.ts"),
		import("../../src/content/box/ours.ts"),
		import("../../src/content/box/by-hand.ts"),
		import("../../src/content/scan/written.ts"),
		import("../../src/content/scan/encrypted-here.ts"),
	]);
	return { ...state, ...elements, ...ours, ...typing, ...written, ...encrypted };
}

test("what the second file notes is known in the first, and the other way round", async () => {
	const page = await fileOfOurs();
	const early = document.createElement("div");
	page.markOwn(early);
	const writing = await fileOfOurs();
	writing.takeOver(page.frameState());
	expect(writing.isOwn(early)).toBe(true);

	const host = document.createElement("div");
	writing.markOwn(host);
	const box = document.createElement("textarea");
	box.value = "armor";
	writing.notePut(box, "armor");
	writing.noteEncrypted(box);
	expect([page.isOwn(host), page.holdsOurs(box), page.encryptedHere(box)]).toEqual([true, true, true]);
	page.frameState().keyTakers.add(box);
	expect(writing.keepsOwnText(box)).toBe(true);
	page.frameState().writtenFields.add(box);
	expect(writing.isWritten(box)).toBe(true);
});

test("a file that has begun a state of its own does not leave it behind unseen", async () => {
	const page = await fileOfOurs();
	const writing = await fileOfOurs();
	writing.markOwn(document.createElement("div"));
	expect(() => writing.takeOver(page.frameState())).toThrow("two states");
	writing.takeOver(writing.frameState());
});
