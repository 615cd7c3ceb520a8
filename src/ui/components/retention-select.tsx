/** A choice of how long messages stay readable. `V`: what the list may hold besides or instead of the times. */
import { trusted } from "../trusted.ts";

export interface RetentionChoice<V extends string> {
	readonly value: V;
	readonly words: string;
}

export function RetentionSelect<V extends string>(props: {
	readonly id: string;
	readonly label: string;
	readonly value: V;
	readonly choices: readonly RetentionChoice<V>[];
	readonly describedBy?: string;
	readonly disabled?: boolean;
	/** `option`: beside others in a row. */
	readonly look: "field" | "option";
	readonly onChoose: (value: V) => void;
}) {
	const choose = (event: Event) => {
		const { value } = event.currentTarget as HTMLSelectElement;
		const chosen = props.choices.find((choice) => choice.value === value);
		if (chosen !== undefined) props.onChoose(chosen.value);
	};
	return (
		<label class={props.look} for={props.id}>
			<span>{props.label}</span>
			<select
				id={props.id}
				value={props.value}
				disabled={props.disabled ?? false}
				{...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy })}
				onChange={trusted(choose)}
			>
				{props.choices.map(({ value, words }) => (
					<option key={value} value={value}>
						{words}
					</option>
				))}
			</select>
		</label>
	);
}
