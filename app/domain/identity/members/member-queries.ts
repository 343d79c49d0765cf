import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx, Role } from "#db/context.ts";

const PAGE = 50;

export type MemberLine = { id: string; name: string; email: string; role: Role; joinedAt: Date };

/** Members by name, a page at a time; `after` is the `next` of the page before. */
export async function listMembers(ctx: Ctx, after?: string): Promise<{ data: MemberLine[]; next: string | null }> {
	authorize(ctx, "members.view");
	const cursor = readCursor(after);
	const rows = await ctx.db
		.selectFrom("memberships")
		.select(["id", "name", "email", "role", "created_at as joinedAt"])
		.where("org_id", "=", ctx.org)
		.$if(cursor !== undefined, (query) =>
			query.where((where) =>
				where(where.refTuple("name", "id"), ">", where.tuple(cursor?.name ?? "", cursor?.id ?? "")),
			),
		)
		.orderBy("name")
		.orderBy("id")
		.limit(PAGE + 1)
		.execute();
	const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
	return { data: rows.slice(0, PAGE), next: last ? JSON.stringify([last.name, last.id]) : null };
}

/** One member; throws 404 for an absent or foreign id. */
export async function getMember(ctx: Ctx, id: string): Promise<MemberLine> {
	authorize(ctx, "members.view");
	if (!isId(id)) throw notFound("member");
	const row = await ctx.db
		.selectFrom("memberships")
		.select(["id", "name", "email", "role", "created_at as joinedAt"])
		.where("org_id", "=", ctx.org)
		.where("id", "=", id)
		.executeTakeFirst();
	if (!row) throw notFound("member");
	return row;
}

export type InvitationLine = { id: string; email: string; role: Role; createdAt: Date; expiresAt: Date };

/** Invitations that are neither accepted nor revoked, newest first; the newest hundred. */
export async function listInvitations(ctx: Ctx): Promise<InvitationLine[]> {
	authorize(ctx, "members.invite");
	return ctx.db
		.selectFrom("invitations")
		.select(["id", "email", "role", "created_at as createdAt", "expires_at as expiresAt"])
		.where("org_id", "=", ctx.org)
		.where("accepted_at", "is", null)
		.where("revoked_at", "is", null)
		.orderBy("id", "desc")
		.limit(100)
		.execute();
}

function readCursor(text: string | undefined): { name: string; id: string } | undefined {
	try {
		const [name, id] = JSON.parse(text ?? "null") as [unknown, unknown];
		return typeof name === "string" && isId(id) ? { name, id } : undefined;
	} catch {
		return undefined;
	}
}
