/**
 * Every bound of the protocol: unit, why this number, what lower or higher would cost. Each is checked before any key is
 * touched, so that a hostile text costs a length comparison and no curve operation.
 */

const day = 24 * 60 * 60 * 1000;

/** Bytes of padded payload. A chat message is at most 10,000 characters; 64 kB leaves room for shared history. */
export const MAX_PAYLOAD = 65_536;

/** Initial plus ratchet slots. 1,000 devices and their dummies; a slot is looked at by every reader. */
export const MAX_SLOTS = 1_100;

/**
 * Initial slots in an envelope, all of which a reader tries: one X25519 each (about 40 us), so 5 ms for a text that is not for
 * us. Lower would leave devices of a larger group without a slot; a slot that no reader would try must not be sent.
 */
export const MAX_INITIAL_SLOTS = 128;

/** Devices in a card. 65 bytes each: 16 add 1,400 characters to an invitation. */
export const MAX_DEVICES = 16;

/** Live prekeys in a card. 1,292 bytes each. */
export const MAX_PREKEYS = 16;

/** UTF-8 bytes of the name a card claims. */
export const MAX_NAME = 128;

/** Bytes of a card: all devices, all prekeys, the longest name. */
export const MAX_CARD = 24_576;

/** Accounts in a payload's recipient list. */
export const MAX_RECIPIENT_LIST = 255;

/** Messages a payload says it has seen, 8 bytes each. */
export const MAX_SEEN = 4;

/** Parts of one armored text. More would be a wall of messages in somebody's chat. */
export const MAX_PARTS = 64;

/** Smallest padded payload: a "yes" and a "no, not today" have one length. */
export const PADDING_FLOOR = 64;

/** Life of a signed device list: a stolen old list stops working within a season. */
export const DEVICE_LIST_LIFE: number = 90 * day;

/** Life of an invitation's prekeys for senders. */
export const PREKEY_LIFE: number = 30 * day;

/** How long the private half stays after that, for messages that were on their way. */
export const PREKEY_GRACE: number = 14 * day;

/**
 * Message keys that wait for messages of one chain. A page that shows the newest first makes as many wait as there are older ones
 * in the same turn; 4,096 keys are 130 kB of a session's record. Lower would refuse long monologues.
 */
export const MAX_SKIPPED_OF_CHAIN = 4_096;

/** The same over all chains of a session: 0.5 MB, sealed anew with every message of the session. */
export const MAX_SKIPPED_OF_SESSION = 16_384;

/** How far one message may move a chain even when older ones are given up: two keyed hashes each, so 0.15 s. */
export const MAX_GIVEN_UP = 65_536;

/**
 * Slots of one envelope that fit us and are opened in turn. There is one; a carrier can put damaged copies in front of it, each of
 * which costs as much as the real one (5 ms when 4,096 keys are skipped), so 1,100 of them would stop a reader for seconds.
 */
export const MAX_TRIES = 16;

/**
 * New starts among them. Each may make 4,096 keys wait, 40 ms, and whoever saw a card can write some that fit; by chance a hint fits once in
 * four billion.
 */
export const MAX_NEW_STARTS = 3;

/** How long a skipped message key waits. What comes later than a month is lost. */
export const SKIPPED_KEY_LIFE: number = 30 * day;

/** Messages of an unconfirmed session that carry its start: the first ones, then every so many. */
export const STARTS_AT_FIRST = 3;
export const STARTS_EVERY = 8;

/**
 * Bytes of a revocation or move. The longest is 292; more room is for later types, whose readers say so by their version and not by a
 * length.
 */
export const MAX_STATEMENT = 1_024;

/** Bytes of a contact code: 89 and a card. */
export const MAX_CODE: number = MAX_CARD + 89;

/** Characters of a link or a file: the longest notice in base62 with its frame is 34,443, and there is room for the ends of lines. */
export const MAX_CARRIED_TEXT = 35_000;

/** How long a contact code is good. It is shown to somebody who is there; a link may wait for the evening. */
export const CODE_LIFE: number = day;

/** How long two people have to compare, from the start message on. Also how far their clocks may be apart. */
export const SAS_LIFE: number = 10 * 60 * 1000;

/** Attempts that did not end in a match, in a day, before only scanning or the safety number is left. */
export const SAS_FAILURES = 3;
export const SAS_FAILURES_WITHIN: number = day;
