import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { dismissPair } from "#app/domain/crm/duplicates/dismiss-pair.ts";
import { findDuplicates } from "#app/domain/crm/duplicates/find-duplicates.ts";
import { listPairs } from "#app/domain/crm/duplicates/pair-queries.ts";
import { readFieldValues } from "#app/domain/crm/fields/field-values.ts";
import { mergeContacts } from "#app/domain/crm/merging/merge-contacts.ts";
import { unmergeContacts } from "#app/domain/crm/merging/unmerge-contacts.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const add = (fields: Parameters<typeof createContact>[1]) =>
	as(org, "user", (ctx) => createContact(ctx, fields)).then(({ id }) => id);
const contact = (id: string) =>
	as(org, "user", (ctx) => ctx.db.selectFrom("contacts").selectAll().where("id", "=", id).executeTakeFirstOrThrow());
const merge = (survivorId: string, mergedId: string, choices = {}) =>
	as(org, "user", (ctx) => mergeContacts(ctx, { survivorId, mergedId, choices }));

/** Something of every kind that hangs on a contact. Returns how many of each it has. */
async function hang(id: string, tag: string): Promise<void> {
	await as(org, "admin", async (ctx) => {
		const at = { org_id: org.id };
		const conversation = newId();
		await ctx.db
			.insertInto("conversations")
			.values({ ...at, id: conversation, contact_id: id })
			.execute();
		await ctx.db
			.insertInto("messages")
			.values({
				...at,
				id: newId(),
				conversation_id: conversation,
				contact_id: id,
				channel: "chat",
				direction: "in",
				state: "received",
				author_kind: "customer",
				body_text: "Hi",
			} as never)
			.execute();
		await ctx.db
			.insertInto("vehicles")
			.values({ ...at, id: newId(), contact_id: id, make: "Saab" })
			.execute();
		await ctx.db
			.insertInto("contact_identities")
			.values({ ...at, source: newId(), external_id: "7", contact_id: id })
			.execute();
		await ctx.db
			.insertInto("notes")
			.values({ ...at, id: newId(), subject_type: "contact", subject_id: id, body: "Called", author_name: "x" })
			.execute();
		await ctx.db
			.insertInto("tasks")
			.values({ ...at, id: newId(), title: "Call", subject_type: "contact", subject_id: id })
			.execute();
		const tagId = newId();
		await ctx.db
			.insertInto("tags")
			.values({ ...at, id: tagId, name: tag })
			.execute();
		await ctx.db
			.insertInto("record_tags")
			.values({ ...at, record_type: "contact", record_id: id, tag_id: tagId })
			.execute();
		const stage = await ctx.db.selectFrom("pipeline_stages").select(["id", "pipeline_id"]).executeTakeFirstOrThrow();
		await ctx.db
			.insertInto("deals")
			.values({
				...at,
				id: newId(),
				name: "Big",
				contact_id: id,
				pipeline_id: stage.pipeline_id,
				stage_id: stage.id,
			} as never)
			.execute();
		await ctx.db
			.insertInto("record_links")
			.values({
				...at,
				id: newId(),
				from_type: "contact",
				from_id: id,
				to_type: "account",
				to_id: newId(),
				label: "partner of",
			})
			.execute();
	});
}

/** Every table and column that names this contact, and how often: as the database itself knows its tables. */
async function whatHangs(id: string): Promise<Record<string, number>> {
	const query = <Row>(text: string) => house().database.owner.query<Row>(text);
	const columns = await query<{ t: string; c: string }>(
		`select table_name as t, column_name as c from information_schema.columns where table_schema = 'public' and data_type = 'uuid'
			and (column_name in ('contact_id', 'subject_id', 'record_id', 'from_id', 'to_id'))
			and table_name not in ('events', 'contact_scores', 'record_insights', 'batch_changes', 'custom_values') order by 1, 2`,
	);
	const counts: Record<string, number> = {};
	for (const { t, c } of columns) {
		const [row] = await query<{ n: number }>(`select count(*)::int as n from ${t} where ${c} = '${id}'`);
		if (row!.n > 0) counts[`${t}.${c}`] = row!.n;
	}
	return counts;
}

test("CRM-4 everything that hangs on a contact moves with it, and comes back exactly as it was", async () => {
	const survivor = await add({ firstName: "Ann", email: "ann@example.test" });
	const merged = await add({ firstName: "Annie", lastName: "Miller", phone: "+12065550100", city: "Reno" });
	await hang(survivor, "vip");
	await hang(merged, "west");
	const before = [
		await contact(survivor),
		await contact(merged),
		await whatHangs(survivor),
		await whatHangs(merged),
	] as const;
	expect(Object.keys(before[3]).length).toBeGreaterThan(8);

	const { mergeId } = await merge(survivor, merged, { firstName: "merged" });
	expect(await contact(survivor)).toMatchObject({
		first_name: "Annie",
		last_name: "Miller",
		email: "ann@example.test",
		phone: "+12065550100",
		city: "Reno",
		version: 2,
		deleted_at: null,
	});
	expect(await contact(merged)).toMatchObject({ merged_into: survivor, deleted_at: expect.any(Date) });
	const hangs = await whatHangs(survivor);
	for (const [place, count] of Object.entries(before[3]))
		expect(hangs[place], place).toBe(count + (before[2][place] ?? 0));
	// Its own tags stay on it, in the trash.
	expect(await whatHangs(merged)).toEqual({ "record_tags.record_id": 1 });

	await as(org, "user", (ctx) => unmergeContacts(ctx, mergeId));
	const { version: _, updated_at: _at, ...first } = before[0];
	expect(await contact(survivor)).toMatchObject(first);
	const { version: _v, updated_at: _u, ...second } = before[1];
	expect(await contact(merged)).toMatchObject(second);
	expect(await whatHangs(survivor)).toEqual(before[2]);
	expect(await whatHangs(merged)).toEqual(before[3]);
	await expect(as(org, "user", (ctx) => unmergeContacts(ctx, mergeId))).rejects.toMatchObject({ status: 409 });
});

test("CRM-4 custom values are chosen too, and what somebody changed after the merge stays when it is undone", async () => {
	const [survivor, merged] = [
		await add({ firstName: "Ann", city: "Reno" }),
		await add({ firstName: "Ann", city: "Tahoe", jobTitle: "Buyer" }),
	];
	const field = newId();
	await as(org, "admin", async (ctx) => {
		await ctx.db
			.insertInto("custom_fields")
			.values({ org_id: org.id, id: field, record_type: "contact", key: "seats", label: "Seats", kind: "number" })
			.execute();
		const row = { org_id: org.id, field_id: field };
		await ctx.db
			.insertInto("custom_values")
			.values([
				{ ...row, record_id: survivor, number_value: 1 },
				{ ...row, record_id: merged, number_value: 2 },
			] as never)
			.execute();
	});
	const seats = async () => (await as(org, "user", (ctx) => readFieldValues(ctx, [survivor]))).get(survivor)?.[field];
	const { mergeId } = await merge(survivor, merged, { city: "merged", [`field:${field}`]: "merged" });
	expect([await seats(), (await contact(survivor)).city]).toEqual([2, "Tahoe"]);
	await as(org, "user", (ctx) => updateContact(ctx, { id: survivor, city: "Elko" }));
	await as(org, "user", (ctx) => unmergeContacts(ctx, mergeId));
	expect([await seats(), (await contact(survivor)).city, (await contact(survivor)).job_title]).toEqual([1, "Elko", ""]);
});

test("CRM-4 a merge is undone from either page as long as it can be, and the pair is offered again unless it was dismissed", async () => {
	const pairs = () =>
		as(org, "user", (ctx) => listPairs(ctx)).then(({ data }) => data.map(({ people }) => people.map(({ id }) => id)));
	const mergesAt = (id: string) =>
		as(org, "user", (ctx) => getRecordPage(ctx, "contact", id)).then(({ related }) => related.merges);
	const [ann, annie] = [
		await add({ firstName: "Ann", lastName: "Miller", phone: "+12065550100" }),
		await add({ firstName: "Ann", lastName: "Miler", phone: "+12065550100" }),
	];
	await as(org, "user", (ctx) => findDuplicates(ctx, [ann]));
	expect(await pairs()).toHaveLength(1);
	const { mergeId } = await merge(ann, annie);
	const told = { id: mergeId, survivorId: ann, mergedId: annie, name: "Ann Miler" };
	expect([await mergesAt(ann), await mergesAt(annie)]).toMatchObject([[told], [told]]);
	expect(await pairs()).toEqual([]);
	await as(org, "user", (ctx) => unmergeContacts(ctx, mergeId));
	expect([await mergesAt(ann), await mergesAt(annie)]).toEqual([[], []]);
	expect(await pairs()).toEqual([[ann, annie].sort()]);
	// Said to be two before they were joined by hand: that stays said.
	const { data } = await as(org, "user", (ctx) => listPairs(ctx));
	await as(org, "user", (ctx) => dismissPair(ctx, data[0]!.id));
	const again = await merge(ann, annie);
	await as(org, "user", (ctx) => unmergeContacts(ctx, again.mergeId));
	expect(await pairs()).toEqual([]);
});

test("CRM-4 a merge or its undoing that cannot be is refused with words, and nothing is changed", async () => {
	const [a, b, c] = [await add({ firstName: "A" }), await add({ firstName: "B" }), await add({ firstName: "C" })];
	await expect(merge(a, a)).rejects.toMatchObject({ status: 422 });
	await expect(merge(a, newId())).rejects.toMatchObject({ status: 404 });
	const stale = { survivorId: a, mergedId: b, versions: { survivor: 1, merged: 7 } };
	await expect(as(org, "user", (ctx) => mergeContacts(ctx, stale))).rejects.toMatchObject({ status: 409 });
	await expect(as(org, "viewer", (ctx) => mergeContacts(ctx, { survivorId: a, mergedId: b }))).rejects.toMatchObject({
		status: 403,
	});
	await expect(
		as(await makeOrg(), "owner", (ctx) => mergeContacts(ctx, { survivorId: a, mergedId: b })),
	).rejects.toMatchObject({ status: 404 });
	const { mergeId } = await merge(a, b);
	await expect(merge(c, b)).rejects.toMatchObject({ status: 409 });
	await expect(as(await makeOrg(), "owner", (ctx) => unmergeContacts(ctx, mergeId))).rejects.toMatchObject({
		status: 404,
	});
	const again = await merge(c, a);
	await expect(as(org, "user", (ctx) => unmergeContacts(ctx, mergeId))).rejects.toMatchObject({
		status: 409,
		message: expect.stringContaining("merged into another"),
	});
	await as(org, "user", (ctx) => unmergeContacts(ctx, again.mergeId));
	await as(org, "user", (ctx) => trashRecord(ctx, { type: "contact", id: a }));
	await expect(as(org, "user", (ctx) => unmergeContacts(ctx, mergeId))).rejects.toMatchObject({
		status: 409,
		message: expect.stringContaining("trash"),
	});
});

test("CRM-4 whoever edits a contact that is merged meanwhile is told so and led to the one that lives on", async () => {
	const [a, b] = [await add({ firstName: "A" }), await add({ firstName: "B" })];
	await merge(a, b);
	await expect(as(org, "user", (ctx) => updateContact(ctx, { id: b, version: 1, city: "Reno" }))).rejects.toMatchObject(
		{
			status: 409,
			message: expect.stringContaining("merged"),
			data: { mergedInto: a },
		},
	);
});
