import { expect, it } from "vitest";
import { label } from "../../src/protocol/labels.ts";

const texts = Object.values(label).map((bytes) => Buffer.from(bytes).toString("latin1"));

it("labels are ASCII of this version, and none begins another", () => {
	for (const text of texts) expect(text).toMatch(/^Sotto\/1 [a-z ]+$/);
	for (const [i, text] of texts.entries()) {
		for (const [j, other] of texts.entries()) expect(i !== j && other.startsWith(text)).toBe(false);
	}
});
