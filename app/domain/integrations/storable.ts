/**
 * The same value with texts that Postgres takes: JSON from outside may hold the zero character and half surrogates,
 * which no Postgres text or jsonb can. Walks arrays and plain objects; dates and the rest stay as they are.
 */
export function storable<T>(value: T): T {
	if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed() as T;
	if (Array.isArray(value)) return value.map(storable) as T;
	if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, storable(part)])) as T;
}
