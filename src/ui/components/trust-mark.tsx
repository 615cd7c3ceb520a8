/** Trust as word, shape and colour together, never by colour alone. Drawn from the contact's state, never from a message. */
import type { JSX } from "preact";
import type { TrustState } from "../../messaging/channels.ts";
import { t } from "../strings.ts";
import { trustMeaning, trustWords } from "../words.ts";

const circle = <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.6" />;

const shapes: Readonly<Record<TrustState, JSX.Element>> = {
	new: circle,
	known: (
		<>
			{circle}
			<path d="M6 1.6a4.4 4.4 0 0 1 0 8.8Z" fill="currentColor" />
		</>
	),
	verified: (
		<>
			<circle cx="6" cy="6" r="5.2" fill="currentColor" />
			<path class="cut-out" d="m3.6 6.2 1.7 1.7 3.2-3.5" />
		</>
	),
	changed: (
		<>
			<path d="M6 1.2 11.3 10.6H.7Z" fill="currentColor" />
			<path class="cut-out" d="M6 4.8v2.3M6 8.9v.1" />
		</>
	),
	revoked: (
		<>
			<path d="M3.9 1h4.2L11 3.9v4.2L8.1 11H3.9L1 8.1V3.9Z" fill="currentColor" />
			<path class="cut-out" d="m4.2 4.2 3.6 3.6M7.8 4.2 4.2 7.8" />
		</>
	),
};

export function TrustShape({ trust }: { readonly trust: TrustState }) {
	return (
		<svg class={`trust-shape trust-${trust}`} viewBox="0 0 12 12" aria-hidden="true">
			{shapes[trust]}
		</svg>
	);
}

export function TrustMark({ trust }: { readonly trust: TrustState }) {
	return (
		<span class={`trust-mark trust-${trust}`} title={t(trustMeaning[trust])}>
			<TrustShape trust={trust} />
			{t(trustWords[trust])}
		</span>
	);
}
