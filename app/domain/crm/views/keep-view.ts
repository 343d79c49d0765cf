import { invalid, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { ListKind } from "../records/schema.ts";
import type { ViewInput } from "./schema.ts";

const MOST = 50;

/**
 * Keeps a list's question under a name, or changes a view of one's own (`id`); returns its id. `query` and `columns` are
 * what the list's room could read of it. Throws 403 for sharing without the right, 404 for a view that is not one's own
 * or of another list, 422 for the fifty-first.
 */
export async function keepView(
	ctx: Ctx,
	{ id, ...input }: ViewInput & { id?: string | undefined; columns: string[] },
): Promise<string> {
	authorize(ctx, "views.edit");
	if (input.shared) authorize(ctx, "views.share");
	const owner = memberOf(ctx);
	const values = { name: input.name, is_shared: input.shared, query: input.query, columns: input.columns };
	const of = { owner_id: owner, record_type: input.type };
	const viewId = id === undefined ? await insertView(ctx, of, values) : await changeView(ctx, of, { id, ...values });
	await setDefault(ctx, { owner, type: input.type, viewId, opens: input.opens });
	return viewId;
}

type Values = { name: string; is_shared: boolean; query: string; columns: string[] };
type Of = { owner_id: string; record_type: ListKind };

async function insertView(ctx: Ctx, of: Of, values: Values): Promise<string> {
	const { count } = await ctx.db
		.selectFrom("saved_views")
		.select((eb) => eb.fn.countAll<number>().as("count"))
		.where("owner_id", "=", of.owner_id)
		.where("record_type", "=", of.record_type)
		.where("deleted_at", "is", null)
		.executeTakeFirstOrThrow();
	if (Number(count) >= MOST) throw invalid("You have fifty views of this list. Delete one to keep another.");
	const id = newId();
	await ctx.db
		.insertInto("saved_views")
		.values({ org_id: ctx.org, id, position: Number(count), created_at: ctx.now, ...of, ...values })
		.execute();
	return id;
}

async function changeView(ctx: Ctx, of: Of, { id, ...values }: Values & { id: string }): Promise<string> {
	const changed = isId(id)
		? await ctx.db
				.updateTable("saved_views")
				.set((eb) => ({ ...values, version: eb("version", "+", 1) }))
				.where("id", "=", id)
				.where("owner_id", "=", of.owner_id)
				.where("record_type", "=", of.record_type)
				.where("deleted_at", "is", null)
				.returning("id")
				.executeTakeFirst()
		: undefined;
	if (!changed) throw notFound("view");
	return id;
}

type Default = { owner: string; type: ListKind; viewId: string; opens: boolean };

/** Makes a view the one that the member's list opens with, or no longer. */
export async function setDefault(ctx: Ctx, { owner, type, viewId, opens }: Default): Promise<void> {
	if (!opens) {
		await ctx.db.deleteFrom("default_views").where("member_id", "=", owner).where("view_id", "=", viewId).execute();
		return;
	}
	await ctx.db
		.insertInto("default_views")
		.values({ org_id: ctx.org, member_id: owner, record_type: type, view_id: viewId })
		.onConflict((conflict) => conflict.columns(["org_id", "member_id", "record_type"]).doUpdateSet({ view_id: viewId }))
		.execute();
}

/** The member who asks; views belong to members. Throws 404 for others. */
export function memberOf(ctx: Ctx): string {
	if (ctx.actor.kind !== "member") throw notFound("view");
	return ctx.actor.id;
}
