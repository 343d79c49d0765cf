const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAY_NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const MONTH_NAMES = MONTHS.map((month) => month.slice(0, 3).toLowerCase());

/** A schedule of five fields (crontab) in words; one that is too uncommon for words as it is written. */
export function scheduleWords(cron: string, zone = ""): string {
	const where = zone ? ` (${zone})` : "";
	const fields = cron.trim().toLowerCase().split(/\s+/);
	const said = fields.length === 5 ? words(fields as Five) : null;
	return said ? `${said[0]!.toUpperCase()}${said.slice(1)}${where}.` : `On the schedule ${cron.trim()}${where}.`;
}

/** Whether a schedule is one that `scheduleWords` has words for. */
export const isPlainSchedule = (cron: string): boolean => !scheduleWords(cron).startsWith("On the schedule ");

type Five = [minute: string, hour: string, day: string, month: string, week: string];

function words([minute, hour, day, month, week]: Five): string | null {
	const time = timeWords(minute, hour);
	const days = dayWords(day, month, week);
	if (time === null || days === null) return null;
	if (time.isAt) return `${days === "" ? "every day" : days} ${time.said}`;
	return `${time.said}${days === "" ? "" : `, ${days}`}`;
}

const clock = (hour: number | string, minute: number | string) => `${Number(hour)}:${String(minute).padStart(2, "0")}`;
const isNumber = (text: string) => /^\d{1,2}$/.test(text);
const stepOf = (text: string) => /^\*\/(\d{1,2})$/.exec(text)?.[1];
const rangeOf = (text: string) => /^(\d{1,2})-(\d{1,2})$/.exec(text);

/** `isAt`: at certain times of a day, and not again and again. */
function timeWords(minute: string, hour: string): { said: string; isAt: boolean } | null {
	const again = minuteWords(minute);
	const range = rangeOf(hour);
	if (isNumber(minute)) {
		const at = Number(minute) === 0 ? "" : ` at minute ${Number(minute)}`;
		const hours = hour.split(",");
		if (hours.every(isNumber)) return { said: `at ${listed(hours.map((one) => clock(one, minute)))}`, isAt: true };
		if (hour === "*") return { said: at ? `every hour${at}` : "every full hour", isAt: false };
		if (range) {
			const span = `from ${clock(range[1]!, minute)} to ${clock(range[2]!, minute)}`;
			return { said: `every hour ${span}`, isAt: false };
		}
		const step = stepOf(hour);
		return step ? { said: `every ${step} hours${at}`, isAt: false } : null;
	}
	if (again === null) return null;
	if (hour === "*") return { said: again, isAt: false };
	return range ? { said: `${again} from ${clock(range[1]!, 0)} to ${clock(range[2]!, 59)}`, isAt: false } : null;
}

function minuteWords(minute: string): string | null {
	if (minute === "*") return "every minute";
	const step = stepOf(minute);
	return step ? `every ${step} minutes` : null;
}

/** Empty for every day; null where there are no words for it. */
function dayWords(day: string, month: string, week: string): string | null {
	const months = month === "*" ? [] : numbersOf(month, MONTH_NAMES, 1);
	if (months === null || months.some((one) => one < 1 || one > 12)) return null;
	const inMonths = months.length === 0 ? "" : ` in ${listed(months.map((one) => MONTHS[one - 1]!))}`;
	if (week !== "*") return day === "*" ? weekWords(week, inMonths) : null;
	if (day === "*") return inMonths.trim();
	const days = day.split(",");
	if (!days.every(isNumber)) return null;
	if (months.length > 0)
		return `on ${listed(months.flatMap((one) => days.map((on) => `${Number(on)} ${MONTHS[one - 1]}`)))}`;
	return `on day ${listed(days.map((on) => String(Number(on))))} of every month`;
}

function weekWords(week: string, inMonths: string): string | null {
	const range = /^([a-z]{3}|\d)-([a-z]{3}|\d)$/.exec(week);
	if (range) {
		const [from, to] = [dayNumber(range[1]!), dayNumber(range[2]!)];
		return from === null || to === null ? null : `from ${DAYS[from]} to ${DAYS[to]}${inMonths}`;
	}
	const days = numbersOf(week, DAY_NAMES, 0);
	if (!days || days.some((one) => one > 7)) return null;
	return `${listed(days.map((one) => `${DAYS[one]}s`))}${inMonths}`;
}

function dayNumber(text: string): number | null {
	const [one] = numbersOf(text, DAY_NAMES, 0) ?? [];
	return one === undefined || one > 7 ? null : one;
}

/** Numbers, or the names that stand for them, with commas between; null for anything else. */
function numbersOf(text: string, names: readonly string[], first: number): number[] | null {
	const numbers = text.split(",").map((one) => {
		if (isNumber(one)) return Number(one);
		return names.includes(one) ? names.indexOf(one) + first : Number.NaN;
	});
	return numbers.some(Number.isNaN) ? null : numbers;
}

function listed(words: readonly string[]): string {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
