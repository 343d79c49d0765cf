import { conflict, notFound } from "#app/base/errors.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import type { Ctx } from "#db/context.ts";
import { pauseEnrollment } from "./pause-enrollment.ts";
import { resumeEnrollment } from "./resume-enrollment.ts";
import { stopEnrollments } from "./stop-enrollments.ts";

export const SEQUENCE_ACTS = ["pause", "resume", "stop", "start"] as const;
export type SequenceAct = (typeof SEQUENCE_ACTS)[number];

/** What a member does with the sequence of a lead. 404 for no such lead, 409 where there is nothing to do it with. */
export async function changeSequence(ctx: Ctx, { leadId, act }: { leadId: string; act: SequenceAct }): Promise<void> {
	if (act === "start") {
		if (!(await enrollLead(ctx, { leadId }))) throw conflict("A sequence is under way already, or the lead is closed.");
		return;
	}
	const lead = await ctx.db.selectFrom("leads").select("id").where("id", "=", leadId).executeTakeFirst();
	if (!lead) throw notFound("lead");
	if (act === "stop") {
		if ((await stopEnrollments(ctx, { leadId, reason: "member" })) === 0) throw conflict("No sequence is under way.");
		return;
	}
	const enrollment = await ctx.db
		.selectFrom("enrollments")
		.select("id")
		.where("lead_id", "=", leadId)
		.where("state", "in", ["running", "paused"])
		.executeTakeFirst();
	if (!enrollment) throw conflict("No sequence is under way.");
	const change = act === "pause" ? pauseEnrollment : resumeEnrollment;
	await change(ctx, { enrollmentId: enrollment.id });
}
