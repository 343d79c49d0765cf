import { sql } from "kysely";
import type { PlayStage, PlayType } from "#app/domain/success/schema.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { createFromTemplate } from "#app/domain/workflows/templates/create-from-template.ts";
import type { Ctx } from "#db/context.ts";

const TEMPLATES: Readonly<Record<PlayStage, string>> = {
	emergency: "play-renewal-emergency",
	critical: "play-renewal-critical",
	prepare: "play-renewal-prepare",
	save: "play-risk",
	watch: "play-risk",
	expand: "play-opportunity",
	review: "play-strategic",
};

/** It is the product that makes a first workflow, not whoever happened to open a play. */
const MAKER = { kind: "system", name: "Customer success" } as const;

/**
 * The published workflow of a play's stage; made of a template the first time, and again where it was deleted. Those who
 * ask at once wait for each other and get the same.
 */
export async function playWorkflow(ctx: Ctx, type: PlayType, stage: PlayStage): Promise<string> {
	const known = await findWorkflow(ctx, type, stage);
	if (known) return known;
	await sql`select pg_advisory_xact_lock(hashtextextended(${`play workflows ${ctx.org}`}, 0))`.execute(ctx.db);
	const meanwhile = await findWorkflow(ctx, type, stage);
	if (meanwhile) return meanwhile;
	const { record } = ctx;
	const maker: Ctx = { ...ctx, actor: MAKER, record: (event) => record({ ...event, by: MAKER }) };
	const id = (await sharedWorkflow(ctx, type, stage)) ?? (await make(maker, stage));
	await ctx.db
		.insertInto("play_workflows")
		.values({ org_id: ctx.org, type, stage, workflow_id: id })
		.onConflict((clash) => clash.columns(["org_id", "type", "stage"]).doUpdateSet({ workflow_id: id }))
		.execute();
	return id;
}

async function make(maker: Ctx, stage: PlayStage): Promise<string> {
	const { id } = await createFromTemplate(maker, TEMPLATES[stage]);
	await publishWorkflow(maker, id, { version: 1 });
	return id;
}

async function findWorkflow(ctx: Ctx, type: PlayType, stage: PlayStage): Promise<string | undefined> {
	const row = await usable(ctx).where("p.type", "=", type).where("p.stage", "=", stage).executeTakeFirst();
	return row?.workflow_id;
}

/** Stages of one template begin with one workflow. */
async function sharedWorkflow(ctx: Ctx, type: PlayType, stage: PlayStage): Promise<string | undefined> {
	const alike = (Object.keys(TEMPLATES) as PlayStage[]).filter((one) => TEMPLATES[one] === TEMPLATES[stage]);
	const row = await usable(ctx).where("p.type", "=", type).where("p.stage", "in", alike).executeTakeFirst();
	return row?.workflow_id;
}

const usable = (ctx: Ctx) =>
	ctx.db
		.selectFrom("play_workflows as p")
		.innerJoin("workflows as w", (join) => join.onRef("w.org_id", "=", "p.org_id").onRef("w.id", "=", "p.workflow_id"))
		.select("p.workflow_id")
		.where("w.deleted_at", "is", null)
		.where("w.published", "is not", null);
