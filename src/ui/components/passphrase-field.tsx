/** A passphrase input. Kept from the browser's password manager on purpose: a synced passphrase is not the user's alone. */
import type { Ref } from "preact";

export interface PassphraseFieldProps {
	readonly id: string;
	readonly label: string;
	readonly value: string;
	readonly shown: boolean;
	readonly autofocus?: boolean;
	readonly disabled?: boolean;
	readonly describedBy?: string;
	readonly field?: Ref<HTMLInputElement>;
	readonly onInput: (value: string) => void;
}

export function PassphraseField(props: PassphraseFieldProps) {
	return (
		<label class="field" for={props.id}>
			<span>{props.label}</span>
			<input
				id={props.id}
				{...(props.field === undefined ? {} : { ref: props.field })}
				{...(props.shown ? ({ type: "text" } as const) : ({ type: "password" } as const))}
				value={props.value}
				autocomplete="off"
				spellcheck={false}
				autocapitalize="off"
				autofocus={props.autofocus ?? false}
				disabled={props.disabled ?? false}
				{...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy })}
				onInput={(event) => props.onInput(event.currentTarget.value)}
			/>
		</label>
	);
}
