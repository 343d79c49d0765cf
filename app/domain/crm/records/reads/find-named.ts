import { type RawBuilder, sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Members, those who can be given a task (agents too), and tags: few enough to be looked at one by one. */
export const NAMED_KINDS = ["member", "assignee", "tag"] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

/** One to choose; `about` tells two of one name apart: an address, that it is an agent. */
export type Named = { id: string; name: string; about: string | null };

export const NAMED_PERMISSION = { member: "members.view", assignee: "tasks.view", tag: "contacts.view" } as const;

/** How many are offered, and how many where they are boxes to choose among. */
const MOST = 8;
const MOST_BOXES = 50;
const LONGEST = 100;

/**
 * Those that are called so, whatever their capitals, wherever the name holds what was typed; members also by the
 * beginning of their address. Those that begin so come first. Nothing typed finds nothing.
 */
export async function findNamed(ctx: Ctx, kind: NamedKind, typed: string, { many = false } = {}): Promise<Named[]> {
	authorize(ctx, NAMED_PERMISSION[kind]);
	const q = typed.replaceAll("\0", "").trim().replace(/\s+/g, " ").toLowerCase().slice(0, LONGEST);
	if (q === "") return [];
	const { rows } = await sql<Named>`select x.id, x.name, x.about from (${SOURCES[kind]}) x
		where strpos(lower(x.name), ${q}) > 0 or starts_with(lower(x.email), ${q})
		order by starts_with(lower(x.name), ${q}) desc, lower(x.name), x.id limit ${many ? MOST_BOXES : MOST}`.execute(
		ctx.db,
	);
	return rows;
}

/** Those whose name or address this is, whatever its capitals: two at most, since two leave it open. */
export async function namedExactly(ctx: Ctx, kind: NamedKind, typed: string): Promise<Named[]> {
	authorize(ctx, NAMED_PERMISSION[kind]);
	const { rows } = await sql<Named>`select x.id, x.name, x.about from (${SOURCES[kind]}) x
		where lower(x.name) = lower(${typed}) or lower(x.email) = lower(${typed}) order by x.id limit 2`.execute(ctx.db);
	return rows;
}

const MEMBERS = sql`select id, name, email::text as about, email::text as email from memberships`;
const AGENTS = sql`select id, name, 'agent' as about, null as email from agents where enabled`;
const SOURCES: Readonly<Record<NamedKind, RawBuilder<unknown>>> = {
	member: MEMBERS,
	assignee: sql`${MEMBERS} union all ${AGENTS}`,
	tag: sql`select id, name::text as name, null as about, null as email from tags`,
};
