/** Reads a pasted blob, for places where nothing else works. */
import { useState } from "preact/hooks";
import type { ReaderView } from "../../messaging/channels.ts";
import { ReaderCard } from "../reader/reader-card.tsx";
import { t } from "../strings.ts";
import type { Popup } from "./popup-controller.ts";

export function ReadPage({ popup }: { readonly popup: Popup }) {
	const [text, setText] = useState("");
	const [view, setView] = useState<ReaderView | null>(null);
	const show = async (channel: "popup/read-by-hand" | "popup/accept-by-hand") => {
		const read = await popup.act(channel, { text });
		setView(read?.value ?? null);
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
			{view !== null && (
				<ReaderCard
					view={view}
					onReveal={() => void show("popup/read-by-hand")}
					onAccept={() => void show("popup/accept-by-hand")}
					onUnlock={() => popup.go({ name: "home" })}
				/>
			)}
		</form>
	);
}
