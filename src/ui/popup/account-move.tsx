/** To a new account: by a move that contacts take, or, once the old one was ended, begun anew. */
import { useState } from "preact/hooks";
import type { RecoveryKit } from "../../messaging/channels.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { PassphraseForm } from "./passphrase-now.tsx";
import { inTab, type Popup } from "./popup-controller.ts";

/** Bytes. A kit has about one thousand. */
const maxFile = 65_536;

export function AccountMove(props: {
	readonly popup: Popup;
	readonly ended: boolean;
	readonly onMade: (kit: RecoveryKit) => void;
}) {
	const { popup, ended, onMade } = props;
	const [open, setOpen] = useState(false);
	const [kit, setKit] = useState("");
	const move = async (passphraseKey: string) => {
		const made = await popup.act("popup/new-account", { passphraseKey, kit: ended ? null : kit });
		if (made !== null) onMade(made.value);
	};
	const title = t(ended ? "ownAnew" : "ownMove");
	return (
		<section class="section stack">
			<h2>{title}</h2>
			<p class="small quiet">{t(ended ? "ownAnewExplained" : "ownMoveExplained")}</p>
			{open ? (
				<PassphraseForm
					id="move-passphrase"
					action={t(ended ? "ownAnew" : "ownMoveNow")}
					ready={ended || kit.trim() !== ""}
					onDone={move}
					onProblem={popup.fail}
					onCancel={() => {
						setOpen(false);
						setKit("");
					}}
				>
					{!ended && <KitField kit={kit} onKit={setKit} />}
				</PassphraseForm>
			) : (
				<div class="actions">
					<button type="button" onClick={trusted(() => setOpen(true))}>
						{title}
					</button>
				</div>
			)}
		</section>
	);
}

/** Firefox closes a popup that opens the choice of a file, so that is offered in a tab alone. */
function KitField({ kit, onKit }: { readonly kit: string; readonly onKit: (text: string) => void }) {
	const read = async (event: Event) => {
		const file = (event.currentTarget as HTMLInputElement).files?.[0];
		if (file !== undefined && file.size <= maxFile) onKit(await file.text());
	};
	return (
		<>
			<label class="field" for="move-kit">
				<span>{t("ownMoveKit")}</span>
				<textarea
					id="move-kit"
					rows={4}
					maxLength={maxFile}
					spellcheck={false}
					autocomplete="off"
					value={kit}
					onInput={(event) => onKit(event.currentTarget.value)}
				/>
			</label>
			{inTab() ? (
				<label class="field" for="move-file">
					<span>{t("ownMoveFile")}</span>
					<input id="move-file" type="file" accept="text/plain,.txt" onChange={trusted((event) => void read(event))} />
				</label>
			) : (
				<p class="small">
					<a href="/popup.html#account" target="_blank" rel="noopener">
						{t("ownInTab")}
					</a>
				</p>
			)}
		</>
	);
}
