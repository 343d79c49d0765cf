import { newId } from "#app/base/ids.ts";
import type { HoursException, WeeklyHours } from "#app/base/opening-hours.ts";
import { jsonb } from "#db/client.ts";
import type { Role } from "#db/context.ts";
import { as, type TestOrg } from "#tests/support/house.ts";
import { WEEK } from "./shop.ts";

type Options = {
	zone?: string;
	hours?: WeeklyHours[];
	exceptions?: HoursException[];
	before?: number;
	after?: number;
	step?: number;
	notice?: number;
	horizon?: number;
	bookable?: boolean;
};

/** Gives an organisation's member of a role working hours; Monday to Friday, 9 to 12 and 1 to 5, unless said. Returns their id. */
export async function giveHours(org: TestOrg, role: Role, options: Options = {}): Promise<string> {
	const id = org.members[role].id;
	await as(org, "owner", async ({ db, org: org_id }) => {
		await db.deleteFrom("schedules").where("member_id", "=", id).execute();
		await db
			.insertInto("schedules")
			.values({
				org_id,
				id: newId(),
				member_id: id,
				time_zone: options.zone ?? "America/Los_Angeles",
				weekly_hours: jsonb(options.hours ?? WEEK),
				exceptions: jsonb(options.exceptions ?? []),
				buffer_before_minutes: options.before ?? 0,
				buffer_after_minutes: options.after ?? 0,
				step_minutes: options.step ?? 60,
				minimum_notice_minutes: options.notice ?? 60,
				horizon_days: options.horizon ?? 60,
				bookable: options.bookable ?? true,
			})
			.execute();
	});
	return id;
}
