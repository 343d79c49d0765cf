import { sql } from "kysely";
import { limitsOf } from "#app/domain/artifacts/approving/pricing-limits.ts";
import { actingMember } from "#app/domain/artifacts/approving/who-decides.ts";
import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import type { Content } from "#app/domain/artifacts/schema.ts";
import { authorize, rolesThatMay } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { Approval } from "./artifact-queries.ts";
import { listMemberChoices, type MemberChoice } from "./member-choices.ts";

/** What the page of an artifact shows beside what it holds. */
export type Beside = {
	/** Why this version needs a manager, in words; none: it needs nobody. */
	reasons: readonly string[];
	/** Who may be asked, where there is a reason: not who looks, unless nobody else may. */
	approvers: MemberChoice[];
	/** Nobody but who looks may approve, so they may decide what they asked for themselves. */
	isOnlyApprover: boolean;
	/** Who looks asked for the approval, and another may decide it. */
	isAsker: boolean;
	/** Members whom its lines name. */
	members: MemberChoice[];
};

const NOTHING: Beside = { reasons: [], approvers: [], isOnlyApprover: false, isAsker: false, members: [] };

type Row = { limits: Parameters<typeof limitsOf>[0]; approvers: MemberChoice[]; members: MemberChoice[] };

/** What a kind's page needs beside its content: one query, and none for kinds that need nothing. */
export async function readBeside(
	ctx: Ctx,
	{ kind, content, approval }: { kind: string; content: Content; approval?: Approval | null },
): Promise<Beside> {
	authorize(ctx, "success.view");
	const definition = definitionOf(kind);
	const named = definition?.members?.(content) ?? [];
	if (!definition || (!definition.reasons && named.length === 0)) return { ...NOTHING };
	const { rows } = await sql<Row>`select
		(select json_build_object('least_uplift', l.least_uplift, 'most_uplift', l.most_uplift, 'most_discount', l.most_discount)
			from pricing_limits l where l.org_id = ${ctx.org}) as limits,
		${definition.reasons ? people(ctx, sql`m.role = any(${rolesThatMay("artifacts.approve")}::text[])`) : sql`'[]'::json`} as approvers,
		${named.length > 0 ? people(ctx, sql`m.id = any(${named}::uuid[])`) : sql`'[]'::json`} as members`.execute(ctx.db);
	const { limits, approvers, members } = rows[0]!;
	const reasons = definition.reasons?.(content, limitsOf(limits)) ?? [];
	const me = await actingMember(ctx);
	const others = approvers.filter(({ id }) => id !== me);
	const isAsker = others.length > 0 && me !== null && approval?.askedById === me;
	if (reasons.length === 0) return { ...NOTHING, members, isAsker };
	const isOnlyApprover = others.length === 0 && approvers.length > 0;
	return { reasons, approvers: isOnlyApprover ? approvers : others, isOnlyApprover, isAsker, members };
}

const people = (
	ctx: Ctx,
	where: ReturnType<typeof sql>,
) => sql`(select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name)
	order by m.name, m.id), '[]') from (select id, name from memberships m where m.org_id = ${ctx.org} and ${where}
		order by name, id limit 300) m)`;

/** Members whom a kind's editor offers for its lines; none, and no query, for kinds whose lines name nobody. */
export async function listEditorMembers(ctx: Ctx, { kind }: { kind: string }): Promise<MemberChoice[]> {
	authorize(ctx, "success.view");
	return definitionOf(kind)?.members ? listMemberChoices(ctx) : [];
}
