import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import type { FieldValue } from "../../fields/schema.ts";
import type { Theirs } from "../rules.ts";
import type { RecordType } from "../schema.ts";

/** An edit that began longer ago than this is shown as a whole rather than joined field by field. */
const MOST_VERSIONS = 200;

/**
 * What was changed of a record since the version `from`, up to `to`, by field: one query over its events. Null where
 * the events do not tell every version between, because then a change nobody knows of could be lost.
 */
export async function changesSince(
	ctx: Ctx,
	{ type, id, from, to }: { type: RecordType; id: string; from: number; to: number },
): Promise<{ fields: Map<string, Theirs>; by: string } | null> {
	if (from < 1 || from > to || to - from > MOST_VERSIONS) return null;
	const { rows } = await sql<{
		actor_name: string;
		changes: Record<string, [FieldValue, FieldValue]>;
		version: number;
	}>`
		select actor_name, changes, (data->>'version')::int as version from events
		where subject_type = ${type} and subject_id = ${id} and data ? 'version'
		order by id desc limit ${to - from + 1}`.execute(ctx.db);
	const since = rows.filter(({ version }) => version > from && version <= to).reverse();
	if (new Set(since.map(({ version }) => version)).size !== to - from) return null;
	const fields = new Map<string, Theirs>();
	for (const { actor_name: by, changes, version } of since) {
		for (const [name, [before]] of Object.entries(changes)) {
			const field = FORMER_NAMES[name] ?? name;
			fields.set(field, { before: fields.has(field) ? fields.get(field)!.before : before, by, version });
		}
	}
	return { fields, by: since.at(-1)?.actor_name ?? "Someone" };
}

// What shops and public pages tell of a contact is recorded by column.
const FORMER_NAMES: Readonly<Record<string, string>> = {
	first_name: "firstName",
	last_name: "lastName",
	time_zone: "timeZone",
};
