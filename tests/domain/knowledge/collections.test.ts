import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
	getCollection,
	listCollections,
	listRemovedCollections,
} from "#app/domain/knowledge/collections/collection-queries.ts";
import { createCollection } from "#app/domain/knowledge/collections/create-collection.ts";
import { removeCollection } from "#app/domain/knowledge/collections/remove-collection.ts";
import { restoreCollection } from "#app/domain/knowledge/collections/restore-collection.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { getDocument, listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { restoreDocument } from "#app/domain/knowledge/documents/restore-document.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { house, type Role } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { defaultCollection, makeCollection } from "./library.ts";

describe("removing a collection", () => {
	let org: TestOrg;
	let prices: string;
	let id: string;

	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		org = await makeOrg();
		prices = await makeCollection(org, "Prices", "all");
		id = await upload("tungsten.txt", "Tungsten lamps cost forty.");
		await work();
	});

	const upload = async (name: string, text: string) => {
		const bytes = (async function* () {
			yield Buffer.from(text);
		})();
		const file = { name, mediaType: "", bytes };
		return (await addDocument((fn) => as(org, "manager", fn), file, { collectionId: prices })).id;
	};
	const work = (times = 1) => runJobs(new Date(Date.now() + 60_000), times);
	const find = async (role: Role = "viewer") =>
		(await as(org, role, (ctx) => searchKnowledge(ctx, { q: "tungsten", vector: null, limit: 9 }))).passages.map(
			({ documentId, collection }) => [documentId, collection],
		);
	const remove = (input: { fate: "move" | "trash"; to?: string; version?: number }, role: Role = "manager") =>
		as(org, role, (ctx) => removeCollection(ctx, prices, { to: undefined, version: 1, ...input }));
	const passagesOf = async (collection: string) => {
		const { owner } = house().database;
		const [row] = await owner.query<{ said: number; texts: number; vectors: number }>(
			`select c.passages as said, (select count(*)::int from passages p where p.collection_id = c.id) as texts,
				(select count(*)::int from passage_vectors v where v.collection_id = c.id) as vectors
			from collections c where c.id = $1`,
			[collection],
		);
		return row;
	};

	test("KB-2: its documents move to another, and search follows, also when its job runs twice", async () => {
		const general = await defaultCollection(org);
		const old = await upload("old.txt", "Old tungsten.");
		await work();
		await as(org, "user", (ctx) => removeDocument(ctx, old));
		expect(await remove({ fate: "move", to: general })).toBe(1);
		expect(await as(org, "viewer", (ctx) => getDocument(ctx, id))).toMatchObject({ collection: { name: "General" } });
		await work(2);
		expect(await find()).toEqual([[id, "General"]]);
		expect(await passagesOf(general)).toEqual({ said: 1, texts: 1, vectors: 1 });
		expect(await passagesOf(prices)).toEqual({ said: 0, texts: 0, vectors: 0 });
		// What lay removed in it can still be brought back.
		await as(org, "user", (ctx) => restoreDocument(ctx, old));
		await work();
		expect(await find()).toHaveLength(2);
	});

	test("KB-2: its documents go with it and come back with it, but not those that were removed before", async () => {
		const before = await upload("before.txt", "Tungsten of before.");
		await work();
		await as(org, "user", (ctx) => removeDocument(ctx, before));
		expect(await remove({ fate: "trash" })).toBe(1);
		expect(await find()).toEqual([]);
		expect((await as(org, "viewer", (ctx) => listDocuments(ctx, {}))).data).toEqual([]);
		await expect(as(org, "viewer", (ctx) => getDocument(ctx, id))).rejects.toMatchObject({ status: 404 });
		await work(2);
		expect(await passagesOf(prices)).toEqual({ said: 0, texts: 0, vectors: 0 });
		const removed = await as(org, "manager", (ctx) => listRemovedCollections(ctx));
		expect(removed.map(({ name }) => name)).toEqual(["Prices"]);
		expect(await as(org, "manager", (ctx) => restoreCollection(ctx, prices))).toBe(1);
		await expect(as(org, "manager", (ctx) => restoreCollection(ctx, prices))).rejects.toMatchObject({ status: 404 });
		await work(2);
		expect(await find()).toEqual([[id, "Prices"]]);
	});

	test("KB-2: a document that comes back before its passages went is not taken out of search", async () => {
		await remove({ fate: "trash" });
		await as(org, "manager", (ctx) => restoreCollection(ctx, prices));
		await work(2);
		expect(await find()).toEqual([[id, "Prices"]]);
		expect(await passagesOf(prices)).toEqual({ said: 1, texts: 1, vectors: 1 });
	});

	test("KB-2: refuses the organisation's own, one that was changed, a place that is none, and who may not", async () => {
		const general = await defaultCollection(org);
		const removal = { fate: "trash" as const, to: undefined, version: 1 };
		await expect(as(org, "owner", (ctx) => removeCollection(ctx, general, removal))).rejects.toMatchObject({
			status: 409,
		});
		await expect(remove({ fate: "trash", version: 0 })).rejects.toMatchObject({ status: 409 });
		for (const to of [undefined, "nonsense", prices])
			await expect(remove({ fate: "move", to })).rejects.toMatchObject({ status: 422 });
		const owners = await makeCollection(org, "Owners", "roles", ["owner"]);
		await expect(remove({ fate: "move", to: owners })).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "manager", (ctx) => removeCollection(ctx, owners, removal))).rejects.toMatchObject({
			status: 404,
		});
		await expect(remove({ fate: "trash" }, "user")).rejects.toMatchObject({ status: 403 });
		const other = await makeOrg();
		await expect(as(other, "owner", (ctx) => removeCollection(ctx, prices, removal))).rejects.toMatchObject({
			status: 404,
		});
		const foreign = await defaultCollection(other);
		await expect(remove({ fate: "move", to: foreign })).rejects.toMatchObject({ status: 404 });
		await remove({ fate: "trash" });
		await expect(as(other, "owner", (ctx) => restoreCollection(ctx, prices))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "user", (ctx) => restoreCollection(ctx, prices))).rejects.toMatchObject({ status: 403 });
	});

	test("KB-2: its name is free again, and then it cannot come back under it", async () => {
		await remove({ fate: "trash" });
		const form = { name: "prices", description: "", visibility: "all" as const, roles: [] };
		await as(org, "manager", (ctx) => createCollection(ctx, form));
		await expect(as(org, "manager", (ctx) => restoreCollection(ctx, prices))).rejects.toMatchObject({ status: 422 });
		expect((await as(org, "viewer", (ctx) => listCollections(ctx))).map(({ name }) => name)).toEqual([
			"General",
			"prices",
		]);
	});

	test("KB-2: one is found however many stand before it, and not by another firm", async () => {
		await house().database.owner.query(
			`insert into collections (org_id, id, name) select $1, uuidv7(), 'A ' || n from generate_series(1, 250) n`,
			[org.id],
		);
		expect((await as(org, "viewer", (ctx) => getCollection(ctx, prices))).name).toBe("Prices");
		const other = await makeOrg("Another firm");
		await expect(as(other, "owner", (ctx) => getCollection(ctx, prices))).rejects.toMatchObject({ status: 404 });
	});

	test("KB-2, AUDIT-1: both are recorded, with how many documents and where they went", async () => {
		await remove({ fate: "move", to: await defaultCollection(org) });
		await as(org, "manager", (ctx) => restoreCollection(ctx, prices));
		const rows = await house().database.owner.query<{ name: string; data: unknown; actor_name: string }>(
			"select name, data, actor_name from events where org_id = $1 and subject_id = $2 order by id",
			[org.id, prices],
		);
		expect(rows).toEqual([
			{
				name: "collection.removed",
				data: { name: "Prices", documents: 1, movedTo: "General" },
				actor_name: "The manager",
			},
			{ name: "collection.restored", data: { name: "Prices", documents: 0 }, actor_name: "The manager" },
		]);
	});
});
