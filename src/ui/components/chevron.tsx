/** There is a page behind this row. */
export function Chevron() {
	return (
		<svg class="quiet" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
			<path d="m4.5 2.5 3.5 3.5-3.5 3.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />
		</svg>
	);
}
