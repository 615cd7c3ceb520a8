import type { DeliverPorts } from "../../../src/content/insert/deliver.ts";
import type { Place } from "../../../src/messaging/channels.ts";

/** A page that takes no focus, has no limit and shows nothing that was sent. */
export function portsOf(find: DeliverPorts["find"], place: Place): DeliverPorts {
	return {
		find,
		place: () => place,
		limit: null,
		allow: (run) => run(),
		seenAt: () => 0,
		begun: () => null,
		borrowFocus: async () => undefined,
		giveFocusBack: () => undefined,
	};
}
