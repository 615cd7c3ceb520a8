/**
 * How many guesses a passphrase would stand. Guesses of an attacker who knows leaked passwords, keyboards and word lists
 * (zxcvbn), not a count of character classes. The estimate decides the floor; nothing else protects a stolen profile.
 */
import { type MatchExtended, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

/**
 * log2 of guesses. At profile 1 a guess costs about 0.2 s of a core and 64 MiB, so 2^45 of them are some 200,000 core years.
 * Lower lets in passphrases that rented hardware finds. Higher refuses 14 random letters and digits, which zxcvbn counts at
 * 3.3 bits each; words it counts rather high: three random ones of its list pass with 39 real bits.
 */
const floorBits = 45;
/** Bits for score 1, 2, 3 and 4: from 2 on the passphrase is taken. */
const scoreBits = [28, floorBits, 55, 65] as const;
/** Only the first characters are looked at, so that typing stays smooth: what is found weak stays weak in a longer one. */
const maxLength = 128;

export type StrengthReason = "empty" | "common" | "personal" | "repeated" | "sequence" | "keyboard" | "date" | "short";

export interface Strength {
	readonly score: 0 | 1 | 2 | 3 | 4;
	/** log2 of the estimated number of guesses. */
	readonly bitsEstimate: number;
	/** Below the floor: the passphrase is refused. */
	readonly tooWeak: boolean;
	/** What helps the guesser most; null when it is strong enough. */
	readonly reason: StrengthReason | null;
}

let estimator: ZxcvbnFactory | undefined;

/** `personal`: words a guesser knows, such as the name typed above. Pure, apart from the tables it makes once. */
export function estimateStrength(passphrase: string, personal: readonly string[] = []): Strength {
	estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength });
	const known = [...personal.flatMap((words) => [words, ...words.split(/\s+/u)]), "sotto"].filter(Boolean);
	const { guessesLog10, sequence } = estimator.check(passphrase.normalize("NFKC"), known);
	const bitsEstimate = passphrase === "" ? 0 : guessesLog10 * Math.log2(10);
	const score = scoreBits.filter((bits) => bitsEstimate >= bits).length as Strength["score"];
	const tooWeak = bitsEstimate < floorBits;
	return { score, bitsEstimate, tooWeak, reason: tooWeak ? weakest(sequence) : null };
}

/** The pattern that covers most of it. */
function weakest(sequence: readonly MatchExtended[]): StrengthReason {
	const [longest] = [...sequence].sort((a, b) => b.token.length - a.token.length);
	switch (longest?.pattern) {
		case undefined:
			return "empty";
		case "dictionary":
			return longest["dictionaryName"] === "userInputs" ? "personal" : "common";
		case "repeat":
			return "repeated";
		case "sequence":
			return "sequence";
		case "spatial":
			return "keyboard";
		case "date":
		case "regex":
			return "date";
		default:
			return "short";
	}
}
