/** Where one message of a page ends, as its elements say. */

/** One message ends here at the latest. */
export const messageEnd = "li, tr, article, [role=listitem], [role=row], [role=article]";

/** Holds many messages: never climbed into. */
export const manyMessages =
	"html, body, main, ul, ol, table, tbody, [role=log], [role=list], [role=feed], [role=grid], [role=rowgroup]";
