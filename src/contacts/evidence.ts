/**
 * What speaks for another account being the same person: two signatures, and what sites show. Sites belong to whoever runs them, so what they
 * show asks a question and answers none; `newer-date` and `same-name` prove nothing, and `still-used` (the account we have has written since)
 * speaks against it.
 */
export type Evidence =
	| "signed-by-old"
	| "signed-by-recovery"
	| "same-site-account"
	| "other-site"
	| "still-used"
	| "newer-date"
	| "same-name";
