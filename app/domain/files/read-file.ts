import { notFound } from "#app/base/errors.ts";
import { CHUNK_BYTES, type Step } from "./store-file.ts";

/**
 * The bytes of a file from an offset on, a megabyte at a time, each read in a transaction of its own. Ends early when
 * the file is deleted meanwhile. The caller has checked who may.
 */
export async function* readFile(step: Step, fileId: string, from = 0): AsyncGenerator<Buffer> {
	let position = Math.floor(from / CHUNK_BYTES);
	let skip = from % CHUNK_BYTES;
	for (;;) {
		const at = position;
		const row = await step((ctx) =>
			ctx.db
				.selectFrom("file_chunks")
				.select("bytes")
				.where("file_id", "=", fileId)
				.where("position", "=", at)
				.executeTakeFirst(),
		);
		if (!row) return;
		const bytes = Buffer.from(row.bytes);
		if (skip < bytes.length) yield bytes.subarray(skip);
		skip = 0;
		position++;
	}
}

/** The name, size and type of a file that is whole. Throws 404. */
export async function getFile(step: Step, fileId: string): Promise<{ name: string; size: number; mediaType: string }> {
	const row = await step((ctx) =>
		ctx.db
			.selectFrom("files")
			.select(["name", "size", "media_type"])
			.where("id", "=", fileId)
			.where("sha256", "!=", Buffer.alloc(0))
			.executeTakeFirst(),
	);
	if (!row) throw notFound("file");
	return { name: row.name, size: Number(row.size), mediaType: row.media_type };
}
