/** A message to 100 other devices, met by somebody with 1,000 sessions: every header key is tried, and none fits. */
import { createSessionIndex, ProtocolError } from "../../../src/protocol/index.ts";
import { inTurn } from "../pages/timing.ts";
import { acquaint, createPerson, open, seal, suite } from "./people.ts";

const sessions = 1000;
const slots = 100;

/** @returns milliseconds. */
export async function measureNotForUs(): Promise<number> {
	const [ann, ben, stranger] = [await createPerson(), await createPerson(), await createPerson()];
	const index = createSessionIndex(suite);
	for (let count = 0; count < sessions; count += 1) index.set((await acquaint(ann, ben)).to);
	const others = [];
	for (let count = 0; count < slots; count += 1) others.push((await acquaint(stranger, await createPerson())).from);
	const { envelope } = await seal(stranger, others);
	const refused = () =>
		open(ben, index, envelope).then(
			() => {
				throw new Error("it opened");
			},
			(error: unknown) => {
				if (!(error instanceof ProtocolError && error.code === "not-for-us")) throw error;
			},
		);
	return (await inTurn(15, { ours: refused })).ours;
}
