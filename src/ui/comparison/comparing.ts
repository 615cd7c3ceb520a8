/** Runs what the user does about a comparison, for the popup and for a message that carries it; keeps what came of the last press. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { AttemptId, ComparisonAct, ComparisonReply, ComparisonWord, Result } from "../../messaging/channels.ts";
import { requestId } from "../../platform/runtime.ts";
import type { AnyErrorCode } from "../words.ts";

export interface ComparingNews {
	readonly working: boolean;
	readonly refused: ComparisonReply["refused"];
	readonly sent: ComparisonReply["sent"];
	/** The step, to be carried by hand. */
	readonly armor: readonly string[] | null;
	readonly error: AnyErrorCode | null;
}

const nothing: ComparingNews = { working: false, refused: null, sent: null, armor: null, error: null };

export interface Comparing {
	readonly news: ReadonlySignal<ComparingNews>;
	/** `attempt`: the one that is on the screen. */
	readonly act: (act: ComparisonAct, attempt: AttemptId | null) => void;
	readonly copy: () => void;
	/** To the window of ours that shows the code. */
	readonly open: () => void;
	/** The time may be over. */
	readonly look: () => void;
	readonly forget: () => void;
}

export interface ComparingPorts {
	readonly compare: (word: ComparisonWord) => Promise<Result<ComparisonReply>>;
	readonly byHand: (sendId: string) => Promise<Result<{ readonly armor: readonly string[] }>>;
	readonly look: () => void;
	/** From a frame in a page. */
	readonly open: () => Promise<Result<null>>;
}

export function createComparing({ compare, byHand, look, open }: ComparingPorts): Comparing {
	const news = signal(nothing);
	// An answer to an earlier press says nothing about this message, or this person.
	let turn = 0;

	const run = async <T>(asked: Promise<Result<T>>, told: (value: T) => Partial<ComparingNews>): Promise<void> => {
		turn += 1;
		const now = turn;
		news.value = { ...nothing, working: true };
		const result = await asked;
		if (now !== turn) return;
		news.value = result.ok ? { ...nothing, ...told(result.value) } : { ...nothing, error: result.code };
	};

	return {
		news,
		look,
		act: (act, attempt) => {
			if (!news.peek().working) void run(compare({ act, attempt }), ({ refused, sent }) => ({ refused, sent }));
		},
		copy: () => {
			if (!news.peek().working) void run(byHand(requestId()), ({ armor }) => ({ armor }));
		},
		open: () => {
			if (!news.peek().working) void run(open(), () => ({}));
		},
		forget: () => {
			turn += 1;
			news.value = nothing;
		},
	};
}
