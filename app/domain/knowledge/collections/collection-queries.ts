import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { Visibility } from "../schema.ts";
import { isReadable, isVisible } from "./readable.ts";

export type Collection = {
	id: string;
	name: string;
	description: string;
	visibility: Visibility;
	roles: string[];
	isDefault: boolean;
	documents: number;
	/** Of them, files that were never read. */
	unreadable: number;
	passages: number;
	version: number;
};

/** The collections that the actor may read, the organisation's own first, then by name. */
export async function listCollections(ctx: Ctx): Promise<Collection[]> {
	authorize(ctx, "knowledge.view");
	const rows = await readable(ctx).orderBy("is_default", "desc").orderBy("name").limit(200).execute();
	return rows.map(collectionOf);
}

/** One collection that the actor may read, however many there are. Throws 404. */
export async function getCollection(ctx: Ctx, id: string): Promise<Collection> {
	authorize(ctx, "knowledge.view");
	const row = isId(id) ? await readable(ctx).where("id", "=", id).executeTakeFirst() : undefined;
	if (!row) throw notFound("collection");
	return collectionOf(row);
}

function readable(ctx: Ctx) {
	return ctx.db
		.selectFrom("collections")
		.selectAll()
		.select((eb) =>
			eb
				.selectFrom("documents as d")
				.select((count) => count.fn.countAll<number>().as("many"))
				.whereRef("d.collection_id", "=", "collections.id")
				.where("d.deleted_at", "is", null)
				.as("documents"),
		)
		.select((eb) =>
			eb
				.selectFrom("documents as d")
				.select((count) => count.fn.countAll<number>().as("many"))
				.whereRef("d.collection_id", "=", "collections.id")
				.where("d.deleted_at", "is", null)
				.where("d.state", "=", "failed")
				.where("d.current_version_id", "is", null)
				.as("unreadable"),
		)
		.where(isReadable(ctx));
}

type Row = Awaited<ReturnType<ReturnType<typeof readable>["execute"]>>[number];

function collectionOf(row: Row): Collection {
	const { id, name, description, visibility, roles, passages, version } = row;
	const [documents, unreadable] = [Number(row.documents), Number(row.unreadable)];
	return {
		...{ id, name, description, visibility, roles, passages, version },
		isDefault: row.is_default,
		documents,
		unreadable,
	};
}

export type RemovedCollection = { id: string; name: string; deletedAt: Date };

/** Removed collections that the actor could read, the last removed first; for those who may bring them back. */
export async function listRemovedCollections(ctx: Ctx): Promise<RemovedCollection[]> {
	authorize(ctx, "collections.edit");
	const rows = await removed(ctx).orderBy("deleted_at", "desc").limit(50).execute();
	return rows.map(({ deleted_at, ...row }) => ({ ...row, deletedAt: deleted_at! }));
}

/** One of them, kept from changing until the transaction ends. */
export async function findRemovedCollection(ctx: Ctx, id: string): Promise<RemovedCollection | undefined> {
	if (!isId(id)) return undefined;
	const row = await removed(ctx).where("id", "=", id).forUpdate().executeTakeFirst();
	return row && { id: row.id, name: row.name, deletedAt: row.deleted_at! };
}

function removed(ctx: Ctx) {
	return ctx.db
		.selectFrom("collections")
		.select(["id", "name", "deleted_at"])
		.where("deleted_at", "is not", null)
		.where(isVisible(ctx));
}
