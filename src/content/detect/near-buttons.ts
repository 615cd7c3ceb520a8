/** Buttons that belong to a box: of its form, else of the nearest container that has any. */
import { allBelow, closest, nameOf, outermostOf, parentOf } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";

export const buttonSelector = "button, [role=button], input[type=submit], input[type=button], input[type=image]";

/** From an editor's inner element up to its tool bar. */
const maxLevels = 7;
/** A container with more is the page and not the composer. */
const maxButtons = 40;

/** Nearest container first; at most two containers that have buttons. */
export function nearButtons(box: Element): HTMLElement[] {
	const found = new Set<HTMLElement>();
	let containers = 0;
	let element: Element | null = parentOf(outermostOf(box));
	const forms = formsAround(element);
	for (let level = 0; element !== null && level < maxLevels && containers < 2; level++) {
		const here = buttonsBelow(element).filter((button) => {
			const form = closest(button, "form");
			return form === null || forms.has(form);
		});
		if (here.length > maxButtons) break;
		if (here.length > found.size) containers++;
		for (const button of here) found.add(button);
		if (nameOf(element) === "form" && found.size > 0) break;
		element = parentOf(element);
	}
	return [...found];
}

/** The button of another form is not this box's: a chat in the margin of a page does not make an editor there a message box. */
function formsAround(start: Element | null): Set<Element> {
	const forms = new Set<Element>();
	for (let element = start; element !== null; element = parentOf(element)) {
		if (nameOf(element) === "form") forms.add(element);
	}
	return forms;
}

/** Open shadow roots one level down as well: buttons are often custom elements. */
function buttonsBelow(container: Element): HTMLElement[] {
	const found = allBelow(container, buttonSelector) as HTMLElement[];
	if (found.length > maxButtons) return found;
	for (const element of allBelow(container, "*")) {
		const { shadowRoot } = element;
		if (shadowRoot instanceof ShadowRoot && !isOwn(element)) {
			found.push(...(allBelow(shadowRoot, buttonSelector) as HTMLElement[]));
		}
		if (found.length > maxButtons) break;
	}
	return found;
}

/** Everything a button says about itself, icons' titles included. */
export function labelOf(button: Element): string {
	const named = ["aria-label", "title", "value", "alt", "data-tooltip", "data-testid", "data-test", "name"];
	const texts = named.map((name) => button.getAttribute(name) ?? "");
	texts.push(button.textContent ?? "", button.querySelector("svg title")?.textContent ?? "");
	texts.push(button.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "");
	return texts.join(" ").replace(/[-_]/g, " ").slice(0, 200).trim();
}

export function isEnabled(button: HTMLElement): boolean {
	if ((button as HTMLButtonElement).disabled || button.getAttribute("aria-disabled") === "true") return false;
	return button.checkVisibility?.({ visibilityProperty: true }) ?? true;
}
