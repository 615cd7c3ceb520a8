/** Our sign: a half rest, the musician's mark for silence, inside a speech bubble. public/icon/sotto.svg is the same drawing. */
export function RestIcon({ size = 16 }: { readonly size?: number }) {
	return (
		<svg class="rest-icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
			<path
				d="M3.2 1.9h9.6a2 2 0 0 1 2 2v6.3a2 2 0 0 1-2 2H7.6L4.2 14.9v-2.7h-1a2 2 0 0 1-2-2V3.9a2 2 0 0 1 2-2Z"
				fill="none"
				stroke="currentColor"
				stroke-width="1.4"
				stroke-linejoin="round"
			/>
			<path d="M4.3 8.7h7.4" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" />
			<path d="M6 5.9h4v2.9H6Z" fill="currentColor" />
		</svg>
	);
}
