import { CronExpressionParser } from "cron-parser";

/**
 * The next instant of a schedule of five fields (POSIX crontab) by the clock of a zone, after another instant; null for
 * text that is no schedule. A time that a clock change swallows comes as much later, one that it repeats comes once.
 */
export function nextTime(cron: string, zone: string, after: Date): Date | null {
	try {
		if (cron.trim().split(/\s+/).length !== 5) return null;
		return CronExpressionParser.parse(cron, { tz: zone, currentDate: after }).next().toDate();
	} catch {
		return null;
	}
}
