import { sql } from "kysely";
import { PLAY_STAGE_LABELS } from "#app/domain/success/schema.ts";

const stageWords = (column: string) =>
	sql`case ${sql.ref(column)} ${sql.join(
		Object.entries(PLAY_STAGE_LABELS).map(([stage, label]) => sql`when ${sql.lit(stage)} then ${sql.lit(label)}`),
		sql` `,
	)} end`;

/**
 * In words why the play `p` applies no more, from the account `a` as it is now and the stage that `c` wants instead, as an
 * expression.
 */
export function closeReasonSql() {
	return sql`case
			when a.deleted_at is not null then 'The account was moved to the trash.'
			when a.lifecycle <> 'customer' then 'The account is no customer any more.'
			else concat(
				case when p.type = 'renewal' and p.basis is distinct from a.renewal_on::text
					then concat('The renewal date changed from ', p.basis, ' to ', coalesce(a.renewal_on::text, 'none'), '. ') end,
				case when c.stage is null then 'The rules no longer ask for it.'
					else concat('The stage is now ', ${stageWords("c.stage")}, ' instead of ', ${stageWords("p.stage")}, '.') end)
		end`;
}
