/** The popup: header, then the page that is on. */
import { Notice } from "../components/notice.tsx";
import { PersonalMarkView } from "../components/personal-mark.tsx";
import { RestIcon } from "../components/rest-icon.tsx";
import { type MessageKey, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { errorText } from "../words.ts";
import { AccountPage } from "./account-page.tsx";
import { CardPage } from "./card-page.tsx";
import { ComparePage } from "./compare-page.tsx";
import { ContactPage } from "./contact-page.tsx";
import { ContactsPage } from "./contacts-page.tsx";
import { DiagnosisPage } from "./diagnosis-page.tsx";
import { HomePage } from "./home-page.tsx";
import { MergePage } from "./merge-page.tsx";
import { NumberPage } from "./number-page.tsx";
import type { Popup, PopupPage } from "./popup-controller.ts";
import { ReadPage } from "./read-page.tsx";
import { SettingsPage } from "./settings-page.tsx";
import { UnlockPage } from "./unlock-page.tsx";
import { WritePage } from "./write-page.tsx";

const titles: Readonly<Record<PopupPage["name"], MessageKey>> = {
	home: "appName",
	contacts: "contacts",
	contact: "contact",
	merge: "mergeTitle",
	compare: "compareCode",
	number: "safetyNumber",
	card: "myCard",
	read: "readByHand",
	write: "writeByHand",
	diagnosis: "diagnosis",
	settings: "settings",
	account: "ownAccount",
};

export function PopupView({ popup }: { readonly popup: Popup }) {
	const state = popup.state.value;
	const page = popup.page.value;
	const problem = popup.problem.value;
	return (
		<main class="popup">
			<header class="popup-head">
				{page.name === "home" ? (
					<span class="brand">
						<RestIcon size={20} />
					</span>
				) : (
					<button type="button" class="plain" onClick={trusted(() => popup.go(parentOf(page)))}>
						{t("back")}
					</button>
				)}
				<h1 class="grow">{t(titles[page.name])}</h1>
				{state?.vault === "unlocked" && page.name === "home" && (
					<>
						{state.mark !== null && <PersonalMarkView mark={state.mark} />}
						<button type="button" onClick={trusted(() => void popup.act("popup/lock", null))}>
							{t("lock")}
						</button>
					</>
				)}
			</header>
			{problem !== null && (
				<div class="section">
					<Notice tone="problem">{errorText(problem)}</Notice>
				</div>
			)}
			{state === null ? <div class="section" aria-busy="true" /> : <Page popup={popup} page={page} />}
		</main>
	);
}

function Page({ popup, page }: { readonly popup: Popup; readonly page: PopupPage }) {
	const state = popup.state.value;
	if (state === null) return null;
	if (state.vault === "none") return <NotSetUp />;
	if (state.vault === "locked") return <UnlockPage popup={popup} />;
	switch (page.name) {
		case "home":
			return <HomePage popup={popup} state={state} />;
		case "contacts":
			return <ContactsPage popup={popup} />;
		case "contact":
			return <ContactPage popup={popup} id={page.id} />;
		case "merge":
			return <MergePage key={page.id} popup={popup} id={page.id} />;
		case "compare":
			return <ComparePage popup={popup} id={page.id} />;
		case "number":
			return <NumberPage popup={popup} id={page.id} />;
		case "card":
			return <CardPage popup={popup} />;
		case "read":
			return <ReadPage popup={popup} />;
		case "write":
			return <WritePage popup={popup} />;
		case "diagnosis":
			return <DiagnosisPage />;
		case "settings":
			return <SettingsPage popup={popup} state={state} />;
		case "account":
			return <AccountPage popup={popup} state={state} />;
	}
}

function NotSetUp() {
	return (
		<section class="section stack">
			<p>{t("popupNoVault")}</p>
			<div class="actions">
				<a class="button primary" href="/welcome.html" target="_blank" rel="noopener">
					{t("setUp")}
				</a>
			</div>
		</section>
	);
}

function parentOf(page: PopupPage): PopupPage {
	switch (page.name) {
		case "account":
			return { name: "settings" };
		case "contact":
			return { name: "contacts" };
		case "merge":
		case "compare":
		case "number":
			return { name: "contact", id: page.id };
		default:
			return { name: "home" };
	}
}
