import { conflict, notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import type { Ctx } from "#db/context.ts";
import { findUnsent } from "./end-touches.ts";

/**
 * Pauses a running sequence: what is left of it is held until a member lets it go on, and messages that were not
 * handed over yet are taken back, to be written again then. 404 for no such enrolment, 409 for one that has ended.
 */
export async function pauseEnrollment(ctx: Ctx, { enrollmentId }: { enrollmentId: string }): Promise<void> {
	authorize(ctx, "enrollments.change");
	const enrollment = await lockEnrollment(ctx, enrollmentId);
	if (enrollment.state === "paused") return;
	if (enrollment.state !== "running") throw conflict("This sequence has ended.");
	await ctx.db
		.updateTable("enrollments")
		.set({ state: "paused", paused_at: ctx.now })
		.where("id", "=", enrollmentId)
		.execute();
	const reason = `Paused by ${ctx.actor.name}.`;
	const taken = await findUnsent(ctx, [enrollmentId]);
	for (const touch of taken) await cancelMessage(ctx, { messageId: touch.message_id, reason });
	const held = { status: "held" as const, status_at: ctx.now, reason };
	if (taken.length > 0) {
		await ctx.db
			.updateTable("touches")
			.set((change) => ({ ...held, message_id: null, attempt: change("attempt", "+", 1) }))
			.where(
				"id",
				"in",
				taken.map((touch) => touch.id),
			)
			.execute();
	}
	await ctx.db
		.updateTable("touches")
		.set(held)
		.where("enrollment_id", "=", enrollmentId)
		.where("status", "=", "scheduled")
		.execute();
	await ctx.record({
		name: "enrollment.paused",
		subject: { type: "enrollment", id: enrollmentId },
		...(enrollment.lead_id ? { parent: { type: "lead", id: enrollment.lead_id } } : {}),
	});
}

/** An enrolment, locked. 404 where there is none. */
export async function lockEnrollment(ctx: Ctx, enrollmentId: string) {
	const enrollment = await ctx.db
		.selectFrom("enrollments")
		.select(["id", "state", "lead_id", "contact_id", "location_id", "sequence_version_id", "paused_at"])
		.select(["counted_from", "created_at"])
		.where("id", "=", enrollmentId)
		.forUpdate()
		.executeTakeFirst();
	if (!enrollment) throw notFound("sequence");
	return enrollment;
}
