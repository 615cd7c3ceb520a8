/** Reads a pasted blob, for places where nothing else works. */
import { useState } from "preact/hooks";
import type { ReaderView } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { PastedCode } from "../codes/pasted-code.tsx";
import type { ReaderActions } from "../reader/reader-actions.ts";
import { ReaderCard } from "../reader/reader-card.tsx";
import { t } from "../strings.ts";
import type { Popup } from "./popup-controller.ts";

type Show =
	| "popup/read-by-hand"
	| "popup/accept-by-hand"
	| "popup/give-up-older-by-hand"
	| "popup/use-new-start-by-hand";

export function ReadPage({ popup }: { readonly popup: Popup }) {
	const [text, setText] = useState("");
	const [view, setView] = useState<ReaderView | null>(null);
	const show = async (channel: Show) => {
		const read = await popup.act(channel, { text });
		setView(read?.value ?? null);
	};
	const actions: ReaderActions = {
		onReveal: () => void show("popup/read-by-hand"),
		onAccept: () => void show("popup/accept-by-hand"),
		onUnlock: () => popup.go({ name: "home" }),
		onGiveUpOlder: () => void show("popup/give-up-older-by-hand"),
		onUseNewStart: () => void show("popup/use-new-start-by-hand"),
		comparing: null,
		exportProof: () => ask("popup/export-proof-by-hand", { text }),
		newInvitation: (sendId) => ask("popup/my-card", { sendId }),
	};
	return (
		<form
			class="section stack"
			onSubmit={(event) => {
				event.preventDefault();
				if (event.isTrusted && text.trim() !== "") void show("popup/read-by-hand");
			}}
		>
			<label class="field" for="pasted">
				<span>{t("pasteHere")}</span>
				<textarea
					id="pasted"
					class="armor"
					rows={5}
					autofocus
					autocomplete="off"
					spellcheck={false}
					value={text}
					onInput={(event) => {
						setText(event.currentTarget.value);
						setView(null);
					}}
				/>
			</label>
			<div class="actions">
				<button type="submit" class="primary" disabled={text.trim() === ""}>
					{t("read")}
				</button>
			</div>
			{view !== null &&
				(view.kind === "failed" && view.code === "contact-code" ? (
					<PastedCode key={text} text={text} actions={actions} />
				) : (
					<ReaderCard view={view} actions={actions} />
				))}
		</form>
	);
}
