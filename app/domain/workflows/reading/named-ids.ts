import { isStandIn } from "#app/domain/workflows/nodes/stand-ins.ts";
import type { Ctx } from "#db/context.ts";
import { nameRunSubjects } from "./run-list.ts";

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const MOST = 500;

/**
 * What a trial showed, with names in place of the ids of records, members, stages and the like, as people read it: one
 * query. What a dry step only stands in for is called so; ids of what is not here stay as they are.
 */
export async function withNames<T>(ctx: Ctx, value: T): Promise<T> {
	const ids = new Set(JSON.stringify(value)?.match(ID) ?? []);
	const names = await nameRunSubjects(
		ctx,
		[...ids]
			.map((id) => id.toLowerCase())
			.filter((id) => !isStandIn(id))
			.slice(0, MOST),
	);
	const named = (id: string) => (isStandIn(id) ? "(made on trial)" : (names.get(id.toLowerCase()) ?? id));
	return replaced(value, (text) => text.replace(ID, named)) as T;
}

function replaced(value: unknown, of: (text: string) => string): unknown {
	if (typeof value === "string") return of(value);
	if (Array.isArray(value)) return value.map((one) => replaced(one, of));
	if (value === null || typeof value !== "object" || value instanceof Date) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, of)]));
}
