import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES, recordName } from "../columns.ts";
import { VIEW_PERMISSION } from "../permissions.ts";
import { RECORD_NOUNS } from "../schema.ts";
import { findNamed, NAMED_PERMISSION, type Named, type NamedKind, namedExactly } from "./find-named.ts";
import { findRecords } from "./find-records.ts";

/** Which record was meant: its id, null for none; or why that is not known, and among which to choose. */
export type Resolved = { id: string | null } | { error: string; hits: Named[] };

/**
 * The account or contact that was named by hand, whatever its capitals, a contact also by email address; an id is itself
 * and nothing typed is none. Where not exactly one is called so, those that might be meant: two queries then, else one.
 */
export async function resolveName(ctx: Ctx, type: "account" | "contact", typed: string): Promise<Resolved> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const name = typed.replaceAll("\0", "").trim();
	if (name === "") return { id: null };
	if (isUuid(name)) return { id: name };
	const { rows } = await sql<{ id: string }>`select id from (${called(type, "sort_name", name)}
		${type === "contact" ? sql`union ${called(type, "sort_email", name)}` : sql``}) x limit 2`.execute(ctx.db);
	if (rows.length === 1) return { id: rows[0]!.id };
	const hits = await findRecords(ctx, name, [type]);
	const { one, many } = RECORD_NOUNS[type];
	if (rows.length > 1) return { error: `Several ${many} are called so. Choose one of them.`, hits };
	const none = `There is no ${one} called so.`;
	return {
		error:
			hits.length > 0 ? `${none} Choose one, or write another name.` : `${none} Write another name, or add it first.`,
		hits,
	};
}

const NAMED_NOUNS = {
	member: { one: "member", many: "members" },
	assignee: { one: "member or agent", many: "members or agents" },
	tag: { one: "tag", many: "tags" },
} as const satisfies Record<NamedKind, { one: string; many: string }>;

/** As `resolveName`, of members, of those who can be given a task, and of tags. */
export async function resolveNamed(ctx: Ctx, kind: NamedKind, typed: string): Promise<Resolved> {
	authorize(ctx, NAMED_PERMISSION[kind]);
	const name = typed.replaceAll("\0", "").trim();
	if (name === "") return { id: null };
	if (isUuid(name)) return { id: name };
	const called = await namedExactly(ctx, kind, name);
	if (called.length === 1) return { id: called[0]!.id };
	const hits = await findNamed(ctx, kind, name);
	const { one, many } = NAMED_NOUNS[kind];
	if (called.length > 1) return { error: `Several ${many} are called so. Choose one of them.`, hits };
	const none = `There is no ${one} called so.`;
	return {
		error: hits.length > 0 ? `${none} Choose one, or write another name.` : `${none} Write another name.`,
		hits,
	};
}

// As a plain predicate: a text that is no id is a text still.
const isUuid = (text: string): boolean => isId(text);

/** Those whose name or address is this one: by the column that sorts them, which holds its first 100 letters. */
function called(type: "account" | "contact", column: "sort_name" | "sort_email", name: string) {
	const whole = column === "sort_email" ? sql`r.email::text` : recordName(type, "r");
	return sql`(select r.id from ${sql.table(RECORD_TABLES[type])} r where r.deleted_at is null
		and ${sql.ref(`r.${column}`)} = left(lower(${name}), 100) and lower(${whole}) = lower(${name}) limit 2)`;
}
