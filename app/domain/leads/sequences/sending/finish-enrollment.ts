import type { Ctx } from "#db/context.ts";

/** Ends a running enrolment that has nothing more to send. */
export async function finishEnrollment(ctx: Ctx, enrollmentId: string): Promise<void> {
	await ctx.db
		.updateTable("enrollments as e")
		.set({ state: "finished", ended_at: ctx.now })
		.where("e.id", "=", enrollmentId)
		.where("e.state", "=", "running")
		.where((where) =>
			where.not(
				where.exists(
					where
						.selectFrom("touches as t")
						.select("t.id")
						.whereRef("t.org_id", "=", "e.org_id")
						.whereRef("t.enrollment_id", "=", "e.id")
						.where("t.status", "in", ["scheduled", "held"]),
				),
			),
		)
		.execute();
}
