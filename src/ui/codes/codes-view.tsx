/** The tab for two people side by side: our code, and theirs. The camera is given to tabs only, to no popup and no frame. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ContactId, Reply } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
import { Notice } from "../components/notice.tsx";
import { PersonalMarkView } from "../components/personal-mark.tsx";
import { RestIcon } from "../components/rest-icon.tsx";
import type { ReaderActions } from "../reader/reader-actions.ts";
import { nameInSentence, t } from "../strings.ts";
import { type AnyErrorCode, errorText } from "../words.ts";
import { CodeResult, OpenedLink } from "./code-result.tsx";
import { FindCode } from "./find-code.tsx";
import { ShowCode } from "./show-code.tsx";
import { createTaking, type Taking } from "./taking.ts";

type State = Reply<"codes/state">;

export interface Codes {
	readonly state: ReadonlySignal<State | null>;
	readonly problem: ReadonlySignal<AnyErrorCode | null>;
	readonly taking: Taking;
	/** The tab was opened with a link that was not read yet. */
	readonly linked: ReadonlySignal<boolean>;
	readonly readLink: () => Promise<void>;
}

/** `link`: one that the tab was opened with. */
export function createCodes(meant: ContactId | null, link: string | null): Codes {
	const state = signal<State | null>(null);
	const problem = signal<AnyErrorCode | null>(null);
	const taking = createTaking(meant);
	const linked = signal(link !== null);
	let turn = 0;
	const refresh = async () => {
		turn += 1;
		const mine = turn;
		const result = await ask("codes/state", { meant });
		if (mine !== turn) return;
		problem.value = result.ok ? null : result.code;
		if (!result.ok) return;
		state.value = result.value;
		if (result.value.vault !== "unlocked") taking.forget();
	};
	const readLink = async () => {
		if (link === null || !linked.peek()) return;
		linked.value = false;
		await taking.take({ text: link }, "carried");
	};
	onToPages((news) => {
		if (news.kind === "composer-aborted") return;
		// What was shown goes with the lock, before anything is asked.
		if (news.kind === "vault-changed" && news.vault !== "unlocked") {
			taking.forget();
			if (state.peek() !== null) state.value = { vault: news.vault, name: "", account: null, mark: null, meant: null };
		}
		void refresh();
	});
	void refresh();
	return { state, problem, taking, linked, readLink };
}

export function CodesView({ codes }: { readonly codes: Codes }) {
	const state = codes.state.value;
	const problem = codes.problem.value;
	const meant = state?.meant ?? null;
	const result = useRef<HTMLDivElement>(null);
	const [looksAtScreen, onScreen] = useState(false);
	const said = codes.taking.reply.value ?? codes.taking.problem.value;
	// It stands above a picture that fills a small screen.
	useEffect(() => {
		if (said !== null) result.current?.scrollIntoView({ block: "nearest" });
	}, [said]);
	return (
		<main class="codes">
			<header class="codes-head">
				<RestIcon size={24} />
				<h1 class="grow">{meant === null ? t("codesTitle") : t("codesFor", nameInSentence(meant.name))}</h1>
				{state?.mark != null && <PersonalMarkView mark={state.mark} />}
			</header>
			{problem !== null && <Notice tone="problem">{errorText(problem)}</Notice>}
			{state?.vault === "none" && (
				<a class="button primary" href="/welcome.html">
					{t("setUp")}
				</a>
			)}
			{state?.vault === "locked" && <Notice tone="calm">{t("codesLocked")}</Notice>}
			{state?.vault === "unlocked" && (
				<>
					<p class="quiet">{t("codesIntro")}</p>
					<div ref={result}>
						{codes.linked.value && <OpenedLink onRead={codes.readLink} />}
						<CodeResult taking={codes.taking} actions={actions} />
					</div>
					<div class="codes-both">
						<ShowCode meant={meant} hidden={looksAtScreen} />
						<FindCode taking={codes.taking} onScreen={onScreen} />
					</div>
				</>
			)}
		</main>
	);
}

const nothing = { ok: false, code: "not-allowed" } as const;

/** Cards and statements are read here; messages in the chat or the popup. */
const actions: ReaderActions = {
	onReveal: () => undefined,
	onAccept: () => undefined,
	onUnlock: () => undefined,
	onGiveUpOlder: () => undefined,
	onUseNewStart: () => undefined,
	comparing: null,
	exportProof: async () => nothing,
	newInvitation: async () => nothing,
};
