/** One line of the benchmark's table. */
export interface Row {
	readonly work: string;
	readonly unit: "ms" | "kB" | "frames" | "%";
	readonly ours: number;
	readonly peer: number | null;
	readonly peerName: string | null;
	/** How many times better ours is: peer / ours. Null without a peer. */
	readonly ratio: number | null;
	/** The least the ratio must be, or null when it is only reported. */
	readonly goal: number | null;
}

export function row(
	work: string,
	unit: Row["unit"],
	ours: number,
	peer?: { value: number; name: string; goal: number | null },
): Row {
	return {
		work,
		unit,
		ours: round(ours),
		peer: peer === undefined ? null : round(peer.value),
		peerName: peer?.name ?? null,
		ratio: peer === undefined ? null : round(peer.value / ours),
		goal: peer?.goal ?? null,
	};
}

const round = (value: number): number => Number(value.toPrecision(4));

export function table(rows: readonly Row[]): string {
	const cells = rows.map((r) => [
		r.work,
		`${r.ours} ${r.unit}`,
		r.peer === null ? "" : `${r.peer} ${r.unit}`,
		r.peerName ?? "",
		r.ratio === null ? "" : `${r.ratio}x`,
		r.goal === null ? "" : `>= ${r.goal}x`,
		r.goal === null || r.ratio === null ? "" : r.ratio >= r.goal ? "reached" : "NOT reached",
	]);
	const head = ["work", "ours", "peer", "peer's name", "ratio", "goal", ""];
	const widths = head.map((title, column) => Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)));
	return [head, ...cells]
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join("  ")
				.trimEnd(),
		)
		.join("\n");
}
