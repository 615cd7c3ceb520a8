import { vi } from "vitest";

/** Every shadow root that is attached from here on, closed ones too, until the mocks are restored. */
export function closedRoots(): ShadowRoot[] {
	const roots: ShadowRoot[] = [];
	const attach = Element.prototype.attachShadow;
	vi.spyOn(Element.prototype, "attachShadow").mockImplementation(function (this: Element, init) {
		const root = attach.call(this, init);
		roots.push(root);
		return root;
	});
	return roots;
}
