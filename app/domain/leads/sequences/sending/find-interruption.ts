import type { SequenceStop } from "#app/domain/leads/rules.ts";
import { isAnswerable, keywordOf } from "#app/domain/messaging/rules/keywords.ts";
import type { Ctx } from "#db/context.ts";
import type { DueTouch } from "./due-touch.ts";

/**
 * What has come in between since the enrolment: a message of the customer, by any channel, or an appointment. Read
 * from where they are stored, so that a reply counts before any job has followed it.
 */
export async function findInterruption(ctx: Ctx, touch: DueTouch): Promise<SequenceStop | undefined> {
	const booked = await ctx.db
		.selectFrom("appointments")
		.select("id")
		.where("contact_id", "=", touch.contact_id)
		// A member's appointments belong to no location: whoever meets the firm is not urged to book.
		.where((where) => where.or([where("location_id", "=", touch.location_id), where("location_id", "is", null)]))
		.where("state", "in", ["booked", "completed"])
		.where("ends_at", ">=", touch.enrolled_at)
		.executeTakeFirst();
	if (booked) return "booked";
	const written = await ctx.db
		.selectFrom("messages as m")
		.leftJoin("conversations as k", (join) =>
			join.onRef("k.org_id", "=", "m.org_id").onRef("k.id", "=", "m.conversation_id"),
		)
		.select(["m.channel", "m.body_text", "m.parts"])
		.where("m.contact_id", "=", touch.contact_id)
		.where("m.direction", "=", "in")
		.where("m.created_at", ">=", touch.enrolled_at)
		.where((where) => where.or([where("k.location_id", "is", null), where("k.location_id", "=", touch.location_id)]))
		.orderBy("m.id", "desc")
		.limit(50)
		.execute();
	const stops = written.map((message) => stopOf(message));
	return stops.find((stop) => stop === "opted-out") ?? stops.find((stop) => stop !== undefined);
}

/** What a customer's message means for a sequence: nothing if a machine wrote it, or if it only asks for help. */
export function stopOf(message: { channel: string; body_text: string; parts: unknown }): SequenceStop | undefined {
	if ((message.parts as { automatic?: unknown } | null)?.automatic === true) return undefined;
	const keyword = message.channel === "sms" ? keywordOf(message.body_text) : null;
	if (keyword === "stop") return "opted-out";
	return isAnswerable(message.body_text, keyword) ? "replied" : undefined;
}
