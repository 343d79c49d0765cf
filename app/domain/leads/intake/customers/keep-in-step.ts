/**
 * How a record that came from a shop follows it (LEAD-4): a value moves with the shop's while ours is empty or still
 * what the shop told last. What was changed here since stays, whatever the shop says, until both say the same again.
 * A field the shop leaves empty takes nothing away: its silence cannot be told from a part that was left out.
 */
export type Told = Readonly<Record<string, string | number | null>>;

/** The fields to change, each [ours before, the shop's]. `last` is null where the shop's former word is not known. */
export function followed(ours: Told, last: Told | null, told: Told): Record<string, [unknown, string | number]> {
	const changes: Record<string, [unknown, string | number]> = {};
	for (const [name, value] of Object.entries(told)) {
		const mine = ours[name] ?? null;
		if (isEmpty(value) || same(name, mine, value)) continue;
		if (isEmpty(mine) || (last !== null && same(name, mine, last[name] ?? null))) changes[name] = [mine, value];
	}
	return changes;
}

/** What to remember as told: a field the shop passes over now keeps its former word. */
export function remembered(last: Told | null, told: Told): Told {
	return { ...last, ...Object.fromEntries(Object.entries(told).filter(([, value]) => !isEmpty(value))) };
}

/** Whether a word of the shop is older than the one that is known. Without both times, the later to arrive counts. */
export function isStale(knownAt: Date | null, toldAt: Date | null): boolean {
	return knownAt !== null && toldAt !== null && toldAt < knownAt;
}

function isEmpty(value: string | number | null): value is null {
	return value === null || value === "";
}

function same(field: string, left: string | number | null, right: string | number | null): boolean {
	const plain = (value: string | number | null) =>
		field === "email" ? String(value ?? "").toLowerCase() : String(value ?? "");
	return plain(left) === plain(right);
}
