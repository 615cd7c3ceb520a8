/** Ann invites, Ben accepts and answers, Ann accepts: after that each writes to the other in `room`. */
import { Person, placeAt } from "./person.ts";

export async function twoPeople(): Promise<{ ann: Person; ben: Person }> {
	const [ann, ben] = await Promise.all([new Person("Ann").setUp(), new Person("Ben").setUp()]);
	return { ann, ben };
}

export async function acquainted(room = "room"): Promise<{ ann: Person; ben: Person }> {
	const { ann, ben } = await twoPeople();
	const place = placeAt(room);
	await (await ben.read(await ann.invite(place), place)).accept();
	const answer = await ann.read(await ben.say("Hello Ann", place), place);
	await answer.accept();
	return { ann, ben };
}
