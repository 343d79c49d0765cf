import { createHash } from "node:crypto";
import { tooLarge } from "#app/base/errors.ts";
import { newId, type OrgId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** Opens one transaction for each call: a file is larger than what one should hold open. */
export type Step = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>;

/** The largest file that is taken, in bytes; what is longer is refused with 413. */
export const FILE_BYTES = 250 * 1024 * 1024;

/** A row of `file_chunks` holds this many bytes; only a file's last row holds fewer. */
export const CHUNK_BYTES = 1024 * 1024;

export type StoredFile = { id: string; name: string; size: number; sha256: Buffer };

type NewFile = {
	name: string;
	mediaType: string;
	bytes: AsyncIterable<Uint8Array>;
	/** Fewer than FILE_BYTES where a door takes less. */
	limit?: number;
	/** Sees each row before it is kept, in order, and may refuse the file by throwing. */
	look?: (chunk: Buffer, position: number) => void;
};

/**
 * Keeps a file as it comes in, a megabyte at a time, each in a transaction of its own, so that neither memory nor a
 * connection is held for the length of a slow upload. Until it is whole its `sha256` is empty and nothing reads it;
 * what fails half-way is taken out again. The caller has checked who may. Throws 413 when the file is too long.
 */
export async function storeFile(step: Step, file: NewFile): Promise<StoredFile> {
	const id = newId();
	const hash = createHash("sha256");
	let size = 0;
	let position = 0;
	await step((ctx) =>
		ctx.db
			.insertInto("files")
			.values({ ...keyOf(ctx.org, id), name: fileName(file.name), media_type: file.mediaType, size, sha256: NOTHING })
			.execute(),
	);
	try {
		for await (const bytes of inRows(file.bytes, file.limit ?? FILE_BYTES)) {
			file.look?.(bytes, position);
			hash.update(bytes);
			size += bytes.length;
			const row = { file_id: id, position, bytes };
			await step((ctx) =>
				ctx.db
					.insertInto("file_chunks")
					.values({ org_id: ctx.org, ...row })
					.execute(),
			);
			position++;
		}
		const sha256 = hash.digest();
		await step((ctx) => ctx.db.updateTable("files").set({ size, sha256 }).where("id", "=", id).execute());
		return { id, name: fileName(file.name), size, sha256 };
	} catch (error) {
		await step((ctx) => ctx.db.deleteFrom("files").where("id", "=", id).execute());
		throw error;
	}
}

const NOTHING = Buffer.alloc(0);
const keyOf = (org_id: OrgId, id: string) => ({ org_id, id });

/** The bytes in pieces of CHUNK_BYTES, however they came. */
async function* inRows(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Buffer> {
	let held: Uint8Array[] = [];
	let length = 0;
	let total = 0;
	for await (const piece of source) {
		total += piece.length;
		if (total > limit) throw tooLarge(`${Math.round(limit / 1024 / 1024)} MB file`);
		held.push(piece);
		length += piece.length;
		while (length >= CHUNK_BYTES) {
			const all = Buffer.concat(held);
			yield all.subarray(0, CHUNK_BYTES);
			const rest = all.subarray(CHUNK_BYTES);
			held = [rest];
			length = rest.length;
		}
	}
	if (length > 0) yield Buffer.concat(held);
}

/** A name without folders and without what no file name holds; never empty. */
function fileName(name: string): string {
	const last = name
		.split(/[/\\]/)
		.at(-1)!
		.replace(/\p{Cc}/gu, "")
		.toWellFormed()
		.trim();
	return last.slice(0, 200) || "file";
}
