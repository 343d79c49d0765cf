import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { undoBatch } from "#app/domain/crm/bulk/change-batch.ts";
import { startBatch } from "#app/domain/crm/bulk/start-batch.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { removeTag } from "#app/domain/crm/tags/remove-tag.ts";
import { renameTag } from "#app/domain/crm/tags/rename-tag.ts";
import { restoreTag } from "#app/domain/crm/tags/restore-tag.ts";
import { getTag, listTags } from "#app/domain/crm/tags/tag-queries.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

describe("CRM-1: tags are looked after", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
	});
	/** Three contacts and an account: Ann has both tags, Bob and Acme the first, Cleo the second. */
	async function filled() {
		org = await makeOrg();
		other = await makeOrg("Other firm");
		return as(org, "user", async (ctx) => {
			const person = async (firstName: string) => (await createContact(ctx, { firstName })).id;
			const ids = { ann: await person("Ann"), bob: await person("Bob"), cleo: await person("Cleo"), acme: "" };
			ids.acme = (await createAccount(ctx, { name: "Acme" })).id;
			const put = async (type: RecordType, id: string, tag: string) => (await tagRecord(ctx, { type, id, tag })).tagId;
			const vip = await put("contact", ids.ann, "VIP");
			await put("contact", ids.bob, "vip");
			await put("account", ids.acme, "vip");
			const key = await put("contact", ids.ann, "Key client");
			await put("contact", ids.cleo, "Key client");
			return { ...ids, vip, key };
		});
	}
	const tagsOf = async (id: string, type: RecordType = "contact") =>
		(await as(org, "viewer", (ctx) => getRecordPage(ctx, type, id))).related.tags.map(({ name }) => name);
	const list = (firm = org, asked = {}) => as(firm, "viewer", (ctx) => listTags(ctx, asked));

	test("CRM-1: tags are listed with how many live records of each kind have them, and nothing of another firm", async () => {
		const { bob } = await filled();
		const nothing = { account: 0, deal: 0, project: 0 };
		expect((await list()).tags.map(({ name, counts }) => [name, counts])).toEqual([
			["Key client", { ...nothing, contact: 2 }],
			["VIP", { ...nothing, contact: 2, account: 1 }],
		]);
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "contact", id: bob }));
		expect((await list(org, { q: "vI" })).tags).toMatchObject([{ name: "VIP", counts: { contact: 1 } }]);
		expect(await list(other)).toEqual({ tags: [], next: null, removed: [] });
		for (let count = 0; count < 60; count++) {
			const name = `z${String(count).padStart(2, "0")}`;
			await as(org, "user", ({ db }) => db.insertInto("tags").values({ org_id: org.id, id: newId(), name }).execute());
		}
		const first = await list();
		const second = await list(org, { after: first.next! });
		expect([first.tags.length, second.tags.length, second.next]).toEqual([50, 12, null]);
	});

	test("CRM-1: a tag is renamed on all its records; a name that is taken, or seen too late, is refused", async () => {
		const { vip, ann, acme } = await filled();
		await as(org, "manager", (ctx) => renameTag(ctx, { id: vip, name: "Very  important", was: "VIP" }));
		expect([await tagsOf(ann), await tagsOf(acme, "account")]).toEqual([
			["Key client", "Very important"],
			["Very important"],
		]);
		const rename = (name: string, was?: string) => as(org, "manager", (ctx) => renameTag(ctx, { id: vip, name, was }));
		await expect(rename("KEY CLIENT")).rejects.toMatchObject({
			status: 422,
			fields: { name: [expect.stringMatching(/Join/)] },
		});
		await expect(rename("Other", "VIP")).rejects.toMatchObject({ status: 409 });
		await expect(rename(" ")).rejects.toMatchObject({ status: 422 });
		// Capitals alone are its own matter.
		await rename("very IMPORTANT");
		expect((await as(org, "viewer", (ctx) => getTag(ctx, vip))).name).toBe("very IMPORTANT");
	});

	test("CRM-1: a deleted tag is off its records, which stay, and comes back on all that are there still", async () => {
		const { vip, ann, bob, acme } = await filled();
		await as(org, "manager", (ctx) => removeTag(ctx, { id: vip }));
		expect([await tagsOf(ann), await tagsOf(bob), await tagsOf(acme, "account")]).toEqual([["Key client"], [], []]);
		expect((await list()).removed).toMatchObject([{ id: vip, name: "VIP", into: null, records: 3 }]);
		// The name may be used again meanwhile: then the way back says what to do, and nothing is lost.
		const again = await as(org, "user", (ctx) => tagRecord(ctx, { type: "contact", id: bob, tag: "vip" }));
		await expect(as(org, "manager", (ctx) => restoreTag(ctx, vip))).rejects.toMatchObject({ status: 409 });
		await as(org, "manager", (ctx) => renameTag(ctx, { id: again.tagId, name: "new" }));
		await as(org, "user", ({ db }) => db.deleteFrom("accounts").where("id", "=", acme).execute());
		await as(org, "manager", (ctx) => restoreTag(ctx, vip));
		expect([await tagsOf(ann), await tagsOf(bob)]).toEqual([
			["Key client", "VIP"],
			["new", "VIP"],
		]);
		expect((await list()).removed).toEqual([]);
		await expect(as(org, "manager", (ctx) => restoreTag(ctx, vip))).rejects.toMatchObject({ status: 404 });
	});

	test("CRM-1: two tags are joined; taking it back gives each record what it had", async () => {
		const { vip, key, ann, bob, cleo, acme } = await filled();
		await as(org, "manager", (ctx) => removeTag(ctx, { id: vip, into: key }));
		const all = async () => [await tagsOf(ann), await tagsOf(bob), await tagsOf(cleo), await tagsOf(acme, "account")];
		expect(await all()).toEqual([["Key client"], ["Key client"], ["Key client"], ["Key client"]]);
		expect((await list()).removed).toMatchObject([{ name: "VIP", into: "Key client", records: 3 }]);
		await as(org, "manager", (ctx) => restoreTag(ctx, vip));
		expect(await all()).toEqual([["Key client", "VIP"], ["VIP"], ["Key client"], ["VIP"]]);
		await expect(as(org, "manager", (ctx) => removeTag(ctx, { id: vip, into: vip }))).rejects.toMatchObject({
			status: 422,
		});
		await expect(as(org, "manager", (ctx) => removeTag(ctx, { id: vip, into: newId() }))).rejects.toMatchObject({
			status: 404,
		});
	});

	test("CRM-1: neither a member below manager nor another firm renames, joins, deletes or restores a tag", async () => {
		const { vip, key } = await filled();
		for (const [firm, role, status] of [
			[org, "user", 403],
			[other, "owner", 404],
		] as const) {
			for (const act of [
				(ctx: Parameters<typeof removeTag>[0]) => renameTag(ctx, { id: vip, name: "x" }),
				(ctx: Parameters<typeof removeTag>[0]) => removeTag(ctx, { id: vip, into: key }),
				(ctx: Parameters<typeof removeTag>[0]) => removeTag(ctx, { id: vip }),
				(ctx: Parameters<typeof removeTag>[0]) => restoreTag(ctx, vip),
			]) {
				await expect(as<unknown>(firm, role, act)).rejects.toMatchObject({ status });
			}
		}
		expect((await list()).tags.map(({ name }) => name)).toEqual(["Key client", "VIP"]);
	});

	test("CRM-2: taking a batch back whose tag is gone by now brings nothing back and does not fail", async () => {
		const { vip, ann, bob } = await filled();
		const key = newId();
		await as(org, "user", (ctx) =>
			startBatch(ctx, { key, type: "contact", act: "untag", ids: [ann, bob], tagId: vip }, "UTC"),
		);
		await as(org, "manager", (ctx) => removeTag(ctx, { id: vip }));
		expect(await as(org, "user", (ctx) => undoBatch(ctx, key))).toMatchObject({
			state: "undone",
			params: { undo: { undone: 0, left: 2 } },
		});
		expect(await tagsOf(bob)).toEqual([]);
	});
});
