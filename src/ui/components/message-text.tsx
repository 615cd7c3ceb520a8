/**
 * A message as text: no markup, line breaks kept, addresses inert. A click on an address first shows the host it really
 * leads to; only the second click opens it, in a new tab that learns neither where it came from nor who opened it.
 */
import { useState } from "preact/hooks";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";

type Piece = { readonly text: string; readonly url: URL | null };

const address = /https?:\/\/[^\s<>"'`\u2018-\u201f\u3000-\u303f]+/giu;
const trailing = /[.,;:!?)\]}]+$/u;

/** Splits `text` so that the pieces joined give it back. Only http and https are addresses. */
export function splitAddresses(text: string): readonly Piece[] {
	const pieces: Piece[] = [];
	let from = 0;
	for (const match of text.matchAll(address)) {
		const found = match[0].replace(trailing, "");
		if (!URL.canParse(found)) continue;
		if (match.index > from) pieces.push({ text: text.slice(from, match.index), url: null });
		pieces.push({ text: found, url: new URL(found) });
		from = match.index + found.length;
	}
	if (from < text.length) pieces.push({ text: text.slice(from), url: null });
	return pieces;
}

export function MessageText({ text }: { readonly text: string }) {
	const [asked, ask] = useState<URL | null>(null);
	return (
		<>
			<p class="message-text" dir="auto">
				{splitAddresses(text).map((piece, index) =>
					piece.url === null ? (
						piece.text
					) : (
						<button type="button" class="address" key={index} onClick={trusted(() => ask(piece.url))}>
							{piece.text}
						</button>
					),
				)}
			</p>
			{asked !== null && (
				<div class="address-question" role="status">
					<span>
						{t("linkLeadsTo")} <bdi class="host">{asked.host}</bdi>
					</span>
					<span class="actions">
						<a class="button" href={asked.href} target="_blank" rel="noreferrer noopener" onClick={() => ask(null)}>
							{t("linkOpen")}
						</a>
						<button type="button" class="plain" onClick={trusted(() => ask(null))}>
							{t("cancel")}
						</button>
					</span>
				</div>
			)}
		</>
	);
}
