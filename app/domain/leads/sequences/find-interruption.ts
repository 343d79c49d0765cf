import type { SequenceStop } from "#app/domain/leads/rules.ts";
import type { Ctx } from "#db/context.ts";
import type { DueTouch } from "./due-touch.ts";

/**
 * What has come in between since the enrolment: a message of the customer, by any channel, or an appointment. Read
 * from where they are stored, so that a reply counts before any job has followed it.
 */
export async function findInterruption(ctx: Ctx, touch: DueTouch): Promise<SequenceStop | undefined> {
	const { replied, booked } = await ctx.db
		.selectNoFrom((query) => [
			query
				.exists(
					query
						.selectFrom("messages as m")
						.leftJoin("conversations as k", (join) =>
							join.onRef("k.org_id", "=", "m.org_id").onRef("k.id", "=", "m.conversation_id"),
						)
						.select("m.id")
						.where("m.contact_id", "=", touch.contact_id)
						.where("m.direction", "=", "in")
						.where("m.created_at", ">=", touch.enrolled_at)
						.where((where) =>
							where.or([where("k.location_id", "is", null), where("k.location_id", "=", touch.location_id)]),
						)
						.where((where) => where.not(where("m.parts", "@>", '{"automatic": true}' as never))),
				)
				.as("replied"),
			query
				.exists(
					query
						.selectFrom("appointments")
						.select("id")
						.where("contact_id", "=", touch.contact_id)
						.where("location_id", "=", touch.location_id)
						.where("state", "in", ["booked", "completed"])
						.where("ends_at", ">=", touch.enrolled_at),
				)
				.as("booked"),
		])
		.executeTakeFirstOrThrow();
	return replied ? "replied" : booked ? "booked" : undefined;
}
