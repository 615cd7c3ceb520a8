/**
 * Whether two addresses of one site can be of the same conversation. Sites put a chat's id into the path, the hash or the query, link
 * to single messages below it, and add parameters that say nothing (docs/conversations.md). In doubt they are of two.
 */

/** `same`: nothing that counts tells them apart. `within`: one says more than the other, and nothing else. */
export type Kinship = "same" | "within" | "other";

export interface Kin {
	readonly kinship: Kinship;
	/** Something that both have looks like the name of one chat: an id, a person's address. */
	readonly named: boolean;
}

interface Address {
	readonly origin: string;
	/** Of the path, and of a hash that is a route. */
	readonly steps: readonly string[];
	/** Parameters, and the hash under "#". */
	readonly values: ReadonlyMap<string, string>;
}

/** Where somebody came from, how the page looks, which message to show. */
const sayNothing =
	/^(?:utm_\w+|\w*clid|ref|source|lang|hl|theme|msg|message|messageid|event|highlight|at|before|after)$/i;
const messageAnchor = /^(?:m|msg|message|p|post|reply|comment|event)[-_:]?\d+$/i;

export function kinOf(one: string, other: string): Kin {
	const [a, b] = [addressOf(one), addressOf(other)];
	if (a === null || b === null || a.origin !== b.origin) return { kinship: "other", named: false };
	const [short, long] = a.steps.length <= b.steps.length ? [a, b] : [b, a];
	const common = [...a.values].filter(([where]) => b.values.has(where));
	const differ =
		short.steps.some((step, at) => step !== long.steps[at]) ||
		common.some(([where, value]) => b.values.get(where) !== value);
	if (differ) return { kinship: "other", named: false };
	const same = a.steps.length === b.steps.length && a.values.size === b.values.size && common.length === a.values.size;
	const named = short.steps.some(isName) || common.some(([, value]) => isName(value));
	return { kinship: same ? "same" : "within", named };
}

function addressOf(url: string): Address | null {
	if (!URL.canParse(url)) return null;
	const { origin, pathname, searchParams, hash } = new URL(url);
	if (origin === "null") return null;
	const anchor = hash.slice(1);
	const [route = "", query = ""] = anchor.includes("/") ? anchor.replace(/^!/, "").split("?", 2) : [];
	const values = new Map(
		[...searchParams, ...new URLSearchParams(query)].filter(([name, value]) => value !== "" && !sayNothing.test(name)),
	);
	if (route === "" && anchor !== "" && !messageAnchor.test(anchor)) values.set("#", anchor);
	return { origin, steps: [...stepsOf(pathname), ...stepsOf(route)], values };
}

const stepsOf = (path: string): readonly string[] => path.split("/").filter((step) => step !== "");

/** Words of a site's own ("inbox", "t", "room") are no names. */
function isName(part: string): boolean {
	return (part.length >= 4 && /\d/.test(part)) || part.length >= 20 || part.includes("@");
}
