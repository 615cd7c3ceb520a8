/** 60 digits in 12 groups of five, four to a row, read aloud group by group. */
export function SafetyNumber({ digits, label }: { readonly digits: string; readonly label: string }) {
	const groups = digits.replace(/\D/gu, "").match(/\d{5}/gu) ?? [];
	return (
		<ol class="safety-number" aria-label={label}>
			{groups.map((group, index) => (
				<li key={index}>{group}</li>
			))}
		</ol>
	);
}
