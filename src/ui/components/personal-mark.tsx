/** The picture and word that the user chose: a page that imitates a surface of ours cannot know them. */
import type { PersonalMark } from "../../messaging/channels.ts";
import { t } from "../strings.ts";
import { personalPictures } from "./personal-pictures.tsx";

export function PersonalPicture({ picture, size = 16 }: { readonly picture: number; readonly size?: number }) {
	const found = personalPictures[picture];
	if (found === undefined) return null;
	return (
		<svg class="personal-picture" width={size} height={size} viewBox="0 0 24 24" role="img" aria-label={t(found.name)}>
			{found.drawing}
		</svg>
	);
}

export function PersonalMarkView({ mark, size }: { readonly mark: PersonalMark; readonly size?: number }) {
	return (
		<span class="personal-mark" title={t("personalMarkHint")}>
			<PersonalPicture picture={mark.picture} {...(size === undefined ? {} : { size })} />
			<bdi>{mark.word}</bdi>
		</span>
	);
}
