import { conflict, notFound } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import { addVersion } from "./add-document.ts";
import { lockDocument } from "./lock-document.ts";

/**
 * Takes an earlier version again: its file becomes the newest version and is read. Twice is once. Returns the new number.
 * Throws 404 for a version that is not there or has no file, 409 for one that could not be read.
 */
export async function takeVersion(ctx: Ctx, id: string, number: number): Promise<number> {
	const document = await lockDocument(ctx, id);
	const version = document.versions.find((one) => one.number === number);
	if (!version?.fileId) throw notFound("version");
	if (version.state === "failed") throw conflict("That version could not be read. Upload the file once more instead.");
	const [newest] = document.versions;
	if (newest!.fileId === version.fileId && newest!.state !== "failed") return newest!.number;
	const file = await ctx.db
		.selectFrom("document_versions")
		.select(["name", "size", "sha256"])
		.where("id", "=", version.id)
		.executeTakeFirstOrThrow();
	const taken = await addVersion(ctx, id, { id: version.fileId, ...file, size: Number(file.size) });
	await ctx.record({
		name: "document.version-taken",
		subject: { type: "document", id },
		data: { number, file: version.name },
	});
	return taken;
}
