import { conflict, invalid, notFound, sqlState } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { CollectionForm, Visibility } from "../schema.ts";
import { isReadable } from "./readable.ts";

export type Collection = {
	id: string;
	name: string;
	description: string;
	visibility: Visibility;
	roles: string[];
	isDefault: boolean;
	documents: number;
	passages: number;
	version: number;
};

/** The collections that the actor may read, the organisation's own first, then by name. */
export async function listCollections(ctx: Ctx): Promise<Collection[]> {
	authorize(ctx, "knowledge.view");
	const rows = await ctx.db
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
		.where(isReadable(ctx))
		.orderBy("is_default", "desc")
		.orderBy("name")
		.limit(200)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		name: row.name,
		description: row.description,
		visibility: row.visibility,
		roles: row.roles,
		isDefault: row.is_default,
		documents: Number(row.documents),
		passages: row.passages,
		version: row.version,
	}));
}

/** One collection that the actor may read. Throws 404. */
export async function getCollection(ctx: Ctx, id: string): Promise<Collection> {
	const found = isId(id) ? (await listCollections(ctx)).find((one) => one.id === id) : undefined;
	if (!found) throw notFound("collection");
	return found;
}

/** Makes a collection. Throws 409 where its name is taken, 422 where roles are to be chosen and none is. */
export async function createCollection(ctx: Ctx, input: CollectionForm): Promise<string> {
	authorize(ctx, "collections.edit");
	const id = newId();
	await guarded(input.name, () =>
		ctx.db
			.insertInto("collections")
			.values({ org_id: ctx.org, id, ...valuesOf(input), created_at: ctx.now })
			.execute(),
	);
	await ctx.record({ name: "collection.created", subject: { type: "collection", id }, data: { name: input.name } });
	return id;
}

/** Changes a collection and who may read it. Throws 404, 409, 422. */
export async function changeCollection(ctx: Ctx, id: string, input: CollectionForm): Promise<void> {
	authorize(ctx, "collections.edit");
	const before = await getCollection(ctx, id);
	if (input.version !== before.version)
		throw conflict("Somebody else changed this collection meanwhile. Look at it again.");
	await guarded(input.name, () =>
		ctx.db
			.updateTable("collections")
			.set({ ...valuesOf(input), version: before.version + 1 })
			.where("id", "=", id)
			.execute(),
	);
	await ctx.record({
		name: "collection.changed",
		subject: { type: "collection", id },
		data: { name: input.name },
		changes: {
			name: [before.name, input.name],
			visibility: [before.visibility, input.visibility],
			roles: [before.roles, input.roles],
		},
	});
}

function valuesOf(input: CollectionForm) {
	const { name, description, visibility, roles } = input;
	if (visibility === "roles" && roles.length === 0)
		throw invalid("Choose one role at least.", { roles: ["Choose one role at least"] });
	return { name, description, visibility, roles: visibility === "roles" ? roles : [] };
}

async function guarded(name: string, work: () => Promise<unknown>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (sqlState(error) === "23505")
			throw invalid(`There is a collection called ${name} already.`, { name: ["This name is taken"] });
		throw error;
	}
}
