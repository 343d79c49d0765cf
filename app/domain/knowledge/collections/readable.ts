import { type ExpressionBuilder, sql } from "kysely";
import type { Actor, Ctx } from "#db/context.ts";
import type { Database } from "#db/types.ts";
import type { Visibility } from "../schema.ts";

/** Which collections an actor may read: by visibility, and by role where one is shown to chosen roles. */
export function readableBy(actor: Actor): { visibilities: readonly Visibility[]; role: string | null } {
	switch (actor.kind) {
		case "member":
		case "api-key": {
			const looksAfter = ["owner", "admin", "manager"].includes(actor.role);
			const always = ["owner", "admin"].includes(actor.role);
			const visibilities: Visibility[] = ["all", "public"];
			if (looksAfter) visibilities.push("agents");
			if (always) visibilities.push("roles");
			return { visibilities, role: actor.role };
		}
		case "agent":
		case "workflow":
			return { visibilities: ["all", "agents", "public"], role: null };
		case "system":
			return { visibilities: ["all", "roles", "agents", "public"], role: null };
		default:
			return { visibilities: ["public"], role: null };
	}
}

/** The condition on `collections` that lets through what this actor may read. */
export function isReadable(ctx: Pick<Ctx, "actor">) {
	const visible = isVisible(ctx);
	return (eb: ExpressionBuilder<Database, "collections">) =>
		eb.and([eb("collections.deleted_at", "is", null), visible(eb)]);
}

/** What this actor may read, removed or not. */
export function isVisible(ctx: Pick<Ctx, "actor">) {
	const { visibilities, role } = readableBy(ctx.actor);
	return (eb: ExpressionBuilder<Database, "collections">) =>
		eb.or([
			eb("collections.visibility", "in", [...visibilities]),
			...(role
				? [eb.and([eb("collections.visibility", "=", "roles"), sql<boolean>`${role} = any (collections.roles)`])]
				: []),
		]);
}

/** Ids of the documents that this actor may read now: what was removed is read by nobody. */
export function readableDocuments(ctx: Pick<Ctx, "actor" | "db">) {
	return ctx.db
		.selectFrom("documents as d")
		.innerJoin("collections", "collections.id", "d.collection_id")
		.select("d.id")
		.where("d.deleted_at", "is", null)
		.where(isReadable(ctx) as never);
}

/** How something is called that stood in a document which whoever asks may not read, now or any more. */
export const WITHHELD = "A document you may not read, or that was removed";
