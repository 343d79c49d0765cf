import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { TOUCH_VARIABLES } from "#app/domain/leads/default-sequence.ts";
import { checkTemplate } from "#app/domain/messaging/rules/template.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { StoredTouches, type VersionTouch } from "./touch-schema.ts";

export type NewVersion = {
	/** Null: the organisation's own sequence. */
	locationId: string | null;
	touches: readonly VersionTouch[];
	/** The number of the version that was edited; 0 where there was none. */
	basedOn: number;
};

/**
 * Publishes a version of a sequence. Versions never change: who is enrolled keeps theirs, who comes from now on gets
 * this one. 422 with the fields at fault for texts that cannot be filled in; 409 when somebody published meanwhile;
 * 404 for a location that is not here.
 */
export async function publishSequence(ctx: Ctx, input: NewVersion): Promise<{ versionId: string; number: number }> {
	authorize(ctx, "sequences.edit");
	const touches = StoredTouches.parse(input.touches);
	assertTexts(touches as VersionTouch[]);
	const sequence = await lockSequence(ctx, input.locationId);
	const newest = await ctx.db
		.selectFrom("sequence_versions")
		.select((query) => query.fn.max("number").as("number"))
		.where("sequence_id", "=", sequence.id)
		.executeTakeFirst();
	if (sequence.published !== input.basedOn) {
		throw conflict(
			"Somebody published another version while you were editing. Nothing of yours is lost: look at theirs, then publish yours if it should stay.",
			{
				number: sequence.published,
			},
		);
	}
	const number = (newest?.number ?? 0) + 1;
	const versionId = newId();
	await ctx.db
		.insertInto("sequence_versions")
		.values({
			org_id: ctx.org,
			id: versionId,
			sequence_id: sequence.id,
			number,
			touches: jsonb(touches) as never,
			created_by: ctx.actor.kind === "member" ? ctx.actor.id : null,
			created_at: ctx.now,
		})
		.execute();
	await ctx.db
		.updateTable("sequences")
		.set({ published_version_id: versionId })
		.where("id", "=", sequence.id)
		.execute();
	await ctx.record({
		name: "sequence.published",
		subject: { type: "sequence", id: sequence.id },
		data: { number, locationId: input.locationId, touches: touches.length },
	});
	return { versionId, number };
}

/** The sequence of a place, made if it has none, locked; `published` is its version's number, 0 for none. */
async function lockSequence(ctx: Ctx, locationId: string | null): Promise<{ id: string; published: number }> {
	const place = locationId ? await findLocation(ctx, locationId) : null;
	await ctx.db
		.insertInto("sequences")
		.values({
			org_id: ctx.org,
			id: newId(),
			location_id: locationId,
			name: place ? `Follow-up at ${place.name}` : "Follow-up on a request",
		})
		.onConflict((onConflict) => onConflict.doNothing())
		.execute();
	const sequence = await ctx.db
		.selectFrom("sequences as s")
		.select(["s.id", "s.published_version_id"])
		.where("s.location_id", "is not distinct from", locationId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (!sequence.published_version_id) return { id: sequence.id, published: 0 };
	const version = await ctx.db
		.selectFrom("sequence_versions")
		.select("number")
		.where("id", "=", sequence.published_version_id)
		.executeTakeFirstOrThrow();
	return { id: sequence.id, published: version.number };
}

async function findLocation(ctx: Ctx, id: string): Promise<{ name: string }> {
	const location = await ctx.db.selectFrom("locations").select("name").where("id", "=", id).executeTakeFirst();
	if (!location) throw notFound("location");
	return location;
}

/** Every text of every touch, checked against the variables it may use; errors stand at their fields. */
function assertTexts(touches: readonly VersionTouch[]): void {
	const fields: Record<string, string[]> = {};
	const check = (name: string, text: string | null | undefined) => {
		const problems = checkTemplate(text ?? "", TOUCH_VARIABLES);
		if (problems.length > 0) fields[name] = problems.map((problem) => problem.message);
	};
	for (const [at, touch] of touches.entries()) {
		for (const field of ["subject", "body", "button"] as const) {
			check(`touches[${at}].${field}`, touch[field]);
			check(`touches[${at}].second.${field}`, touch.second?.[field]);
		}
	}
	if (Object.keys(fields).length > 0) throw invalid("Some texts use what cannot be filled in.", fields);
}
