/** First run: a name, a passphrase, a personal mark. Nothing leaves the page but the derived key. */
import { base64urlnopad } from "@scure/base";
import { useEffect, useRef, useState } from "preact/hooks";
import type { RecoveryKit as Kit, PersonalMark } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
import { random } from "../../platform/random.ts";
import { Notice } from "../components/notice.tsx";
import { PassphraseField } from "../components/passphrase-field.tsx";
import { PersonalMarkView } from "../components/personal-mark.tsx";
import { RecoveryKit } from "../components/recovery-kit.tsx";
import { RestIcon } from "../components/rest-icon.tsx";
import { currentProfile, saltLength } from "../passphrase-kdf.ts";
import { estimateStrength } from "../passphrase-strength.ts";
import { derivePassphraseKey } from "../passphrase-worker-client.ts";
import { type MessageKey, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { type AnyErrorCode, errorText } from "../words.ts";
import { MarkChoice } from "./mark-choice.tsx";
import { randomMark } from "./random-mark.ts";
import { StrengthMeter } from "./strength-meter.tsx";

export function WelcomeView() {
	const [made, setMade] = useState<Made | null>(null);
	// A lock may be heard before the answer that brings the kit.
	const locked = useRef(false);
	useEffect(
		() =>
			onToPages((news) => {
				if (news.kind !== "vault-changed" || news.vault === "unlocked") return;
				locked.current = true;
				setMade((now) => now && { ...now, kit: null });
			}),
		[],
	);
	const show = (now: Made) => setMade(locked.current ? { ...now, kit: null } : now);
	return (
		<main class="welcome">
			<header class="welcome-head">
				<RestIcon size={40} />
				<h1>{made === null ? t("welcomeTitle") : t("welcomeDoneTitle")}</h1>
			</header>
			{made === null ? <SetUp onMade={show} /> : <Done made={made} />}
		</main>
	);
}

interface Made {
	readonly mark: PersonalMark;
	readonly name: string;
	/** Null: gone with a lock. */
	readonly kit: Kit | null;
}

function SetUp({ onMade }: { readonly onMade: (made: Made) => void }) {
	const [name, setName] = useState("");
	const [passphrase, setPassphrase] = useState("");
	const [again, setAgain] = useState("");
	const [shown, setShown] = useState(false);
	const [mark, setMark] = useState(randomMark);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const form = useRef<HTMLFormElement>(null);
	const strength = passphrase === "" ? null : estimateStrength(passphrase, [name]);

	const create = async () => {
		const missing = whatIsMissing({
			name,
			tooWeak: strength?.tooWeak ?? true,
			again: shown ? passphrase : again,
			passphrase,
			mark,
		});
		if (missing !== null) {
			setProblem(t(missing.text));
			form.current?.querySelector<HTMLInputElement>(`#${missing.field}`)?.focus();
			return;
		}
		setProblem(null);
		setBusy(true);
		const chosen = { ...mark, word: mark.word.trim() };
		const created = await createVault(name.trim(), passphrase, chosen);
		setBusy(false);
		if ("code" in created) return setProblem(errorText(created.code));
		setPassphrase("");
		setAgain("");
		onMade({ mark: chosen, name: name.trim(), kit: created.kit });
	};

	return (
		<form
			ref={form}
			class="stack wide"
			noValidate
			aria-busy={busy}
			onSubmit={(event) => {
				event.preventDefault();
				if (event.isTrusted && !busy) void create();
			}}
		>
			<p class="lead">{t("welcomeIntro")}</p>
			<label class="field" for="name">
				<span>{t("yourName")}</span>
				<input
					id="name"
					type="text"
					dir="auto"
					maxLength={64}
					autocomplete="off"
					autofocus
					disabled={busy}
					value={name}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				<span class="small quiet">{t("yourNameHint")}</span>
			</label>
			<div class="stack">
				<PassphraseField
					id="new-passphrase"
					label={t("passphrase")}
					value={passphrase}
					shown={shown}
					disabled={busy}
					describedBy="strength"
					onInput={setPassphrase}
				/>
				<StrengthMeter id="strength" strength={strength} />
				{!shown && (
					<PassphraseField
						id="passphrase-again"
						label={t("passphraseAgain")}
						value={again}
						shown={false}
						disabled={busy}
						onInput={setAgain}
					/>
				)}
				<label class="check">
					<input type="checkbox" checked={shown} disabled={busy} onChange={trusted(() => setShown(!shown))} />
					{t("showPassphrase")}
				</label>
				<Notice tone="calm">{t("noRecovery")}</Notice>
			</div>
			<MarkChoice mark={mark} disabled={busy} onChange={setMark} />
			{problem !== null && <Notice tone="problem">{problem}</Notice>}
			<div class="actions">
				<button type="submit" class="primary large" disabled={busy}>
					{busy ? t("creating") : t("create")}
				</button>
				<span class="small quiet" role="status">
					{busy ? t("creatingHint") : ""}
				</span>
			</div>
		</form>
	);
}

/** The kit comes first, since its key is shown only now; whoever leaves it goes on all the same. */
function Done({ made: { mark, name, kit } }: { readonly made: Made }) {
	const [step, setStep] = useState<"kit" | "kept" | "done">("kit");
	const again = kit === null && step === "kit";
	const kept = async () => {
		if ((await ask("welcome/kit-kept", null)).ok) setStep((now) => (now === "kit" ? "kept" : now));
	};
	return (
		<section class="stack wide">
			<p class="mark-large">
				<PersonalMarkView mark={mark} size={48} />
			</p>
			<p>{t("welcomeDoneMark")}</p>
			{again && <Notice tone="calm">{t("kitLocked")}</Notice>}
			{kit !== null && step !== "done" && (
				<div class="stack">
					<h2>{t("kitTitle")}</h2>
					<RecoveryKit kit={kit} name={name} onKept={() => void kept()} />
					<div class="actions">
						<button type="button" onClick={trusted(() => setStep("done"))}>
							{t(step === "kept" ? "done" : "kitLater")}
						</button>
						{step === "kit" && <span class="small quiet">{t("kitLaterHint")}</span>}
					</div>
				</div>
			)}
			<ol class="steps">
				<li>{t("welcomeStep1")}</li>
				<li>{t("welcomeStep2")}</li>
				<li>{t("welcomeStep3")}</li>
			</ol>
			<p class="quiet">{t("welcomeDoneClose")}</p>
		</section>
	);
}

interface Answers {
	readonly name: string;
	readonly passphrase: string;
	readonly again: string;
	readonly tooWeak: boolean;
	readonly mark: PersonalMark;
}

/** The first thing that keeps the vault from being made, and the field it is about. */
export function whatIsMissing(answers: Answers): { readonly text: MessageKey; readonly field: string } | null {
	if (answers.name.trim() === "") return { text: "missingName", field: "name" };
	if (answers.tooWeak) return { text: "missingStrength", field: "new-passphrase" };
	if (answers.again !== answers.passphrase) return { text: "missingSame", field: "passphrase-again" };
	if (answers.mark.word.trim() === "") return { text: "missingWord", field: "mark-word" };
	return null;
}

async function createVault(
	name: string,
	passphrase: string,
	mark: PersonalMark,
): Promise<{ readonly kit: Kit } | { readonly code: AnyErrorCode }> {
	try {
		const salt = random(saltLength);
		const key = await derivePassphraseKey({ passphrase, salt, profile: currentProfile });
		const passphraseKey = base64urlnopad.encode(key);
		key.fill(0);
		const result = await ask("welcome/create", {
			name,
			mark,
			salt: base64urlnopad.encode(salt),
			profile: currentProfile,
			passphraseKey,
		});
		return result.ok ? { kit: result.value } : { code: result.code };
	} catch {
		return { code: "internal" };
	}
}
