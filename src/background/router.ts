/**
 * The one gate: sender class -> channel -> schema -> handler -> typed result. Hostile input gets a failed result; nothing
 * is thrown, and no stack or message text leaves. Content scripts hear one code whatever went wrong.
 */
import { type Ask, allowedSenders, type ChannelName, type Reply, type Result } from "../messaging/channels.ts";
import { requestEnvelope, schemas } from "../messaging/schemas.ts";
import type { BrowserSender } from "../platform/runtime.ts";
import { codeOf } from "./fault.ts";
import { type ContentSender, type FrameSender, type PageSender, type ProvedSender, proveSender } from "./sender.ts";

/** The sender a handler can count on, by the channel's prefix. */
export type SenderOf<N extends ChannelName> = N extends `content/${string}`
	? ContentSender
	: N extends `${"popup" | "welcome" | "codes"}/${string}`
		? PageSender
		: FrameSender;

/** Rejects with a Fault (or an error of vault or protocol). `requestId` is the same for a request and its repeat. */
export type Handler<N extends ChannelName> = (
	ask: Ask<N>,
	from: SenderOf<N>,
	requestId: string | undefined,
) => Promise<Reply<N>>;
export type Handlers = { readonly [N in ChannelName]: Handler<N> };

export interface RouterPorts {
	readonly own: { readonly id: string; readonly origin: string };
	/** Runs before every handler: the clock jump of a machine that slept locks here. */
	readonly beforeRequest: () => Promise<void>;
}

export type Route = (message: unknown, sender: BrowserSender) => Promise<Result<unknown>>;

export function createRouter(handlers: Handlers, ports: RouterPorts): Route {
	return async (message, browserSender) => {
		let sender: ProvedSender | null = null;
		try {
			sender = proveSender(browserSender, ports.own);
			if (sender === null || sender.class === "content") {
				const value = sender === null ? refused : await dispatch(message, sender);
				return value.ok ? value : refused;
			}
			return await dispatch(message, sender);
		} catch (error) {
			return sender === null || sender.class === "content" ? refused : { ok: false, code: codeOf(error) };
		}
	};

	async function dispatch(message: unknown, sender: ProvedSender): Promise<Result<unknown>> {
		const envelope = requestEnvelope.safeParse(message);
		if (!envelope.success || !isChannel(envelope.data.channel)) return { ok: false, code: "bad-request" };
		const { channel, id } = envelope.data;
		if (!allowedSenders(channel).includes(sender.class)) return { ok: false, code: "not-allowed" };
		const ask = schemas[channel].safeParse(envelope.data.ask);
		if (!ask.success) return { ok: false, code: "bad-request" };
		await ports.beforeRequest();
		const handler = handlers[channel] as (ask: unknown, from: ProvedSender, id: string | undefined) => Promise<unknown>;
		return { ok: true, value: await handler(ask.data, sender, id) };
	}
}

const refused: Result<never> = { ok: false, code: "refused" };

function isChannel(name: string): name is ChannelName {
	return Object.hasOwn(schemas, name);
}
