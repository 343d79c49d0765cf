import { notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

const STAGES = [
	{ name: "New", outcome: "open", probability: 10 },
	{ name: "Won", outcome: "won", probability: 100 },
	{ name: "Lost", outcome: "lost", probability: 0 },
] as const;

/** Adds a pipeline with three stages to begin with, or renames one (`id`); returns its id. Throws 404. */
export async function savePipeline(ctx: Ctx, { id, name }: { id?: string | undefined; name: string }): Promise<string> {
	authorize(ctx, "pipelines.edit");
	if (id !== undefined) return renamePipeline(ctx, id, name);
	const made = newId();
	const { count } = await ctx.db
		.selectFrom("pipelines")
		.select((eb) => eb.fn.countAll<number>().as("count"))
		.executeTakeFirstOrThrow();
	await ctx.db
		.insertInto("pipelines")
		.values({ org_id: ctx.org, id: made, kind: "deal", name, position: Number(count), created_at: ctx.now })
		.execute();
	await ctx.db
		.insertInto("pipeline_stages")
		.values(
			STAGES.map((stage, at) => ({ ...stage, org_id: ctx.org, id: newId(), pipeline_id: made, position: at + 1 })),
		)
		.execute();
	await ctx.record({
		name: "pipeline.created",
		subject: { type: "pipeline", id: made },
		data: { name },
		topics: ["deals"],
	});
	return made;
}

async function renamePipeline(ctx: Ctx, id: string, name: string): Promise<string> {
	const before = isId(id)
		? await ctx.db
				.selectFrom("pipelines")
				.select("name")
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!before) throw notFound("pipeline");
	await ctx.db
		.updateTable("pipelines")
		.set((eb) => ({ name, version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
	await ctx.record({
		...{ name: "pipeline.changed", subject: { type: "pipeline", id }, changes: { name: [before.name, name] } },
		...{ data: { name }, topics: ["deals"] },
	});
	return id;
}
