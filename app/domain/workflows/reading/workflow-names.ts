import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Lists to choose from hold so many names. */
const MOST = 300;

/** Workflows to choose from, by name, and always those of `kept`; `isWhole` when there are no others. One query. */
export async function listWorkflowNames(
	ctx: Ctx,
	kept: readonly string[] = [],
): Promise<{ list: { id: string; name: string }[]; isWhole: boolean }> {
	authorize(ctx, "workflows.view");
	const { rows } = await sql<{ id: string; name: string; isListed: boolean }>`
		(select id, name, true as "isListed" from workflows where org_id = ${ctx.org} and deleted_at is null
			order by name, id limit ${MOST + 1})
		union all select id, name, false from workflows where org_id = ${ctx.org} and id = any(${[...kept]}::uuid[])`.execute(
		ctx.db,
	);
	const listed = rows.filter(({ isListed }) => isListed).slice(0, MOST);
	const more = rows.filter(({ id, isListed }) => !isListed && !listed.some((one) => one.id === id));
	return {
		list: [...more, ...listed].map(({ id, name }) => ({ id, name })),
		isWhole: rows.filter(({ isListed }) => isListed).length <= MOST,
	};
}
