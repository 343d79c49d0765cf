import type { z } from "zod";
import { sayExceptions, sayRanges } from "#app/domain/scheduling/rules/written-hours.ts";
import { ExceptionsColumn, WeeklyHoursColumn } from "#app/domain/scheduling/schema.ts";
import { jsonb } from "#db/client.ts";
import type { scheduleFields } from "./hours-form.ts";

type ScheduleFields = z.infer<z.ZodObject<typeof scheduleFields>>;

/** What a form's fields are in the table `schedules`. */
export function scheduleColumns(input: ScheduleFields) {
	const week = [input.hours1, input.hours2, input.hours3, input.hours4, input.hours5, input.hours6, input.hours7];
	const weeklyHours = week.flatMap((ranges, index) => ranges.map((range) => ({ weekday: index + 1, ...range })));
	return {
		time_zone: input.timeZone,
		weekly_hours: jsonb(weeklyHours),
		exceptions: jsonb(input.exceptions),
		buffer_before_minutes: input.bufferBefore,
		buffer_after_minutes: input.bufferAfter,
		step_minutes: input.step,
		minimum_notice_minutes: input.notice,
		horizon_days: input.horizon,
	};
}

/** The columns that `scheduleTexts` reads; null where there is no schedule yet. */
export const SCHEDULE_TEXT_COLUMNS = [
	"s.weekly_hours",
	"s.exceptions",
	"s.buffer_before_minutes",
	"s.buffer_after_minutes",
	"s.step_minutes",
	"s.minimum_notice_minutes",
	"s.horizon_days",
] as const;

/** A schedule as its form shows it: every field a text, its hours as people write them. */
export function scheduleTexts(row: {
	weekly_hours: unknown;
	exceptions: unknown;
	buffer_before_minutes: number | null;
	buffer_after_minutes: number | null;
	step_minutes: number | null;
	minimum_notice_minutes: number | null;
	horizon_days: number | null;
}): Record<string, string> {
	const week = WeeklyHoursColumn.parse(row.weekly_hours ?? []);
	const hours = Array.from({ length: 7 }, (_, index) =>
		sayRanges(week.filter((one) => one.weekday === index + 1).sort((a, b) => (a.opens < b.opens ? -1 : 1))),
	);
	return {
		...Object.fromEntries(hours.map((text, index) => [`hours${index + 1}`, text])),
		exceptions: sayExceptions(ExceptionsColumn.parse(row.exceptions ?? [])),
		bufferBefore: String(row.buffer_before_minutes ?? 0),
		bufferAfter: String(row.buffer_after_minutes ?? 0),
		step: String(row.step_minutes ?? 30),
		notice: String(row.minimum_notice_minutes ?? 60),
		horizon: String(row.horizon_days ?? 60),
	};
}
