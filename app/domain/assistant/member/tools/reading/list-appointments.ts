import { z } from "zod";
import { addDays, dateAt, dayBounds } from "#app/base/time.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import { listAppointments as listOf } from "#app/domain/scheduling/calendar/appointment-list-queries.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({
	from: z.iso.date().optional().describe("First day, YYYY-MM-DD; absent: today"),
	to: z.iso.date().optional().describe("Last day; absent: a week from the first"),
});

export const listAppointments: ReadTool<z.output<typeof Input>> = {
	name: "list_appointments",
	purpose: "List booked appointments between two days, both included.",
	permission: "appointments.view",
	input: Input,
	async read(ctx, { from, to }, { zone }) {
		const first = from ?? dateAt(ctx.now.getTime(), zone);
		const last = to ?? addDays(first, 6);
		const bounds = { from: new Date(dayBounds(first, zone).startsAt), to: new Date(dayBounds(last, zone).endsAt) };
		const { data, next } = await listOf(ctx, { state: "booked", ...bounds, limit: 20 });
		const days = first === last ? `on ${first}` : `from ${first} to ${last}`;
		return {
			heading: data.length === 0 ? `Nothing is booked ${days}.` : `Booked ${days}:`,
			lines: data.toReversed().map((one) => ({
				text: `${sayInstant(one.startsAt.getTime(), zone)}: ${one.title}`,
				finding: { title: one.title, note: "appointment", href: `/calendar/${one.id}` },
			})),
			more: { label: next ? "There are more, in the calendar" : "The calendar", href: `/calendar?day=${first}` },
		};
	},
};
