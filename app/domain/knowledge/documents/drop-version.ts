import { conflict } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import type { Document } from "./document-queries.ts";
import { lockDocument } from "./lock-document.ts";

/**
 * Drops a newest version that could not be read: the one in use is the newest again. Nothing is deleted; until another
 * one comes in it can be taken back (`keepVersion`). Returns the number of the version in use. Throws 404, and 409 where
 * there is nothing to be dropped, or nothing before it.
 */
export async function dropVersion(ctx: Ctx, id: string): Promise<number> {
	const document = await lockDocument(ctx, id);
	const [newest] = document.versions;
	const inUse = document.versions.find(({ id: own }) => own === document.currentVersionId);
	if (newest?.state !== "failed" || !inUse || inUse.id === newest.id)
		throw conflict("There is no newer version that could not be read. Look at the document again.");
	await setNewest(ctx, id, inUse);
	await ctx.record({
		name: "document.version-dropped",
		subject: { type: "document", id },
		data: { number: newest.number, file: newest.name },
	});
	return inUse.number;
}

/** Takes back a newest version that was dropped. Throws 404, and 409 where none was. */
export async function keepVersion(ctx: Ctx, id: string): Promise<void> {
	const document = await lockDocument(ctx, id);
	const dropped = await ctx.db
		.selectFrom("document_versions")
		.select(["number", "name", "state", "reason"])
		.where("document_id", "=", id)
		.where("number", ">", document.versions[0]!.number)
		.orderBy("number", "desc")
		.limit(1)
		.executeTakeFirst();
	if (!dropped) throw conflict("No version was dropped since the newest one. Look at the document again.");
	await setNewest(ctx, id, dropped);
	await ctx.record({
		name: "document.version-kept",
		subject: { type: "document", id },
		data: { number: dropped.number, file: dropped.name },
	});
}

async function setNewest(
	ctx: Ctx,
	id: string,
	{ number, state, reason }: Pick<Document["versions"][number], "number" | "state" | "reason">,
): Promise<void> {
	await ctx.db
		.updateTable("documents")
		.set((eb) => ({ latest_number: number, state, reason, updated_at: ctx.now, version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
}
