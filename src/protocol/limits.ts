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
