import type { PersonalMark } from "../../messaging/channels.ts";
import { random } from "../../platform/random.ts";
import { personalPictures } from "../components/personal-pictures.tsx";
import { t } from "../strings.ts";

/** A suggestion that a page cannot guess: both picture and word at random. The little bias of the remainder does not matter. */
export function randomMark(): PersonalMark {
	const words = t("markWords").split(" ");
	const bytes = random(3);
	const [first = 0, second = 0, third = 0] = bytes;
	return { picture: first % personalPictures.length, word: words[(second * 256 + third) % words.length] ?? "" };
}
