import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { type AccountKnown, getKnown } from "#app/domain/success/intelligence/known-queries.ts";
import type { PlayStage, PlayType } from "#app/domain/success/schema.ts";
import type { Ctx } from "#db/context.ts";

/** What a run's customer is, for whoever works on it: a person, a model, another program (SUCCESS-8). */
export type RunContext = {
	customer: {
		id: string;
		name: string;
		industry: string | null;
		plan: string;
		owner: string | null;
		stakeholders: AccountKnown["stakeholders"];
	};
	intelligence: { health: number | null; risk: number | null; opportunity: number | null };
	data: {
		financials: {
			arrCents: number;
			previousArrCents: number | null;
			currency: string;
			renewalOn: string | null;
			contracts: AccountKnown["contracts"];
			/** What the newest contract that was read says. */
			readContract: AccountKnown["readContract"];
		};
		usage: { seats: number | null; activeUsers: number | null; utilisation: number | null; trend: number | null };
		engagement: {
			lastContactOn: string | null;
			lastQbrOn: string | null;
			nextQbrOn: string | null;
			openTickets: number | null;
		};
	};
	workflow: {
		id: string;
		name: string;
		executionId: string;
		playId: string | null;
		type: PlayType | null;
		stage: PlayStage | null;
		daysUntilRenewal: number | null;
		/** In points, 0 to 100. */
		priority: number | null;
	};
};

/**
 * The context of a run about an account: of the one that is named, or of the workflow's newest. 404 for no such workflow or
 * run here, and for a run that is not about an account.
 */
export async function getRunContext(
	ctx: Ctx,
	{ workflowId, executionId }: { workflowId: string; executionId?: string | undefined },
): Promise<RunContext> {
	authorize(ctx, "success.view");
	if (!isId(workflowId) || (executionId !== undefined && !isId(executionId))) throw notFound("run");
	const { rows } = await sql<Found>`
		select r.id, r.subject_id as "accountId", w.id as "workflowId", w.name, p.id as "playId", p.type, p.stage, p.priority
		from workflow_runs r join workflows w on w.org_id = r.org_id and w.id = r.workflow_id
		left join plays p on p.org_id = r.org_id and p.run_id = r.id
		where r.org_id = ${ctx.org} and r.workflow_id = ${workflowId} and r.subject_type = 'account'
			${executionId ? sql`and r.id = ${executionId}` : sql``}
		order by r.id desc limit 1`.execute(ctx.db);
	const [run] = rows;
	if (!run) throw notFound("run");
	return contextOf(await getKnown(ctx, run.accountId), run);
}

type Found = {
	id: string;
	accountId: string;
	workflowId: string;
	name: string;
	playId: string | null;
	type: PlayType | null;
	stage: PlayStage | null;
	priority: number | null;
};

function contextOf(known: AccountKnown, run: Found): RunContext {
	const { id, name, industry, plan, owner, stakeholders, health, risk, opportunity } = known;
	const { arrCents, previousArrCents, currency, renewalOn, contracts, readContract } = known;
	const { seats, activeUsers, utilisation, usageTrend, lastContactOn, lastQbrOn, nextQbrOn, openTickets } = known;
	return {
		customer: { id, name, industry, plan, owner, stakeholders },
		intelligence: { health, risk, opportunity },
		data: {
			financials: { arrCents, previousArrCents, currency, renewalOn, contracts, readContract },
			usage: { seats, activeUsers, utilisation, trend: usageTrend },
			engagement: { lastContactOn, lastQbrOn, nextQbrOn, openTickets },
		},
		workflow: {
			id: run.workflowId,
			name: run.name,
			executionId: run.id,
			playId: run.playId,
			type: run.type,
			stage: run.stage,
			daysUntilRenewal: known.daysUntilRenewal,
			priority: run.priority === null ? null : run.priority / 10,
		},
	};
}
