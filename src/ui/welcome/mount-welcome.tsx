import { render } from "preact";
import { namePage } from "../page-language.ts";
import { WelcomeView } from "./welcome-view.tsx";

export function mountWelcome(root: HTMLElement): void {
	namePage("welcomeTitle");
	render(<WelcomeView />, root);
}
