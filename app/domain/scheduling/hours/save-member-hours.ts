import { conflict, notFound } from "#app/base/errors.ts";
import { fieldChanges } from "#app/base/field-changes.ts";
import { isId, newId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import type { HoursForm } from "./hours-form.ts";
import { authorizeHours, getMemberHours } from "./member-hours-queries.ts";
import { scheduleColumns } from "./schedule-columns.ts";

/**
 * Stores a member's working hours: one's own, or as a manager somebody else's. What is booked already stays booked.
 * 403 for a viewer and for others' hours, 404 for who is not here, 409 when somebody else has saved them since
 * `input.version`.
 */
export async function saveMemberHours(ctx: Ctx, input: HoursForm & { memberId: string }): Promise<void> {
	authorizeHours(ctx, input.memberId);
	const member = await findMember(ctx, input.memberId);
	const known = await ctx.db
		.selectFrom("schedules")
		.select(["id", "version"])
		.where("member_id", "=", member.id)
		.forUpdate()
		.executeTakeFirst();
	if (known && known.version !== input.version) {
		throw conflict("These hours were saved elsewhere meanwhile. Load the page again to see what changed.", {
			current: { version: known.version },
		});
	}
	const before = (await getMemberHours(ctx, member.id)).fields;
	const columns = { ...scheduleColumns(input), bookable: input.bookable === "on" };
	if (known) {
		await ctx.db
			.updateTable("schedules")
			.set((eb) => ({ ...columns, version: eb("version", "+", 1) }))
			.where("id", "=", known.id)
			.execute();
	} else {
		await ctx.db
			.insertInto("schedules")
			.values({ ...columns, org_id: ctx.org, id: newId(), member_id: member.id })
			.execute();
	}
	const { fields } = await getMemberHours(ctx, member.id);
	await ctx.record({
		name: "member.hours-changed",
		subject: { type: "member", id: member.id },
		changes: known ? fieldChanges(before, fields) : {},
		data: { name: member.name, timeZone: input.timeZone, bookable: columns.bookable },
	});
}

/** The membership under a lock, so that two first saves wait for each other and the second meets the first's row. */
async function findMember(ctx: Ctx, memberId: string): Promise<{ id: string; name: string }> {
	const member = isId(memberId)
		? await ctx.db
				.selectFrom("memberships")
				.select(["id", "name"])
				.where("id", "=", memberId)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!member) throw notFound("member");
	return member;
}
