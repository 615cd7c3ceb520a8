/** How our pages and frames ask the background. Replies are typed by channel; a failure is a code, never an exception. */
import { isFromBackground, onMessage, requestId, send } from "../platform/runtime.ts";
import type { Ask, ChannelName, Reply, Request, Result, ToPages } from "./channels.ts";
import { askTwice, sleep } from "./patience.ts";

/** For a killed worker to start again: measured at most 190 ms, in Firefox under load, and longer where the machine has much to do. */
const retryAfterMs = [250, 750, 2000] as const;

/** They only show what is: asked again without harm while the first time is still under way. */
const looks: ReadonlySet<ChannelName> = new Set([
	"reader/open",
	"reader/refresh",
	"composer/open",
	"composer/refresh",
	"safe/messages",
	"popup/state",
	"popup/contacts",
	"popup/contact",
] satisfies ChannelName[]);

/**
 * Asks again if the worker died under the request. The repeat carries the same request id, and what must not happen
 * twice is named by it or by the `sendId` in the ask.
 */
export async function ask<N extends ChannelName>(channel: N, ask: Ask<N>): Promise<Result<Reply<N>>> {
	const request: Request<N> = { channel, ask, id: requestId() };
	const again = () => deliver(request);
	let result = looks.has(channel) ? await askTwice(again) : await again();
	for (const ms of retryAfterMs) {
		if (result !== undefined) return result;
		await sleep(ms);
		result = await again();
	}
	return result ?? { ok: false, code: "internal" };
}

async function deliver<N extends ChannelName>(request: Request<N>): Promise<Result<Reply<N>> | undefined> {
	try {
		const result = await send(request);
		return isResult(result) ? (result as Result<Reply<N>>) : undefined;
	} catch {
		return undefined;
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
