/**
 * The files of a browser profile, as somebody with the disk reads them. Firefox's own compressed files (mozLz4) are unpacked. LevelDB
 * may compress blocks of its tables (Snappy), which leaves bytes without a pattern, as everything sealed is, as they are; of text it
 * may hide a repetition, so a text is looked for as a whole and by its first and last twelve characters.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

export interface RawFile {
	/** Inside the profile. */
	readonly path: string;
	readonly bytes: Buffer;
}

export async function readProfile(folder: string): Promise<readonly RawFile[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files: RawFile[] = [];
	for (const entry of entries.filter((one) => one.isFile())) {
		const path = join(entry.parentPath, entry.name);
		// A browser that is just going still removes some of its files.
		const bytes = await readFile(path).catch(() => null);
		if (bytes) files.push({ path: relative(folder, path), bytes: unpacked(bytes) });
	}
	return files;
}

const mozLz4 = Buffer.from("mozLz40\0");

function unpacked(bytes: Buffer): Buffer {
	return bytes.subarray(0, 8).equals(mozLz4) ? Buffer.concat([bytes, lz4(bytes.subarray(12))]) : bytes;
}

/** One LZ4 block: literals, then a copy of what came before, until the end. */
function lz4(block: Buffer): Buffer {
	const out: number[] = [];
	let at = 0;
	const next = (): number => block[at++] ?? 0;
	const length = (nibble: number): number => {
		let total = nibble;
		for (let more = nibble === 15 ? 255 : 0; more === 255; total += more) more = next();
		return total;
	};
	while (at < block.length) {
		const token = next();
		for (let count = length(token >> 4); count > 0; count--) out.push(next());
		if (at >= block.length) break;
		const back = next() | (next() << 8);
		for (let count = length(token & 15) + 4; count > 0; count--) out.push(out[out.length - back] ?? 0);
	}
	return Buffer.from(out);
}

/** Paths of the files that hold the text, in UTF-8 or in UTF-16. */
export function filesWithText(files: readonly RawFile[], text: string): readonly string[] {
	const pieces = [...new Set([text, text.slice(0, 12), text.slice(-12)])];
	const needles = pieces.flatMap((piece) => [Buffer.from(piece, "utf8"), Buffer.from(piece, "utf16le")]);
	return filesWithAny(files, needles);
}

/** The same for bytes, as they are or in hex. */
export function filesWithBytes(files: readonly RawFile[], bytes: Buffer): readonly string[] {
	const hex = bytes.toString("hex");
	return filesWithAny(files, [bytes, Buffer.from(hex, "utf8"), Buffer.from(hex, "utf16le")]);
}

function filesWithAny(files: readonly RawFile[], needles: readonly Buffer[]): readonly string[] {
	return files.filter(({ bytes }) => needles.some((needle) => bytes.includes(needle))).map(({ path }) => path);
}

/** Bytes that are looked for at once: few enough to lie on one page of a database, enough to be there by no accident. */
const blockLength = 16;

/** How many of the sealed bytes lie in the files of databases, and in which files. */
export function remains(files: readonly RawFile[], sealed: readonly Buffer[]) {
	const databases = files.filter(({ path }) => /indexeddb|\/idb\//i.test(path));
	const where = new Set<string>();
	let found = 0;
	let total = 0;
	let whole = 0;
	for (const one of sealed) {
		let missed = false;
		for (let at = 0; at + blockLength <= one.length; at += blockLength) {
			const block = one.subarray(at, at + blockLength);
			const holders = databases.filter(({ bytes }) => bytes.includes(block));
			total += blockLength;
			if (holders.length > 0) found += blockLength;
			else missed = true;
			for (const { path } of holders) where.add(path.split("/").at(-1) ?? path);
		}
		if (!missed) whole++;
	}
	return { records: sealed.length, whole, found, total, where: [...where].sort() };
}
