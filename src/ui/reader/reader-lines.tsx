/** The lines of a card that are pressed: a text, and beside it the one thing to do about it. */
import type { ComponentProps } from "preact";
import { useState } from "preact/hooks";
import { RestIcon } from "../components/rest-icon.tsx";
import { HintedText, StillButton, type Vain } from "../components/still-button.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";

export function Line(props: { readonly text: string; readonly action: string; readonly onAction: () => void }) {
	return (
		<div class="reader-line">
			<RestIcon />
			<span class="grow">{props.text}</span>
			<button type="button" class="plain" onClick={trusted(props.onAction)}>
				{props.action}
			</button>
		</div>
	);
}

/** A line with a button that changes something. */
export function PressLine(props: {
	readonly icon?: boolean;
	readonly text: string;
	readonly action: string;
	readonly onPress: () => void;
}) {
	const [vain, onVain] = useState<Vain>(null);
	return (
		<div class={props.icon ? "reader-line" : "reader-line reader-answer"} {...(props.icon ? { "data-still": "" } : {})}>
			{props.icon && <RestIcon />}
			<HintedText vain={vain}>{props.text}</HintedText>
			<StillButton {...(props.icon ? { plain: true } : { primary: true })} onPress={props.onPress} onVain={onVain}>
				{props.action}
			</StillButton>
		</div>
	);
}

/**
 * A line that takes somebody in. In a quotation one press more: somebody else may have put it there, for other people than it was meant
 * for. Not refused: what a page calls a quotation may be the only place where it stands.
 */
export function AcceptLine({ quoted, ...line }: ComponentProps<typeof PressLine> & { readonly quoted: boolean }) {
	const [here, setHere] = useState(false);
	if (!quoted || here) return <PressLine key="accept" {...line} />;
	return (
		<PressLine key="quoted" text={t("quotedAccept")} action={t("quotedAcceptHere")} onPress={() => setHere(true)} />
	);
}
