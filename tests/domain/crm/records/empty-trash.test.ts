import { beforeAll, describe, expect, test } from "vitest";
import { DAY } from "#app/base/time.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { emptyTrash } from "#app/domain/crm/records/empty-trash.ts";
import { RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";
import { KINDS, rowOf } from "./record-samples.ts";

describe("CRM-1: the trash is emptied after 90 days", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});
	const ago = (days: number) => new Date(Date.now() - days * DAY);
	const empty = async () => {
		const done = await asActor(org.id, SYSTEM, (ctx) => emptyTrash(ctx));
		await runJobs();
		return done;
	};

	test.each(RECORD_TYPES)("CRM-1: a %s goes for good with what hangs on it, a day too early it stays", async (type) => {
		const { create, named } = KINDS[type];
		const make = async (days: number) => {
			const { id } = await as(org, "user", (ctx) => create(ctx, named("Old") as never));
			await as(org, "user", (ctx) => addNote(ctx, { type, id, kind: "note", body: "Secret" }));
			await as(org, "user", (ctx) => tagRecord(ctx, { type, id, tag: "Old" }));
			await as(org, "user", (ctx) => trashRecord(ctx, { type, id }), ago(days));
			return id;
		};
		const [old, young] = [await make(91), await make(89)];
		await empty();
		// A contact is erased by a job first; the next night takes the blank.
		await empty();
		expect(await rowOf(type, old)).toBeUndefined();
		expect((await rowOf(type, young)).deleted_at).not.toBeNull();
		const left = await as(org, "user", (ctx) =>
			ctx.db.selectFrom("notes").select("id").where("subject_id", "=", old).execute(),
		);
		expect(left).toEqual([]);
		expect(await empty()).toMatchObject({ deleted: 0, erased: 0, more: false });
	});

	test("CRM-8: a contact of whom the business has leads is blanked and stays as nobody", async () => {
		const { leadId, contactId } = await trashedLead();
		await empty();
		await empty();
		const row = await rowOf("contact", contactId);
		expect(row).toMatchObject({ first_name: "", email: null, phone: null });
		expect(row.erased_at).not.toBeNull();
		const lead = await as(org, "user", (ctx) =>
			ctx.db.selectFrom("leads").select("id").where("id", "=", leadId).executeTakeFirst(),
		);
		expect(lead).toBeDefined();
	});

	test("CRM-1: nobody but the system and the owner empties the trash", async () => {
		await expect(as(org, "admin", (ctx) => emptyTrash(ctx))).rejects.toMatchObject({ status: 403 });
	});

	async function trashedLead() {
		const lead = await makeLead(org, { locationId: await makeLocation(org) });
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "contact", id: lead.contactId }), ago(120));
		return { leadId: lead.leadId, contactId: lead.contactId };
	}
});
