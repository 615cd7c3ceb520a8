/** Strict reading in wire order: what does not fit, and what is left over, is `malformed`. */
import { type Bytes, readInteger } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";

export interface Reader {
	/** The next `length` bytes, a view. */
	bytes(length: number): Bytes;
	/** Big-endian, at most 6 bytes. */
	integer(length: number): number;
	/** Everything that is left. */
	rest(): Bytes;
	/** Bytes read so far, from the first one: what a signature at this place covers. */
	before(): Bytes;
	/** Refuses trailing bytes. */
	end(): void;
}

export function createReader(input: Bytes): Reader {
	let at = 0;
	const bytes = (length: number): Bytes => {
		if (length > input.length - at) throw new ProtocolError("malformed");
		at += length;
		return input.subarray(at - length, at);
	};
	return {
		bytes,
		integer: (length) => readInteger(bytes(length)),
		rest: () => bytes(input.length - at),
		before: () => input.subarray(0, at),
		end() {
			if (at !== input.length) throw new ProtocolError("malformed");
		},
	};
}
