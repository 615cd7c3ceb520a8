import { render } from "preact";
import { namePage } from "../page-language.ts";
import { createPopup } from "./popup-controller.ts";
import { PopupView } from "./popup-view.tsx";

export function mountPopup(root: HTMLElement): void {
	namePage("appName");
	const popup = createPopup();
	render(<PopupView popup={popup} />, root);
	void popup.begin();
}
