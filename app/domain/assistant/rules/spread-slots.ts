import { dateAt } from "#app/base/time.ts";

/**
 * Three to six of many free instants (epoch ms, ascending), spread over what there is: over the days first, up to
 * `count` of them, then over each day's hours. All of them where there are no more.
 */
export function spreadSlots(instants: readonly number[], zone: string, count = 6): number[] {
	if (instants.length <= count) return [...instants];
	const days = new Map<string, number[]>();
	for (const instant of instants) {
		const date = dateAt(instant, zone);
		days.set(date, [...(days.get(date) ?? []), instant]);
	}
	const chosen = evenly([...days.values()], Math.min(3, days.size, count));
	const each = Math.floor(count / chosen.length);
	return chosen.flatMap((day) => evenly(day, each)).sort((a, b) => a - b);
}

/** `count` items at even distances, the first and the last among them where there are two or more. */
function evenly<T>(items: readonly T[], count: number): T[] {
	if (items.length <= count) return [...items];
	if (count === 1) return [items[0]!];
	return Array.from({ length: count }, (_, index) => items[Math.round((index * (items.length - 1)) / (count - 1))]!);
}
