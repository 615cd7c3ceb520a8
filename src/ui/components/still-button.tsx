/** A button for what cannot be taken back by closing it: it acts once it has been in sight and still (still.ts). */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Stillness, type StillWatch, watchStill } from "../still.ts";
import { t } from "../strings.ts";
import { focusNow, trusted } from "../trusted.ts";

/** Why the last press did nothing; null if none was in vain. */
export type Vain = Exclude<Stillness, "still"> | null;

export interface StillButtonProps {
	readonly primary?: boolean;
	/** No border, beside a line of text. */
	readonly plain?: boolean;
	/** Enter is to give this answer. */
	readonly focused?: boolean;
	readonly onPress: () => void;
	/** A real press that came too early. */
	readonly onVain: (why: Vain) => void;
	readonly children: ComponentChildren;
}

/** What stands in the nearest `data-still` element around it must be seen whole, or else the button itself. */
export function StillButton({ primary, plain, focused = false, onPress, onVain, children }: StillButtonProps) {
	const button = useRef<HTMLButtonElement>(null);
	const watch = useRef<StillWatch | null>(null);
	const [ready, setReady] = useState(false);
	useEffect(() => {
		if (button.current === null) return undefined;
		const target = button.current.closest("[data-still]") ?? button.current;
		watch.current = watchStill(target, (now) => setReady(now === "still"));
		if (focused) focusNow(button.current);
		return watch.current.stop;
	}, []);
	const press = () => {
		const now = watch.current?.now() ?? "waiting";
		if (now === "still") onPress();
		else onVain(now);
	};
	return (
		<button
			type="button"
			class={primary ? "primary" : plain ? "plain" : ""}
			ref={button}
			aria-disabled={!ready}
			onClick={trusted(press)}
		>
			{children}
		</button>
	);
}

export function vainWords(why: Vain): string {
	if (why === null) return "";
	return why === "unseen" ? t("pressCovered") : t("pressAgain");
}

/** A text whose place is taken by the hint after a press in vain. The cell keeps the size of both: nothing moves under the pointer. */
export function HintedText({ vain, children }: { readonly vain: Vain; readonly children: ComponentChildren }) {
	return (
		<span class="in-turn grow">
			<span class={vain === null ? "" : "unseen"}>{children}</span>
			<span role="status">{vainWords(vain)}</span>
		</span>
	);
}
