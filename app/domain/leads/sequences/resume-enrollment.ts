import { sql } from "kysely";
import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { findTakenDays } from "#app/domain/leads/enroll-lead.ts";
import { planTouches } from "#app/domain/messaging/rules/send-window.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { sendTouchJob } from "./jobs.ts";
import { lockEnrollment } from "./pause-enrollment.ts";
import { sendWindowOf } from "./send-settings.ts";
import { readTouches } from "./versions/touch-schema.ts";

/**
 * Lets a paused sequence go on: what is left keeps its distances, later by as long as it stood still, in the window
 * and on the version it was enrolled with. 404 for no such enrolment, 409 for one that has ended.
 */
export async function resumeEnrollment(ctx: Ctx, { enrollmentId }: { enrollmentId: string }): Promise<void> {
	authorize(ctx, "enrollments.change");
	const enrollment = await lockEnrollment(ctx, enrollmentId);
	if (enrollment.state === "running") return;
	if (enrollment.state !== "paused") throw conflict("This sequence has ended.");
	const from = (enrollment.counted_from ?? enrollment.created_at).getTime();
	const countedFrom = from + Math.max(0, ctx.now.getTime() - (enrollment.paused_at ?? ctx.now).getTime());
	await ctx.db
		.updateTable("enrollments")
		.set({ state: "running", paused_at: null, counted_from: new Date(countedFrom) })
		.where("id", "=", enrollmentId)
		.execute();
	await planRest(ctx, { enrollmentId, countedFrom, contactId: enrollment.contact_id });
	await ctx.record({
		name: "enrollment.resumed",
		subject: { type: "enrollment", id: enrollmentId },
		...(enrollment.lead_id ? { parent: { type: "lead", id: enrollment.lead_id } } : {}),
	});
}

type Rest = { enrollmentId: string; countedFrom: number; contactId: string };

async function planRest(ctx: Ctx, { enrollmentId, countedFrom, contactId }: Rest): Promise<void> {
	const touches = await ctx.db
		.selectFrom("touches")
		.select(["id", "position", "channel", "status", "status_at", "message_id"])
		.where("enrollment_id", "=", enrollmentId)
		.orderBy("position")
		.execute();
	const rest = touches.filter((touch) => touch.status === "held" && touch.message_id === null);
	if (rest.length === 0) return;
	const source = await readSource(ctx, enrollmentId);
	const version = readTouches(source.touches);
	const sent = touches.filter((touch) => touch.message_id !== null);
	const times = planTouches({
		enrolledAt: countedFrom,
		touches: rest.map((touch) => version[touch.position - 1]!),
		window: sendWindowOf(source),
		taken: [
			...sent.map((touch) => ({ channel: touch.channel as "email" | "sms", at: touch.status_at.getTime() })),
			...(await findTakenDays(ctx, contactId, enrollmentId)),
		],
	});
	// The first may lie in the past by seconds: it goes now.
	const planned = times.map(({ sendAt }, index) => ({
		id: rest[index]!.id,
		at: sendAt === null ? null : new Date(Math.max(sendAt, ctx.now.getTime())),
	}));
	await writePlan(ctx, planned);
	await ctx.enqueueMany(
		sendTouchJob,
		planned.flatMap(({ id, at }) => (at ? [{ payload: { orgId: ctx.org, touchId: id }, options: { after: at } }] : [])),
	);
}

/** Gives touches their new times, in one statement; null: none that the window lets through. */
async function writePlan(ctx: Ctx, planned: readonly { id: string; at: Date | null }[]): Promise<void> {
	await sql`update touches t set status_at = ${ctx.now}::timestamptz, planned_at = coalesce(p.at, t.planned_at),
			status = case when p.at is null then 'skipped' else 'scheduled' end,
			reason = case when p.at is null then 'The send window never opens.' end
		from jsonb_to_recordset(${jsonb(planned)}) as p (id uuid, at timestamptz)
		where t.org_id = ${ctx.org} and t.id = p.id`.execute(ctx.db);
}

function readSource(ctx: Ctx, enrollmentId: string) {
	return ctx.db
		.selectFrom("enrollments as e")
		.innerJoin("sequence_versions as v", (join) =>
			join.onRef("v.org_id", "=", "e.org_id").onRef("v.id", "=", "e.sequence_version_id"),
		)
		.innerJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "e.org_id").onRef("c.id", "=", "e.contact_id"))
		.innerJoin("locations as p", (join) => join.onRef("p.org_id", "=", "e.org_id").onRef("p.id", "=", "e.location_id"))
		.innerJoin("organisations as o", "o.id", "e.org_id")
		.leftJoin("schedules as s", (join) =>
			join.onRef("s.org_id", "=", "e.org_id").onRef("s.location_id", "=", "e.location_id"),
		)
		.select(["v.touches", "p.time_zone", "p.send_window", "s.exceptions", "o.settings"])
		.select("c.time_zone as contact_time_zone")
		.where("e.id", "=", enrollmentId)
		.executeTakeFirstOrThrow();
}
