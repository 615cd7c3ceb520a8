/** The composer frame: port to the content script, focus guard, view. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { awaitPort, composerStep, reportHeight } from "../frame-port.ts";
import { namePage } from "../page-language.ts";
import { t } from "../strings.ts";
import { createComposer } from "./composer-controller.ts";
import { isGuarded } from "./composer-state.ts";
import { ComposerView, composerFieldId } from "./composer-view.tsx";
import { guardFocus } from "./focus-guard.ts";

export function mountComposer(root: HTMLElement): void {
	namePage("composerTitle");
	const composer = createComposer("frame", (focusBox) => port.post({ kind: "close", focusBox }));
	const field = () => document.getElementById(composerFieldId);
	const guard = guardFocus(field, {
		armed: () => isGuarded(composer.state.peek()),
		stolen: () => port.post({ kind: "focus-stolen" }),
		takenBack: () => composer.dispatch({ type: "focus-stolen" }),
		wasTheirs: () => composer.dispatch({ type: "focus-was-theirs" }),
		focused: () => port.post({ kind: "focused" }),
	});
	const port = awaitPort((message) => {
		switch (message.kind) {
			case "ticket":
				void composer.open(message.ticket);
				return;
			case "user-left":
				guard.userLeft(message.at);
				return;
			case "user-stayed":
				guard.userStayed();
				return;
			case "keys-swallowed":
				composer.dispatch({ type: "keys-swallowed" });
				return;
			case "focus":
				window.focus();
				field()?.focus();
				return;
			case "forget":
				composer.dispatch({ type: "aborted", why: "closed" });
		}
	});
	let opened = false;
	let spent = false;
	effect(() => {
		const state = composer.state.value;
		if (state.view !== null && !opened) {
			opened = true;
			port.post({ kind: "opened" });
		}
		if (state.takenSpent && !spent) {
			spent = true;
			port.post({ kind: "taken-spent" });
		}
		render(
			<main class="composer-page">
				<h1 class="out-of-sight">{t("composerTitle")}</h1>
				<ComposerView state={state} dispatch={composer.dispatch} unlock={composer.unlock} />
			</main>,
			root,
		);
	});
	reportHeight(root, composerStep, port.post);
}
