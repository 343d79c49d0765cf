import { addDays, dateAt } from "#app/base/time.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { DEMO_ORG, memberId } from "../people.ts";
import { seedId } from "../seed-id.ts";

type Stint = { weekdays: readonly number[]; ranges: readonly (readonly [string, string])[] };

/** Who of the demo firm can be booked, and when: between them on every day of a week. */
export const DEMO_HOURS: readonly { email: string; name: string; zone: string; stints: readonly Stint[] }[] = [
	{
		email: "manager@demo.perigee.test",
		name: "Milo Brandt",
		zone: "America/Los_Angeles",
		stints: [
			{ weekdays: [1, 2, 3, 4], ranges: [["09:00", "12:00"], ["13:00", "17:00"]] }, // biome-ignore format: a day in a line
			{ weekdays: [5], ranges: [["09:00", "13:00"]] },
		],
	},
	{
		email: "user@demo.perigee.test",
		name: "Uma Castell",
		zone: "America/Chicago",
		stints: [{ weekdays: [3, 4, 5, 6, 7], ranges: [["10:00", "14:00"], ["14:30", "18:30"]] }], // biome-ignore format: a day in a line
	},
];

/** Gives them these hours, a few minutes between two people, and a day off in three weeks. */
export async function seedMemberHours({ db }: Ctx, firstAt: Date): Promise<void> {
	const rows = DEMO_HOURS.map(({ email, zone, stints }) => ({
		org_id: DEMO_ORG,
		id: seedId(`schedule ${email}`),
		member_id: memberId(email),
		time_zone: zone,
		weekly_hours: jsonb(
			stints.flatMap(({ weekdays, ranges }) =>
				weekdays.flatMap((weekday) => ranges.map(([opens, closes]) => ({ weekday, opens, closes }))),
			),
		),
		exceptions: jsonb([{ date: addDays(dateAt(firstAt.getTime(), zone), 20), closed: true, name: "Day off" }]),
		buffer_after_minutes: 10,
		minimum_notice_minutes: 120,
	}));
	await db
		.insertInto("schedules")
		.values(rows)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
