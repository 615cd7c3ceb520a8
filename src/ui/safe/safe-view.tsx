/** Read above, write below, in a window that no page can cover, imitate or listen to. */
import { useEffect, useRef } from "preact/hooks";
import { Notice } from "../components/notice.tsx";
import { RestIcon } from "../components/rest-icon.tsx";
import { ComposerView } from "../composer/composer-view.tsx";
import { ReaderCard } from "../reader/reader-card.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { errorText } from "../words.ts";
import type { Safe } from "./safe-controller.ts";

/** CSS px. */
const nearEnd = 40;

export function SafeView({ safe }: { readonly safe: Safe }) {
	const { composer } = safe;
	const state = composer.state.value;
	const messages = safe.messages.value;
	const problem = safe.problem.value;
	const site = state.view?.site ?? "";
	const list = useRef<HTMLElement>(null);
	// News leave in place what somebody has scrolled up to.
	const atEnd = useRef(true);
	const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: { currentTarget: HTMLElement }) => {
		atEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
	};
	useEffect(() => {
		if (atEnd.current) list.current?.scrollTo(0, list.current.scrollHeight);
	}, [messages]);
	return (
		<main class="safe">
			<header class="safe-head">
				<RestIcon size={20} />
				<h1 class="grow">
					{t("safeTitle")}
					{site !== "" && <bdi class="host quiet small block">{site}</bdi>}
				</h1>
				<button type="button" class="plain" onClick={trusted(() => void safe.refresh())}>
					{t("refresh")}
				</button>
			</header>
			{state.view?.needsReload === true && (
				<Notice tone="calm">
					<p>{t("needsReload")}</p>
					<div class="actions">
						<button type="button" onClick={trusted(() => void safe.reloadTab())}>
							{t("reloadTab")}
						</button>
					</div>
				</Notice>
			)}
			{problem !== null && <Notice tone="problem">{errorText(problem)}</Notice>}
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must scroll by keyboard too */}
			<section class="safe-messages grow" aria-label={t("messages")} tabIndex={0} ref={list} onScroll={onScroll}>
				{messages.length === 0 && problem === null && state.view?.vault === "unlocked" && (
					<p class="quiet">{t("safeNoMessages")}</p>
				)}
				<ul class="plain-list stack">
					{messages.map(({ key, view }) => (
						<li key={key}>
							<ReaderCard view={view} actions={safe.actions(key)} />
						</li>
					))}
				</ul>
			</section>
			{state.view !== null && <ComposerView state={state} dispatch={composer.dispatch} unlock={composer.unlock} />}
		</main>
	);
}
