import { addDays, weekdayOf } from "#app/base/time.ts";

type Asked = { today: string; days: number; renewalOn: string | null };

/**
 * The day until which something is to be done: a working day, and before a renewal that is still to come. Where no working
 * day is left before it, today.
 */
export function dueDay({ today, days, renewalOn }: Asked): string {
	const wished = onwards(addDays(today, days));
	if (renewalOn === null || renewalOn < today || wished < renewalOn) return wished;
	for (let day = addDays(renewalOn, -1); day >= today; day = addDays(day, -1)) if (isWorkingDay(day)) return day;
	return today;
}

const isWorkingDay = (day: string) => weekdayOf(day) < 6;

function onwards(day: string): string {
	return isWorkingDay(day) ? day : onwards(addDays(day, 1));
}
