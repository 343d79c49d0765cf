import type { Ctx } from "#db/context.ts";

/** One touch with all that decides whether and how it goes out; its enrolment and itself are locked. */
export async function findDueTouch(ctx: Ctx, touchId: string) {
	const row = await ctx.db
		.selectFrom("touches as t")
		.innerJoin("enrollments as e", (join) =>
			join.onRef("e.org_id", "=", "t.org_id").onRef("e.id", "=", "t.enrollment_id"),
		)
		.innerJoin("sequence_versions as v", (join) =>
			join.onRef("v.org_id", "=", "e.org_id").onRef("v.id", "=", "e.sequence_version_id"),
		)
		.innerJoin("leads as l", (join) => join.onRef("l.org_id", "=", "e.org_id").onRef("l.id", "=", "e.lead_id"))
		.innerJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "e.org_id").onRef("c.id", "=", "e.contact_id"))
		.innerJoin("locations as p", (join) => join.onRef("p.org_id", "=", "e.org_id").onRef("p.id", "=", "e.location_id"))
		.innerJoin("organisations as o", "o.id", "t.org_id")
		.leftJoin("vehicles as w", (join) => join.onRef("w.org_id", "=", "l.org_id").onRef("w.id", "=", "l.vehicle_id"))
		.leftJoin("schedules as s", (join) =>
			join.onRef("s.org_id", "=", "e.org_id").onRef("s.location_id", "=", "e.location_id"),
		)
		.select(["t.id", "t.status", "t.message_id", "t.position", "t.channel", "t.planned_at", "t.variant", "t.attempt"])
		.select(["e.id as enrollment_id", "e.state as enrollment_state", "e.created_at as enrolled_at", "e.contact_id"])
		.select(["e.location_id", "v.touches"])
		.select([
			"l.id as lead_id",
			"l.state as lead_state",
			"l.conversation_id",
			"l.title as lead_title",
			"l.services",
			"l.source",
		])
		.select([
			"c.first_name",
			"c.email",
			"c.phone",
			"c.time_zone as contact_time_zone",
			"c.deleted_at as contact_deleted_at",
		])
		.select(["p.name as location_name", "p.phone as location_phone", "p.time_zone", "p.send_window", "s.exceptions"])
		.select(["o.name as organisation_name", "o.settings", "w.year", "w.make", "w.model"])
		.where("t.id", "=", touchId)
		.forUpdate(["e", "t"])
		.executeTakeFirst();
	return row;
}

export type DueTouch = NonNullable<Awaited<ReturnType<typeof findDueTouch>>>;
