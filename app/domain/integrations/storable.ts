import { isDeeperThan } from "#app/base/depth.ts";
import { invalid } from "#app/base/errors.ts";

/** No system that means well nests its answers deeper. */
const DEEPEST = 100;

/**
 * The same value with texts that Postgres takes: JSON from outside may hold the zero character and half surrogates,
 * which no Postgres text or jsonb can. Walks arrays and plain objects; dates and the rest stay as they are. Throws 422 for
 * what nests more than a hundred levels deep.
 */
export function storable<T>(value: T): T {
	if (isDeeperThan(value, DEEPEST)) throw invalid(`The JSON nests more than ${DEEPEST} levels deep.`);
	return cleaned(value);
}

function cleaned<T>(value: T): T {
	if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed() as T;
	if (Array.isArray(value)) return value.map(cleaned) as T;
	if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [cleaned(name), cleaned(part)])) as T;
}
