/** A line that makes a text to copy when it is pressed, and shows it in its place, or says why not. */
import { useState } from "preact/hooks";
import { CopyParts } from "../components/copy-parts.tsx";
import { Notice } from "../components/notice.tsx";
import { t } from "../strings.ts";
import { errorText } from "../words.ts";
import type { ArmorResult } from "./reader-actions.ts";
import { PressLine } from "./reader-lines.tsx";

export function ArmorOnRequest(props: {
	readonly text: string;
	readonly action: string;
	/** Said beside what was made, in place of `text`. */
	readonly after?: string;
	readonly make: () => Promise<ArmorResult>;
}) {
	const [made, setMade] = useState<ArmorResult | "working" | null>(null);
	const make = async () => {
		setMade("working");
		setMade(await props.make());
	};
	if (made === "working") {
		return (
			<p class="small quiet" role="status">
				{t("working")}
			</p>
		);
	}
	if (made?.ok) {
		return (
			<div class="stack reader-copy">
				<p class="small quiet">{props.after ?? props.text}</p>
				<CopyParts parts={made.value.armor} />
			</div>
		);
	}
	return (
		<div class="stack reader-copy" data-still="">
			{made !== null && <Notice tone="problem">{errorText(made.code)}</Notice>}
			<PressLine text={props.text} action={props.action} onPress={() => void make()} />
		</div>
	);
}
