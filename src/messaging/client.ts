/** How our pages and frames ask the background. Replies are typed by channel; a failure is a code, never an exception. */
import { isFromBackground, onMessage, requestId, send } from "../platform/runtime.ts";
import type { Ask, ChannelName, Reply, Request, Result, ToPages } from "./channels.ts";

/** Long enough for a killed worker to start again (measured: at most 190 ms, in Firefox under load). */
const retryAfterMs = 250;

/**
 * Asks once more if the worker died under the request. The repeat carries the same request id, and what must not happen
 * twice is named by it or by the `sendId` in the ask.
 */
export async function ask<N extends ChannelName>(channel: N, ask: Ask<N>): Promise<Result<Reply<N>>> {
	const request: Request<N> = { channel, ask, id: requestId() };
	const first = await deliver(request);
	if (first !== null) return first;
	await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
	return (await deliver(request)) ?? { ok: false, code: "internal" };
}

async function deliver<N extends ChannelName>(request: Request<N>): Promise<Result<Reply<N>> | null> {
	try {
		const result = await send(request);
		return isResult(result) ? (result as Result<Reply<N>>) : null;
	} catch {
		return null;
	}
}

function isResult(value: unknown): boolean {
	return typeof value === "object" && value !== null && "ok" in value && typeof value.ok === "boolean";
}

/** News from the background. Returns the function that stops listening. */
export function onToPages(handler: (news: ToPages) => void): () => void {
	return onMessage((message, sender) => {
		if (isFromBackground(sender) && isToPages(message)) handler(message);
		return undefined;
	});
}

function isToPages(message: unknown): message is ToPages {
	return typeof message === "object" && message !== null && "to" in message && message.to === "pages";
}
