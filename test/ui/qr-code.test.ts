import { base64urlnopad } from "@scure/base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeIn, modulesOf } from "../../src/ui/codes/qr-code.ts";

/** As 57 bytes, 89 bytes and a whole card are in a code. */
const sizes = [63, 95, 1640] as const;
const random = (length: number, seed = 7) => {
	let state = seed;
	return Uint8Array.from({ length }, () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state >>> 24;
	});
};
const qrOf = (length: number, seed?: number) => base64urlnopad.encode(random(length, seed));

interface Look {
	/** Pixels of a module. */
	readonly scale?: number;
	/** Turned by so many degrees. */
	readonly degrees?: number;
	/** Every pixel is off by up to so much of 255. */
	readonly noise?: number;
	/** The light falls from the side: so much is lost across. */
	readonly shade?: number;
	readonly inverted?: boolean;
}

/** A picture of it in the middle of something grey. */
function pictureOf(qr: string, { scale = 6, degrees = 0, noise = 0, shade = 0, inverted = false }: Look = {}) {
	const rows = modulesOf(qr);
	const side = Math.ceil(rows.length * scale * 1.5);
	const data = new Uint8ClampedArray(side * side * 4);
	const angle = (degrees * Math.PI) / 180;
	const grain = random(side * side);
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const [dx, dy] = [x - side / 2, y - side / 2];
			const column = Math.floor((dx * Math.cos(angle) + dy * Math.sin(angle)) / scale + rows.length / 2);
			const row = Math.floor((dy * Math.cos(angle) - dx * Math.sin(angle)) / scale + rows.length / 2);
			const dark = rows[row]?.[column];
			const plain = dark === undefined ? 150 : dark !== inverted ? 30 : 225;
			const off = ((grain[y * side + x] ?? 0) / 127.5 - 1) * noise * 255;
			const value = plain * (1 - (shade * x) / side) + off;
			data.set([value, value, value, 255], (y * side + x) * 4);
		}
	}
	return { width: side, height: side, data };
}

describe("a code as a picture", () => {
	it.each(sizes)("of %i bytes gives them back, byte for byte", (length) => {
		const qr = qrOf(length);
		expect(codeIn(pictureOf(qr), "frame")).toBe(qr);
	});

	it.each<[string, number, Look]>([
		["small", 95, { scale: 2 }],
		["large", 95, { scale: 16 }],
		["of a card, small", 1640, { scale: 3 }],
		["turned a little", 95, { degrees: 7 }],
		["turned", 95, { degrees: 45 }],
		["on its head", 95, { degrees: 180 }],
		["of a card, turned a little", 1640, { degrees: 5 }],
		["noisy", 95, { noise: 0.25 }],
		["in light from the side", 95, { shade: 0.6 }],
		["of a card, noisy and shaded", 1640, { noise: 0.1, shade: 0.4 }],
		["as a negative", 95, { inverted: true }],
	])("%s, is read", (_how, length, look) => {
		const qr = qrOf(length);
		expect(codeIn(pictureOf(qr, look), "picture")).toBe(qr);
	});

	const bytes = fc.uint8Array({ minLength: 57, maxLength: 120 });

	it("of any bytes, held about upright, gives these bytes", { timeout: 60_000 }, () => {
		const angle = fc.oneof(fc.integer({ min: -8, max: 8 }), fc.constantFrom(90, 180, 270));
		fc.assert(
			fc.property(bytes, fc.integer({ min: 5, max: 9 }), angle, (held, scale, degrees) => {
				const qr = base64urlnopad.encode(held);
				expect(codeIn(pictureOf(qr, { scale, degrees }), "picture")).toBe(qr);
			}),
			{ numRuns: 25 },
		);
	});

	it("of any bytes, at any angle and in any noise, gives these bytes or none", { timeout: 60_000 }, () => {
		const look = fc.record({
			scale: fc.integer({ min: 2, max: 6 }),
			degrees: fc.nat(359),
			noise: fc.double({ min: 0, max: 0.6, noNaN: true }),
		});
		fc.assert(
			fc.property(bytes, look, (held, how) => {
				const qr = base64urlnopad.encode(held);
				expect([qr, null]).toContain(codeIn(pictureOf(qr, how), "frame"));
			}),
			{ numRuns: 60 },
		);
	});

	it("of nothing, of noise and of half a code has none", () => {
		const { width, height, data } = pictureOf(qrOf(95));
		const blank = { width, height, data: new Uint8ClampedArray(data.length).fill(200) };
		const noise = { width, height, data: Uint8ClampedArray.from(random(data.length)) };
		const half = { width, height, data: data.map((value, at) => (at > data.length / 2 ? 255 : value)) };
		for (const picture of [blank, noise, half]) expect(codeIn(picture, "picture")).toBeNull();
	});

	it("without size, or with fewer pixels than it says, has none", () => {
		expect(codeIn({ width: 0, height: 0, data: new Uint8ClampedArray() }, "frame")).toBeNull();
		expect(codeIn({ width: 100, height: 100, data: new Uint8ClampedArray(8) }, "frame")).toBeNull();
	});

	it("has light modules around it, which scanners need", () => {
		const rows = modulesOf(qrOf(63));
		expect(rows).toHaveLength(45);
		expect(rows.slice(0, 4).flat()).not.toContain(true);
		expect(rows.flatMap((row) => row.slice(-4))).not.toContain(true);
	});
});
