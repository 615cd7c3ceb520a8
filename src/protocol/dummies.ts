/** How many ratchet slots an envelope shows for those it has: 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, and so on. */

export function paddedCount(slots: number): number {
	if (slots <= 1) return slots;
	let power = 2;
	while (2 * power < slots) power *= 2;
	const steps = [power, power + power / 2, 2 * power];
	return steps.find((step) => slots <= step) ?? slots;
}
