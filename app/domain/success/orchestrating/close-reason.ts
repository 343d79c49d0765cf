import { sql } from "kysely";
import { PLAY_STAGE_LABELS } from "#app/domain/success/schema.ts";
import type { Ctx } from "#db/context.ts";

const stageWords = (column: string) =>
	sql`case ${sql.ref(column)} ${sql.join(
		Object.entries(PLAY_STAGE_LABELS).map(([stage, label]) => sql`when ${sql.lit(stage)} then ${sql.lit(label)}`),
		sql` `,
	)} end`;

/** In words why the play `p` applies no more, from the account as it is now and the CTE `wanted`. */
export function closeReasonSql(ctx: Ctx) {
	return sql`(
		select case
			when a.deleted_at is not null then 'The account was moved to the trash.'
			when a.lifecycle <> 'customer' then 'The account is no customer any more.'
			else concat(
				case when p.type = 'renewal' and p.basis is distinct from a.renewal_on::text
					then concat('The renewal date changed from ', p.basis, ' to ', coalesce(a.renewal_on::text, 'none'), '. ') end,
				case when w.stage is null then 'The rules no longer ask for it.'
					else concat('The stage is now ', ${stageWords("w.stage")}, ' instead of ', ${stageWords("p.stage")}, '.') end)
		end
		from accounts a left join wanted w on w.account_id = a.id and w.type = p.type
		where a.org_id = ${ctx.org} and a.id = p.account_id)`;
}
