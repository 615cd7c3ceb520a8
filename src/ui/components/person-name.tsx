import { shownName } from "../strings.ts";

/** A name in its own direction: it can turn nothing around it. */
export function PersonName({ name }: { readonly name: string }) {
	return (
		<bdi class="person-name" dir="auto">
			{shownName(name)}
		</bdi>
	);
}
