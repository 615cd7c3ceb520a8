/** The code as it is read aloud: seven pictures with their names, or three numbers. */
import type { ComparisonReply } from "../../messaging/channels.ts";
import { t } from "../strings.ts";
import { comparisonPictures, pictureFile } from "./pictures.ts";

export type Code = Extract<ComparisonReply["view"], { kind: "compare" }>["code"];

export function ComparisonCode({ code }: { readonly code: Code }) {
	if (code.method === "numbers") {
		return (
			<ol class="comparison-numbers" aria-label={t("compareCode")}>
				{code.numbers.map((number, place) => (
					<li key={place}>{number}</li>
				))}
			</ol>
		);
	}
	return (
		<ol class="comparison-pictures" aria-label={t("compareCode")}>
			{code.pictures.map((picture, place) => (
				<Picture key={place} picture={picture} />
			))}
		</ol>
	);
}

function Picture({ picture }: { readonly picture: number }) {
	const found = comparisonPictures[picture];
	if (found === undefined) return null;
	const [name, codePoint] = found;
	return (
		<li>
			<img src={`/${pictureFile(codePoint)}`} alt="" width={36} height={36} />
			<span>{t(name)}</span>
		</li>
	);
}
