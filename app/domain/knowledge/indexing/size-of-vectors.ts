import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";

/** How many places an organisation's vectors of a model have; null without any. */
export async function sizeOfVectors(ctx: Ctx, model: string): Promise<number | null> {
	const { rows } = await sql<{ size: number }>`
		select vector_dims(embedding) as size from passage_vectors where org_id = ${ctx.org} and model = ${model}
		order by org_id, model, collection_id limit 1`.execute(ctx.db);
	return rows[0]?.size ?? null;
}
