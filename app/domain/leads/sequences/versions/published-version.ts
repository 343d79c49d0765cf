import { newId } from "#app/base/ids.ts";
import { DEFAULT_SEQUENCE } from "#app/domain/leads/default-sequence.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { readTouches, type VersionTouch } from "./touch-schema.ts";

export type PublishedVersion = { id: string; sequenceId: string; number: number; touches: VersionTouch[] };

/**
 * The version to enrol into at a location: the location's own, else the organisation's. An organisation that has
 * none yet gets the shipped sequence as its version 1, once, however many ask at the same instant.
 */
export async function getPublishedVersion(ctx: Ctx, locationId: string): Promise<PublishedVersion> {
	const found = await findPublished(ctx, locationId);
	if (found) return found;
	await createDefaultSequence(ctx);
	const made = await findPublished(ctx, locationId);
	if (!made) throw new Error("the organisation's sequence has no published version");
	return made;
}

async function findPublished(ctx: Ctx, locationId: string): Promise<PublishedVersion | undefined> {
	const row = await ctx.db
		.selectFrom("sequences as s")
		.innerJoin("sequence_versions as v", (join) =>
			join.onRef("v.org_id", "=", "s.org_id").onRef("v.id", "=", "s.published_version_id"),
		)
		.select(["v.id", "v.sequence_id", "v.number", "v.touches"])
		.where((where) => where.or([where("s.location_id", "=", locationId), where("s.location_id", "is", null)]))
		.orderBy("s.location_id", (order) => order.asc().nullsLast())
		.limit(1)
		.executeTakeFirst();
	return row && { id: row.id, sequenceId: row.sequence_id, number: row.number, touches: readTouches(row.touches) };
}

/** Makes the organisation's sequence from the shipped one. Waits for another that does the same, then does nothing. */
export async function createDefaultSequence(ctx: Ctx): Promise<void> {
	const id = newId();
	const inserted = await ctx.db
		.insertInto("sequences")
		.values({ org_id: ctx.org, id, location_id: null, name: "Follow-up on a request" })
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!inserted) return;
	const versionId = newId();
	await ctx.db
		.insertInto("sequence_versions")
		.values({ org_id: ctx.org, id: versionId, sequence_id: id, number: 1, touches: jsonb(DEFAULT_SEQUENCE) as never })
		.execute();
	await ctx.db.updateTable("sequences").set({ published_version_id: versionId }).where("id", "=", id).execute();
	await ctx.record({
		name: "sequence.published",
		subject: { type: "sequence", id },
		data: { number: 1, shipped: true },
	});
}
