import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "../records/columns.ts";
import { writeInsightJob } from "./jobs.ts";
import type { InsightType } from "./schema.ts";

/** Asks for a record's insight to be written anew, whatever there is. 404 for no such record or one in the trash. */
export async function requestInsight(ctx: Ctx, { type, id }: { type: InsightType; id: string }): Promise<void> {
	authorize(ctx, "insights.request");
	const { rows } = isId(id)
		? await sql`select 1 from ${sql.table(RECORD_TABLES[type])} r where r.id = ${id} and r.deleted_at is null`.execute(
				ctx.db,
			)
		: { rows: [] };
	if (rows.length === 0) throw notFound(type);
	await ctx.enqueue(writeInsightJob, { orgId: ctx.org, type, recordId: id });
}
