import { beforeAll, describe, expect, test } from "vitest";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { addPage } from "#app/domain/knowledge/pages/add-page.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

const MANY = 24;

describe("the knowledge, filled by many hands at once", () => {
	let org: TestOrg;
	let other: TestOrg;

	beforeAll(async () => {
		await openNativeHouse(20);
		[org, other] = [await makeOrg(), await makeOrg("Another firm")];
	});

	const documentsOf = (firm: TestOrg, title: string) =>
		asActor(firm.id, SYSTEM, ({ db }) => db.selectFrom("documents").select("id").where("title", "=", title).execute());

	test("KB-1: one web page that many add at once is one document, and each of them is shown it", async () => {
		const url = "https://example.com/care";
		const add = (firm: TestOrg) => as(firm, "user", (ctx) => addPage(ctx, { url, collection: undefined }));
		const added = await Promise.all([
			...Array.from({ length: MANY }, () => add(org)),
			...Array.from({ length: 4 }, () => add(other)),
		]);
		const own = added.slice(0, MANY);
		expect(new Set(own.map(({ id }) => id)).size).toBe(1);
		expect(own.filter(({ isSame }) => !isSame)).toHaveLength(1);
		expect(await documentsOf(org, "example.com/care")).toHaveLength(1);
		expect(await documentsOf(other, "example.com/care")).toHaveLength(1);
	});

	test("KB-1: one file that many upload at once is one document", async () => {
		const bytes = async function* () {
			yield Buffer.from("The warranty lasts five years.");
		};
		const add = () =>
			addDocument(
				(fn) => as(org, "user", fn),
				{ name: "warranty.txt", mediaType: "text/plain", bytes: bytes() },
				{ collectionId: undefined },
			);
		const added = await Promise.all(Array.from({ length: MANY }, add));
		expect(new Set(added.map(({ id }) => id)).size).toBe(1);
		expect(added.filter(({ isSame }) => !isSame)).toHaveLength(1);
		expect(await documentsOf(org, "warranty")).toHaveLength(1);
	});
});
