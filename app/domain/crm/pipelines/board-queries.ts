import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type Outcome = "open" | "won" | "lost";

/** A deal on the board. `since`: epoch seconds since which it stands in its stage. */
export type BoardDeal = {
	id: string;
	name: string;
	company: string | null;
	owner: string | null;
	valueCents: number;
	currency: string;
	closesOn: string | null;
	since: number;
	ageing: boolean;
};

export type BoardStage = {
	id: string;
	name: string;
	outcome: Outcome;
	/** How many may stand here at once; null: any number. */
	most: number | null;
	count: { value: number; over: boolean };
	/** What stands here is worth, by currency, the largest first. */
	sums: { currency: string; cents: number }[];
	deals: BoardDeal[];
};

export type DealBoard = {
	pipelines: { id: string; name: string }[];
	/** The pipeline that is shown; null where there is none. */
	pipeline: string | null;
	stages: BoardStage[];
};

const CARDS = 30;
const MOST_COUNTED = 10_000;

type RawStage = Omit<BoardStage, "count"> & { found: number };

/** The board of a pipeline, the first one unless said: stages with count, sum and those that came latest. One query. */
export async function listDealBoard(ctx: Ctx, wanted?: string): Promise<DealBoard> {
	authorize(ctx, "deals.view");
	const { rows } = await sql<{ pipelines: DealBoard["pipelines"]; pipeline: string | null; stages: RawStage[] }>`
		with known as (
			select p.id, p.name, p.position from pipelines p where p.org_id = ${ctx.org} and p.kind = 'deal' and p.deleted_at is null
		), chosen as (
			select k.id from known k order by (k.id = ${wanted ?? null}::uuid) desc nulls last, k.position, k.id limit 1
		)
		select (select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name) order by k.position, k.id), '[]') from known k) as pipelines,
			(select id from chosen) as pipeline,
			(select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'outcome', s.outcome, 'most', s.most,
				'found', (select count(*) from (${counted}) x),
				'sums', (select coalesce(json_agg(y order by y.cents desc), '[]') from (
					select x.currency, sum(x.value_cents)::bigint as cents from (${counted}) x group by x.currency) y),
				'deals', (select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name,
					'company', (select k.name from accounts k where k.org_id = d.org_id and k.id = d.account_id),
					'owner', (select o.name from memberships o where o.org_id = d.org_id and o.id = d.owner_id),
					'valueCents', d.value_cents, 'currency', d.currency, 'closesOn', d.closes_on,
					'since', floor(extract(epoch from d.stage_at))::bigint,
					'ageing', s.ages_after_days is not null and d.stage_at < ${ctx.now}::timestamptz - s.ages_after_days * interval '1 day')
					order by d.stage_at desc, d.id desc), '[]')
					from (select * from deals d where d.org_id = s.org_id and d.pipeline_id = s.pipeline_id and d.stage_id = s.id
						and d.deleted_at is null order by d.stage_at desc, d.id desc limit ${CARDS}) d)
				) order by s.position, s.id), '[]')
				from pipeline_stages s where s.org_id = ${ctx.org} and s.pipeline_id = (select id from chosen) and s.deleted_at is null) as stages`.execute(
		ctx.db,
	);
	const { pipelines, pipeline, stages } = rows[0]!;
	return {
		pipelines,
		pipeline,
		stages: stages.map(({ found, ...stage }) => ({
			...stage,
			count: { value: Math.min(found, MOST_COUNTED), over: found > MOST_COUNTED },
		})),
	};
}

const counted = sql`select d.value_cents, d.currency from deals d where d.org_id = s.org_id and d.pipeline_id = s.pipeline_id
	and d.stage_id = s.id and d.deleted_at is null limit ${MOST_COUNTED + 1}`;
