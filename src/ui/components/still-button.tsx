/** A button for what cannot be taken back by closing it: it acts once it has been in sight and still (still.ts). */
import type { ComponentChildren, RefObject } from "preact";
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
	readonly disabled?: boolean;
	readonly class?: string;
	/** Its name, where its words do not tell it from another one. */
	readonly label?: string;
	readonly onPress: () => void;
	/** A real press that came too early. */
	readonly onVain: (why: Vain) => void;
	readonly children: ComponentChildren;
}

/** What stands in the nearest `data-still` element around `control` must be seen whole, or else the control itself. */
export function useStill(control: RefObject<HTMLElement | null>): {
	readonly ready: boolean;
	readonly now: () => Stillness;
	/** As far as the page lets itself be scrolled. */
	readonly bringIntoView: () => void;
} {
	const watch = useRef<StillWatch | null>(null);
	const [ready, setReady] = useState(false);
	useEffect(() => {
		if (control.current === null) return undefined;
		watch.current = watchStill(seenWith(control.current), (now) => setReady(now === "still"));
		return watch.current.stop;
	}, []);
	return {
		ready,
		now: () => watch.current?.now() ?? "waiting",
		bringIntoView: () => control.current && seenWith(control.current).scrollIntoView({ block: "nearest" }),
	};
}

const seenWith = (control: HTMLElement): Element => control.closest("[data-still]") ?? control;

export function StillButton(props: StillButtonProps) {
	const { primary, plain, focused = false, disabled = false, label, onPress, onVain, children } = props;
	const button = useRef<HTMLButtonElement>(null);
	const still = useStill(button);
	useEffect(() => {
		if (focused) focusNow(button.current);
	}, []);
	const press = () => {
		const now = still.now();
		if (now === "still") onPress();
		else onVain(now);
		if (now === "unseen") still.bringIntoView();
	};
	return (
		<button
			type="button"
			class={`${primary ? "primary" : plain ? "plain" : ""} ${props.class ?? ""}`.trim()}
			ref={button}
			disabled={disabled}
			aria-label={label}
			aria-disabled={!still.ready}
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
