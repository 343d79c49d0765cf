import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getLiveName } from "../records/find-live-record.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import type { TaskSubject } from "./schema.ts";

/** What a subject that a new task is to be about is called. 404 for none, and for one in the trash. */
export async function nameSubject(ctx: Ctx, { type, id }: TaskSubject): Promise<string> {
	authorize(ctx, type === "lead" ? "leads.view" : VIEW_PERMISSION[type]);
	if (type !== "lead") return getLiveName(ctx, type, id);
	const lead = await ctx.db.selectFrom("leads").select("title").where("id", "=", id).executeTakeFirst();
	if (!lead) throw notFound("lead");
	return lead.title;
}
