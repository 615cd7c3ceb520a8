/** This site, the people in its conversation, and the ways to everything else. */
import { requestSite } from "../../platform/permissions.ts";
import { activeTab, reloadTab } from "../../platform/tabs.ts";
import { Chevron } from "../components/chevron.tsx";
import { PersonRow } from "../components/person-row.tsx";
import { peopleOf } from "../persons.ts";
import { counted, type MessageKey, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { Popup, PopupPage, PopupState } from "./popup-controller.ts";

export function HomePage({ popup, state }: { readonly popup: Popup; readonly state: PopupState }) {
	return (
		<>
			<SiteSection popup={popup} site={state.site} />
			{state.site?.on === true && !state.site.needsReload && (
				<section class="section actions">
					<button type="button" class="grow" onClick={trusted(() => void writeInLastBox(popup))}>
						{t("useLastBox")}
					</button>
				</section>
			)}
			{state.site?.on === true && <BoxChoices popup={popup} site={state.site} />}
			{state.site?.learned === true && <LearnedOfSite popup={popup} origin={state.site.origin} />}
			{state.site?.on === true && (
				<section class="section">
					<h2>{t("peopleHere")}</h2>
					{state.people.length === 0 ? (
						<p class="quiet">{t("nobodyHere")}</p>
					) : (
						<ul class="plain-list">
							{state.people.map((contact) => (
								<li key={contact.id}>
									<button
										type="button"
										class="row"
										onClick={trusted(() => popup.go({ name: "contact", id: contact.id }))}
									>
										<PersonRow contact={contact} />
									</button>
								</li>
							))}
						</ul>
					)}
				</section>
			)}
			<nav class="section" aria-label={t("more")}>
				<ul class="plain-list menu">
					<MenuItem
						label="contacts"
						page={{ name: "contacts" }}
						popup={popup}
						count={peopleOf(popup.contacts.value).length}
					/>
					<MenuItem label="myCard" page={{ name: "card" }} popup={popup} />
					<li>
						{/* The browser gives the camera to tabs only. */}
						<a class="button row" href="/codes.html" target="_blank" rel="noopener">
							<span class="grow">{t("codesTitle")}</span>
							<Chevron />
						</a>
					</li>
					<MenuItem label="readByHand" page={{ name: "read" }} popup={popup} />
					<MenuItem label="writeByHand" page={{ name: "write" }} popup={popup} />
					<MenuItem label="diagnosis" page={{ name: "diagnosis" }} popup={popup} />
					<MenuItem label="settings" page={{ name: "settings" }} popup={popup} />
				</ul>
			</nav>
			<section class="section actions">
				<button type="button" class="grow" onClick={trusted(() => void popup.act("popup/open-safe-window", null))}>
					{t("openSafeWindow")}
				</button>
			</section>
		</>
	);
}

function MenuItem(props: {
	readonly label: MessageKey;
	readonly page: PopupPage;
	readonly popup: Popup;
	readonly count?: number;
}) {
	return (
		<li>
			<button type="button" class="row" onClick={trusted(() => props.popup.go(props.page))}>
				<span class="grow">{t(props.label)}</span>
				{props.count !== undefined && <span class="quiet">{props.count}</span>}
				<Chevron />
			</button>
		</li>
	);
}

function SiteSection({ popup, site }: { readonly popup: Popup; readonly site: PopupState["site"] }) {
	if (site === null) {
		return (
			<section class="section">
				<p class="quiet">{t("siteNone")}</p>
			</section>
		);
	}
	const toggle = async () => {
		if (site.on) return void (await popup.act("popup/site-off", { origin: site.origin }));
		// First thing in the click, or the browser does not ask. The prompt may close this popup; the background hears of the grant by itself.
		if (await requestSite(site.origin)) await popup.act("popup/site-on", { origin: site.origin });
	};
	return (
		<section class="section stack">
			<div class="row-still">
				<div class="grow" id="site-label">
					<bdi class="host">{site.host}</bdi>
					<span class="small quiet block">{site.on ? t("siteOn") : t("siteOff")}</span>
				</div>
				<button
					type="button"
					class="toggle"
					role="switch"
					aria-checked={site.on}
					aria-labelledby="site-label"
					onClick={trusted(() => void toggle())}
				/>
			</div>
			{site.on && site.needsReload && (
				<div class="notice notice-calm" role="status">
					<p>{t("needsReload")}</p>
					<div class="actions">
						<button type="button" onClick={trusted(() => void reloadActive())}>
							{t("reloadTab")}
						</button>
					</div>
				</div>
			)}
		</section>
	);
}

/** What the user said of boxes of this site, and the way back. */
function BoxChoices({ popup, site }: { readonly popup: Popup; readonly site: NonNullable<PopupState["site"]> }) {
	const { boxes, origin } = site;
	if (boxes.use + boxes.not === 0) return null;
	const row = (use: boolean, id: string, text: string) => (
		<div class="row-still">
			<span class="grow small" id={id}>
				{text}
			</span>
			<button
				type="button"
				aria-describedby={id}
				onClick={trusted(() => void popup.act("popup/forget-boxes", { origin, use }))}
			>
				{t("boxesForget")}
			</button>
		</div>
	);
	return (
		<section class="section stack">
			{boxes.use > 0 && row(true, "boxes-chosen", counted(boxes.use, "boxChosen", "boxesChosen"))}
			{boxes.not > 0 && row(false, "boxes-ruled-out", counted(boxes.not, "boxRuledOut", "boxesRuledOut"))}
		</section>
	);
}

/** That its messages are cut small or sent slowly, and the way back. */
function LearnedOfSite({ popup, origin }: { readonly popup: Popup; readonly origin: string }) {
	return (
		<section class="section">
			<div class="row-still">
				<span class="grow small" id="learned-of-site">
					{t("learnedOfSite")}
				</span>
				<button
					type="button"
					aria-describedby="learned-of-site"
					onClick={trusted(() => void popup.act("popup/forget-learned", { origin }))}
				>
					{t("boxesForget")}
				</button>
			</div>
		</section>
	);
}

/** The composer takes the focus in the page, which it cannot have under an open popup. */
async function writeInLastBox(popup: Popup): Promise<void> {
	if ((await popup.act("popup/use-box", null)) !== null) window.close();
}

async function reloadActive(): Promise<void> {
	const tab = await activeTab();
	if (tab !== null) await reloadTab(tab.id);
	window.close();
}
