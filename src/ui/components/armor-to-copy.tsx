/** Armor that the user carries to a chat, with what it is for. */
import { CopyParts } from "./copy-parts.tsx";

export function ArmorToCopy({ label, armor }: { readonly label: string; readonly armor: readonly string[] }) {
	return (
		<>
			<label class="field">
				<span class="small">{label}</span>
				<textarea class="armor" readOnly rows={4} value={armor.join("\n\n")} />
			</label>
			<CopyParts parts={armor} shown />
		</>
	);
}
