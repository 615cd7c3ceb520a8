/** How content scripts speak with the background. No schema library here: the background is trusted, the page is not. */
import { extensionAlive, isFromBackground, onMessage, send } from "../platform/runtime.ts";
import type { Ask, ContentChannel, ContentReplies, Reply, ToContent } from "./channels.ts";
import { askTwice } from "./patience.ts";

/** Null is the only failure: refused, or nobody is there to answer (`extensionAlive()` tells an orphan). */
export async function ask<N extends ContentChannel>(channel: N, ask: Ask<N>): Promise<Reply<N> | null> {
	return (await askTwice(() => deliver(channel, ask), extensionAlive)) ?? null;
}

/** Undefined if no background answered, which a worker killed under the request explains. */
async function deliver<N extends ContentChannel>(channel: N, ask: Ask<N>): Promise<Reply<N> | null | undefined> {
	try {
		const result = (await send({ channel, ask })) as { ok?: boolean; value?: Reply<N> } | undefined;
		if (result === undefined || result === null) return undefined;
		return result.ok === true ? (result.value ?? null) : null;
	} catch {
		return undefined;
	}
}

/**
 * Orders from the background. A handler that is not meant (another mount, a frame that is not the top one) returns `undefined`.
 * Returns the function that stops listening.
 */
export function onToContent<K extends ToContent["kind"] = ToContent["kind"]>(
	handler: (order: Extract<ToContent, { kind: K }>) => ContentReplies[K] | Promise<ContentReplies[K]> | undefined,
): () => void {
	return onMessage((message, sender) => {
		if (!isFromBackground(sender) || !isToContent(message)) return undefined;
		const answer = handler(message as Extract<ToContent, { kind: K }>);
		return answer === undefined ? undefined : Promise.resolve(answer);
	});
}

function isToContent(message: unknown): message is ToContent {
	return typeof message === "object" && message !== null && "to" in message && message.to === "content";
}
