import { HOUR, MINUTE } from "#app/base/time.ts";
import { sendWindowOf } from "#app/domain/leads/sequences/send-settings.ts";
import { planTouches } from "#app/domain/messaging/rules/send-window.ts";
import type { Ctx } from "#db/context.ts";
import type { DueTouch } from "./due-touch.ts";

const LATE_MS = 30 * MINUTE;
const APART_MS = 2 * HOUR;

/**
 * When a due touch may go: now, or the window's next opening; null when it never opens. One that is late, because
 * nothing ran for a while, also keeps its distance from those before it, so that a backlog does not reach a customer
 * in one go.
 */
export async function timeForTouch(ctx: Ctx, touch: DueTouch): Promise<Date | null> {
	const now = ctx.now.getTime();
	const late = now - touch.planned_at.getTime() > LATE_MS;
	const others = late ? await findOthers(ctx, touch) : [];
	const last = Math.max(0, ...others.map((other) => other.at));
	const [time] = planTouches({
		enrolledAt: Math.max(now, last > 0 ? last + APART_MS : 0),
		touches: [{ channel: touch.channel as "email" | "sms", minutes: 0 }],
		window: sendWindowOf(touch),
		taken: others,
	});
	return time?.sendAt == null ? null : new Date(time.sendAt);
}

/** Earlier touches of this enrolment that went out within a day, or are due and will before this one. */
async function findOthers(ctx: Ctx, touch: DueTouch): Promise<{ channel: "email" | "sms"; at: number }[]> {
	const since = new Date(ctx.now.getTime() - 24 * HOUR);
	const rows = await ctx.db
		.selectFrom("touches")
		.select(["channel", "status", "status_at", "planned_at"])
		.where("enrollment_id", "=", touch.enrollment_id)
		.where("position", "<", touch.position)
		.where((where) =>
			where.or([
				where.and([where("message_id", "is not", null), where("status_at", ">", since)]),
				where.and([where("status", "=", "scheduled"), where("message_id", "is", null)]),
			]),
		)
		.execute();
	return rows.map((row) => ({
		channel: row.channel as "email" | "sms",
		at: row.status === "scheduled" ? Math.max(row.planned_at.getTime(), ctx.now.getTime()) : row.status_at.getTime(),
	}));
}
