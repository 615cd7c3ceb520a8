/** Around one run over both browsers: what earlier runs have found is forgotten before, and the tables are written after. */
import { askedFor, forgetAll, readAll, writeTables } from "../report.ts";

let began = 0;

export function setup(): void {
	began = performance.now();
	if (askedFor().length === 0) forgetAll();
}

export function teardown(): void {
	writeTables(readAll(), askedFor().length === 0 ? (performance.now() - began) / 60_000 : null);
}
