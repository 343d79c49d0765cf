import { sql } from "kysely";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { assertRoom } from "../deals/stage-room.ts";
import type { StageInput } from "./schema.ts";

/** Adds a stage before those that end a deal, or changes one (`id`). Throws 404, and 422 for what would end all ways. */
export async function saveStage(
	ctx: Ctx,
	{ pipelineId, id, ...input }: StageInput & { pipelineId: string; id?: string | undefined },
): Promise<void> {
	authorize(ctx, "pipelines.edit");
	const stages = await lockStages(ctx, pipelineId);
	const values = {
		...{ name: input.name, outcome: input.outcome, probability: input.probability },
		...{ most: input.most ?? null, ages_after_days: input.ages ?? null },
	};
	const before = stages.find((stage) => stage.id === id);
	if (id !== undefined && !before) throw notFound("stage");
	const rest = stages.filter((stage) => stage.id !== id);
	if (input.outcome !== "open" && !rest.some(({ outcome }) => outcome === "open")) {
		throw invalid("A pipeline needs an open stage, where new deals begin.");
	}
	if (before && before.outcome !== input.outcome && (await hasDeals(ctx, before.id))) {
		throw conflict(`Deals stand in ${before.name}. Move them first; then what the stage means can change.`);
	}
	if (before) await ctx.db.updateTable("pipeline_stages").set(values).where("id", "=", before.id).execute();
	else {
		const ends = stages.findIndex(({ outcome }) => outcome !== "open");
		const made = { org_id: ctx.org, id: newId(), pipeline_id: pipelineId, position: 0, ...values };
		await ctx.db.insertInto("pipeline_stages").values(made).execute();
		const order = stages.map((stage) => stage.id);
		order.splice(ends < 0 || input.outcome !== "open" ? order.length : ends, 0, made.id);
		await setOrder(ctx, order);
	}
	await tell(ctx, pipelineId, { stage: [before?.name ?? null, input.name] });
}

/** Moves a stage one place up or down. Throws 404. */
export async function moveStage(
	ctx: Ctx,
	{ pipelineId, id, down }: { pipelineId: string; id: string; down: boolean },
): Promise<void> {
	authorize(ctx, "pipelines.edit");
	const order = (await lockStages(ctx, pipelineId)).map((stage) => stage.id);
	const at = order.indexOf(id);
	if (at < 0) throw notFound("stage");
	const to = Math.max(0, Math.min(order.length - 1, at + (down ? 1 : -1)));
	order.splice(to, 0, ...order.splice(at, 1));
	await setOrder(ctx, order);
	await tell(ctx, pipelineId, {});
}

/**
 * Takes a stage away. Its deals, those in the trash too, go to `moveTo` first, where one is chosen; each keeps its
 * event. Throws 404, 409 while deals stand in it and nowhere is chosen, and 422 for the last open stage and for more deals
 * than the other stage takes.
 */
export async function removeStage(
	ctx: Ctx,
	{ pipelineId, id, moveTo }: { pipelineId: string; id: string; moveTo?: string | undefined },
): Promise<void> {
	authorize(ctx, "pipelines.edit");
	const stages = await lockStages(ctx, pipelineId);
	const stage = stages.find((each) => each.id === id);
	if (!stage) throw notFound("stage");
	if (!stages.some((each) => each.id !== id && each.outcome === "open")) {
		throw invalid("A pipeline needs an open stage, where new deals begin.");
	}
	if (await hasDeals(ctx, id)) {
		const target = stages.find((each) => each.id === moveTo && each.id !== id);
		if (!target) throw conflict(`Deals stand in ${stage.name}. Choose the stage they go to.`);
		await assertRoom(ctx, target.id, await countDeals(ctx, id));
		await moveAll(ctx, id, target);
	}
	await ctx.db.updateTable("pipeline_stages").set({ deleted_at: ctx.now }).where("id", "=", id).execute();
	await tell(ctx, pipelineId, { stage: [stage.name, null] });
}

type Stage = { id: string; name: string; outcome: string };

async function lockStages(ctx: Ctx, pipelineId: string): Promise<Stage[]> {
	const { rows } = isId(pipelineId)
		? await sql<Stage>`select s.id, s.name, s.outcome from pipeline_stages s
			join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
			where s.pipeline_id = ${pipelineId} and s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'
			order by s.position, s.id for update of s, p`.execute(ctx.db)
		: { rows: [] };
	if (rows.length === 0) throw notFound("pipeline");
	return rows;
}

async function hasDeals(ctx: Ctx, stageId: string): Promise<boolean> {
	const row = await ctx.db.selectFrom("deals").select("id").where("stage_id", "=", stageId).limit(1).executeTakeFirst();
	return row !== undefined;
}

async function countDeals(ctx: Ctx, stageId: string): Promise<number> {
	const { rows } = await sql<{ found: number }>`select count(*)::int as found from deals d
		where d.stage_id = ${stageId} and d.deleted_at is null`.execute(ctx.db);
	return rows[0]?.found ?? 0;
}

async function setOrder(ctx: Ctx, order: readonly string[]): Promise<void> {
	await sql`update pipeline_stages s set position = o.position
		from unnest(${order}::uuid[]) with ordinality as o (id, position) where s.id = o.id`.execute(ctx.db);
}

async function moveAll(ctx: Ctx, from: string, to: Stage): Promise<void> {
	const { rows } = await sql<{ id: string; version: number; name: string }>`update deals d
		set stage_id = ${to.id}, stage_at = ${ctx.now}::timestamptz, version = d.version + 1, updated_at = ${ctx.now}::timestamptz,
			closed_at = ${to.outcome === "open" ? null : ctx.now}::timestamptz
		where d.stage_id = ${from} returning d.id, d.version, d.name`.execute(ctx.db);
	await ctx.recordMany(
		rows.map(({ id, version, name }) => ({
			name: "deal.moved",
			subject: { type: "deal", id },
			changes: { stageId: [from, to.id] },
			data: { version, title: name },
		})),
	);
}

async function tell(ctx: Ctx, id: string, changes: Record<string, [unknown, unknown]>): Promise<void> {
	await ctx.record({ name: "pipeline.changed", subject: { type: "pipeline", id }, changes, topics: ["deals"] });
}
