import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import { getLiveName } from "../records/find-live-record.ts";
import { isRecordType } from "../records/schema.ts";

/** What a task is about has to be there, and not in the trash: a record or a lead. Throws 404. */
export async function assertSubject(ctx: Ctx, { type, id }: { type: string; id: string }): Promise<void> {
	if (isRecordType(type)) {
		await getLiveName(ctx, type, id);
		return;
	}
	const lead = isId(id)
		? await ctx.db.selectFrom("leads").select("id").where("id", "=", id).executeTakeFirst()
		: undefined;
	if (type !== "lead" || !lead) throw notFound(type === "lead" ? "lead" : "record");
}
