import type { Ctx } from "#db/context.ts";
import { seedId } from "../seed-id.ts";

/**
 * Gives the pipeline that a demo organisation got from the database, and its stages, the same ids on every machine.
 * Runs before there are deals: a deal's stage is a foreign key, so the pipeline is made anew and the first one goes.
 */
export async function seedPipelines({ db, org }: Ctx): Promise<void> {
	const [pipeline] = await db.selectFrom("pipelines").selectAll().where("kind", "=", "deal").execute();
	if (!pipeline) return;
	const stages = await db.selectFrom("pipeline_stages").selectAll().where("pipeline_id", "=", pipeline.id).execute();
	const id = seedId(`pipeline ${org}`);
	await db
		.insertInto("pipelines")
		.values({ ...pipeline, id })
		.execute();
	await db
		.insertInto("pipeline_stages")
		.values(stages.map((stage) => ({ ...stage, pipeline_id: id, id: seedId(`stage ${org} ${stage.name}`) })))
		.execute();
	await db.deleteFrom("pipelines").where("id", "=", pipeline.id).execute();
}
