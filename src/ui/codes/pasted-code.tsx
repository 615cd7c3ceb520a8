/** A contact code that was pasted into the popup. */
import { useEffect, useState } from "preact/hooks";
import type { ReaderActions } from "../reader/reader-actions.ts";
import { CodeResult } from "./code-result.tsx";
import { createTaking } from "./taking.ts";

export function PastedCode({ text, actions }: { readonly text: string; readonly actions: ReaderActions }) {
	const [taking] = useState(() => createTaking(null));
	useEffect(() => void taking.take({ text }, "carried"), [text]);
	return <CodeResult taking={taking} actions={actions} />;
}
