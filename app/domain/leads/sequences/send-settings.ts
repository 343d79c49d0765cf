import { z } from "zod";
import { isZone } from "#app/base/time.ts";
import type { SendWindow } from "#app/domain/messaging/rules/send-window.ts";
import { QuietHoursSetting, quietHoursAt } from "#app/domain/messaging/schema.ts";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time like 09:30.");
const closing = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "Write a time like 17:30.");
const date = z.iso.date();

/**
 * A location's `send_window` column: when its sequences may write. `hours` null is any time of day; `quietHours` null
 * is none, without them those of the organisation hold, read on the receiver's clocks where they are known.
 */
export const SendSettings = z.object({
	hours: z
		.array(z.object({ weekdays: z.array(z.int().min(1).max(7)).min(1), opens: clock, closes: closing }))
		.nullable()
		.default(null),
	holidays: z.array(date).default([]),
	quietHours: QuietHoursSetting.nullish(),
});

/** A schedule's exceptions, as far as sending reads them: the days on which the location is closed. */
const Closures = z.array(z.object({ date, closed: z.boolean().optional() }));

export type WindowSource = {
	/** The location's. */
	time_zone: string;
	send_window: unknown;
	/** The location's schedule, if it has one. */
	exceptions: unknown;
	/** The receiver's, if known. */
	contact_time_zone: string | null;
	/** The organisation's. */
	settings: unknown;
};

/** The window in which a location may write to a contact: its hours, its holidays and closed days, quiet hours. */
export function sendWindowOf(source: WindowSource): SendWindow {
	const settings = SendSettings.parse(source.send_window ?? {});
	const closures = Closures.safeParse(source.exceptions ?? []);
	const closed = closures.success ? closures.data.filter((day) => day.closed).map((day) => day.date) : [];
	const zone = source.contact_time_zone;
	const quiet = quietHoursAt(source.send_window, source.settings);
	return {
		zone: source.time_zone,
		hours: settings.hours,
		holidays: [...new Set([...settings.holidays, ...closed])],
		quietHours: quiet && {
			starts: quiet.starts,
			ends: quiet.ends,
			...(quiet.channels ? { channels: quiet.channels } : {}),
			zone: isZone(zone) ? zone : null,
		},
	};
}
