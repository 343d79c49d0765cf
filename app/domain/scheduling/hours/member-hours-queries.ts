import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { SCHEDULE_TEXT_COLUMNS, scheduleTexts } from "./schedule-columns.ts";

/** Whose hours an actor may change: a member their own, a manager everybody's. Throws 403 otherwise. */
export function authorizeHours(ctx: Ctx, memberId: string): void {
	const isOwn = ctx.actor.kind === "member" && ctx.actor.id === memberId;
	authorize(ctx, isOwn ? "hours.edit" : "hours.edit-others");
}

/**
 * A member's working hours as their form shows them, in one query; `version` is null while there are none, and the
 * fields are then those of most offices, on the organisation's clocks. 404 where there is no such member.
 */
export async function getMemberHours(ctx: Ctx, memberId: string) {
	authorizeHours(ctx, memberId);
	const row = isId(memberId)
		? await ctx.db
				.selectFrom("memberships as m")
				.innerJoin("organisations as o", "o.id", "m.org_id")
				.leftJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "m.org_id").onRef("s.member_id", "=", "m.id"))
				.select(["m.id", "m.name", "o.time_zone as org_zone", "s.time_zone", "s.bookable", "s.version"])
				.select(SCHEDULE_TEXT_COLUMNS)
				.where("m.id", "=", memberId)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("member");
	const usual = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [`hours${day}`, "09:00-12:00, 13:00-17:00"]));
	return {
		id: row.id,
		name: row.name,
		version: row.version,
		fields: {
			...scheduleTexts(row),
			...(row.version === null ? usual : {}),
			timeZone: row.time_zone ?? row.org_zone,
			bookable: row.bookable === false ? "" : "on",
		} as Record<string, string>,
	};
}
