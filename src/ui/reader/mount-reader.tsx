/** The reader frame: port to the content script and one message. Holds nothing else. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { awaitPort, readerStep, reportHeight } from "../frame-port.ts";
import { namePage } from "../page-language.ts";
import { t } from "../strings.ts";
import { ReaderCard, type ReaderCardProps } from "./reader-card.tsx";
import { createReader } from "./reader-controller.ts";

export function mountReader(root: HTMLElement): void {
	namePage("readerTitle");
	const reader = createReader();
	let ticket = "";
	const port = awaitPort((message) => {
		if (message.kind === "ticket") {
			ticket = message.ticket;
			void reader.show(message.ticket).then(height.tellAgain);
		}
		if (message.kind === "forget") reader.forget();
	});
	// So that the composer knows where its focus goes.
	const onPress = ({ isTrusted, timeStamp }: Event) => {
		if (isTrusted) port.post({ kind: "pressed", at: Date.now() - Math.max(0, performance.now() - timeStamp) });
	};
	window.addEventListener("pointerdown", onPress, { capture: true, passive: true });
	let shown = 0;
	effect(() => {
		const view = reader.view.value;
		shown += 1;
		// A new key for each view: nothing of the last message, an opened address say, stays with the next.
		const page = view === null ? null : <ReaderPage key={shown} view={view} actions={reader.actions} />;
		render(page, root);
	});
	const height = reportHeight(root, readerStep, (message) =>
		port.post(message.kind === "height" ? { ...message, ticket } : message),
	);
}

function ReaderPage(props: ReaderCardProps) {
	return (
		<main class="reader-page">
			<h1 class="out-of-sight">{t("readerTitle")}</h1>
			<ReaderCard {...props} />
		</main>
	);
}
