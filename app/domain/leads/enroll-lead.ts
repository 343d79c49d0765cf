import { notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { planTouches } from "#app/domain/messaging/rules/send-window.ts";
import type { Ctx } from "#db/context.ts";
import { isOpenLead, type LeadState } from "./rules.ts";
import { sendTouchJob } from "./sequences/jobs.ts";
import { sendWindowOf, type WindowSource } from "./sequences/send-settings.ts";
import { getPublishedVersion } from "./sequences/versions/published-version.ts";
import type { VersionTouch } from "./sequences/versions/touch-schema.ts";

/**
 * Enrols a lead in the sequence of its location (LEAD-5): plans every touch in the location's zone and send window
 * and asks for a job at each one's time. Undefined when the lead waits for nothing any more, or its contact already
 * has a sequence under way at this location; the database decides when several ask at once. 404 for no such lead.
 */
export async function enrollLead(
	ctx: Ctx,
	{ leadId }: { leadId: string },
): Promise<{ enrollmentId: string } | undefined> {
	authorize(ctx, "enrollments.change");
	const lead = await readLead(ctx, leadId);
	if (!lead) throw notFound("lead");
	if (!isOpenLead(lead.state as LeadState)) return undefined;
	const version = await getPublishedVersion(ctx, lead.location_id);
	const enrollmentId = newId();
	const inserted = await ctx.db
		.insertInto("enrollments")
		.values({
			org_id: ctx.org,
			id: enrollmentId,
			lead_id: leadId,
			contact_id: lead.contact_id,
			location_id: lead.location_id,
			sequence_version_id: version.id,
			created_at: ctx.now,
			counted_from: ctx.now,
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!inserted) return undefined;
	await planAll(ctx, { enrollmentId, leadId, lead, touches: version.touches });
	await ctx.record({
		name: "enrollment.started",
		subject: { type: "enrollment", id: enrollmentId },
		parent: { type: "lead", id: leadId },
		data: { contactId: lead.contact_id, locationId: lead.location_id, sequenceVersionId: version.id },
	});
	return { enrollmentId };
}

type LeadRow = WindowSource & { contact_id: string; location_id: string; state: string };

function readLead(ctx: Ctx, leadId: string): Promise<LeadRow | undefined> {
	return ctx.db
		.selectFrom("leads as l")
		.innerJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "l.org_id").onRef("c.id", "=", "l.contact_id"))
		.innerJoin("locations as p", (join) => join.onRef("p.org_id", "=", "l.org_id").onRef("p.id", "=", "l.location_id"))
		.innerJoin("organisations as o", "o.id", "l.org_id")
		.leftJoin("schedules as s", (join) =>
			join.onRef("s.org_id", "=", "l.org_id").onRef("s.location_id", "=", "l.location_id"),
		)
		.select(["l.contact_id", "l.location_id", "l.state", "p.time_zone", "p.send_window", "s.exceptions", "o.settings"])
		.select("c.time_zone as contact_time_zone")
		.where("l.id", "=", leadId)
		.executeTakeFirst();
}

type Plan = { enrollmentId: string; leadId: string; lead: LeadRow; touches: VersionTouch[] };

async function planAll(ctx: Ctx, { enrollmentId, leadId, lead, touches }: Plan): Promise<void> {
	const times = planTouches({
		enrolledAt: ctx.now.getTime(),
		touches,
		window: sendWindowOf(lead),
		taken: await findTakenDays(ctx, lead.contact_id, enrollmentId),
	});
	const rows = times.map((time, index) => ({
		org_id: ctx.org,
		id: newId(),
		enrollment_id: enrollmentId,
		lead_id: leadId,
		position: index + 1,
		channel: time.channel as "email" | "sms",
		planned_at: new Date(time.sendAt ?? time.plannedAt),
		status: time.sendAt === null ? ("skipped" as const) : ("scheduled" as const),
		status_at: ctx.now,
		reason: time.sendAt === null ? "The send window never opens." : null,
		variant: touches[index]?.second ? variantOf(enrollmentId) : null,
	}));
	await ctx.db.insertInto("touches").values(rows).execute();
	await ctx.enqueueMany(
		sendTouchJob,
		rows
			.filter((row) => row.status === "scheduled")
			.map((row) => ({ payload: { orgId: ctx.org, touchId: row.id }, options: { after: row.planned_at } })),
	);
}

/** Days on which the contact is written to by another sequence, so that one channel is used once a day. */
export async function findTakenDays(
	ctx: Ctx,
	contactId: string,
	enrollmentId: string,
): Promise<{ channel: "email" | "sms"; at: number }[]> {
	const rows = await ctx.db
		.selectFrom("enrollments as e")
		.innerJoin("touches as t", (join) => join.onRef("t.org_id", "=", "e.org_id").onRef("t.enrollment_id", "=", "e.id"))
		.select(["t.channel", "t.planned_at"])
		.where("e.contact_id", "=", contactId)
		.where("e.id", "<>", enrollmentId)
		.where("t.status", "in", ["scheduled", "sending", "sent", "delivered"])
		.where("t.planned_at", ">", new Date(ctx.now.getTime() - 86_400_000))
		.execute();
	return rows.map((row) => ({ channel: row.channel as "email" | "sms", at: row.planned_at.getTime() }));
}

/** Which wording an enrolment gets: half and half by the last digit of its id, which is random. */
function variantOf(enrollmentId: string): "A" | "B" {
	return Number.parseInt(enrollmentId.slice(-1), 16) % 2 === 0 ? "A" : "B";
}
