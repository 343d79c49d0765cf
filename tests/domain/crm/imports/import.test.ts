import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { readFieldValues } from "#app/domain/crm/fields/field-values.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { cancelImport, undoImport } from "#app/domain/crm/imports/move-import.ts";
import { linkRecords } from "#app/domain/crm/links/link-records.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { untagRecord } from "#app/domain/crm/tags/untag-record.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { jsonb } from "#db/client.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { contactsOf, importText, preview, upload } from "./files.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});

const HEAD = "Given name,Surname,E-Mail,Mobile,Company,Labels,Seats,Notes to self\n";

async function addField(label: string, kind: "number" | "text" | "choice", options: string[] = []): Promise<string> {
	const id = newId();
	const all = jsonb(options.map((one) => ({ id: newId(), label: one })));
	const row = {
		org_id: org.id,
		id,
		record_type: "contact" as const,
		key: label.toLowerCase(),
		label,
		kind,
		options: all,
	};
	await as(org, "admin", (ctx) =>
		ctx.db
			.insertInto("custom_fields")
			.values(row as never)
			.execute(),
	);
	return id;
}

test("CRM-3 a file with odd headings is taken in: preview and import agree, refused rows keep their reason", async () => {
	org = await makeOrg();
	const seats = await addField("Seats", "number");
	const text = `${HEAD}Ann,Miller,ANN@Example.test,(206) 555-0100,Orchard Ltd,"vip, west",12,x
Bob,Ng,bob@example.test,+44 20 7946 0958,orchard ltd,VIP,,
,,not an address,,,,,
Cy,Poe,cy@example.test,12,,,,
Di,Ray,di@example.test,,,,many,
,,,,,,,
Eve,"Long
name",eve@example.test,,,,3,,,
Ann,Miller again,ann@example.test,,,south,,
Too,Many,cells@example.test,,,,,,extra
`;
	const { done, refusals, preview: shown } = await importText(org, text);
	expect(done.params.mapping).toEqual([
		"first_name",
		"last_name",
		"email",
		"phone",
		"account",
		"tags",
		`field:${seats}`,
		"",
	]);
	expect(done).toMatchObject({ state: "done", counts: { created: 3, updated: 1, skipped: 1, refused: 4 } });
	expect(shown).toMatchObject({ state: "done", counts: { created: 3, updated: 1, skipped: 1, refused: 4 } });
	expect(refusals.map(({ line, reason }) => [line, reason])).toEqual([
		[4, "“not an address” is no email address."],
		[5, "“12” is no phone number."],
		[6, "Seats: Write a number such as 1250.5, with 15 digits at most."],
		[10, "The row has 9 cells and there are 8 headings."],
	]);
	const contacts = await contactsOf(org);
	expect(contacts.map((row) => [row.first_name, row.last_name, row.email, row.phone, row.source, row.stage])).toEqual([
		["Ann", "Miller", "ann@example.test", "+12065550100", "import", "prospect"],
		["Bob", "Ng", "bob@example.test", "+442079460958", "import", "prospect"],
		["Eve", "Long\nname", "eve@example.test", null, "import", "prospect"],
	]);
	expect(new Set(contacts.map(({ account_id }) => account_id)).size).toBe(2);
	const values = await as(org, "user", (ctx) =>
		readFieldValues(
			ctx,
			contacts.map(({ id }) => id),
		),
	);
	expect([...values.values()]).toEqual([{ [seats]: 12 }, { [seats]: 3 }]);
	const tags = await as(org, "user", (ctx) =>
		ctx.db
			.selectFrom("record_tags as r")
			.innerJoin("tags as t", "t.id", "r.tag_id")
			.select(["t.name"])
			.where("r.record_id", "=", contacts[0]!.id)
			.orderBy("t.name")
			.execute(),
	);
	expect(tags.map(({ name }) => name)).toEqual(["south", "vip", "west"]);
	const events = await as(org, "user", (ctx) =>
		ctx.db
			.selectFrom("events")
			.select(["name", "subject_id", "changes", "data"])
			.where("name", "in", ["contact.created", "contacts.imported"])
			.orderBy("id")
			.execute(),
	);
	expect(events.filter(({ name }) => name === "contacts.imported")).toEqual([
		expect.objectContaining({ subject_id: done.id, data: expect.objectContaining({ created: 3, refused: 4 }) }),
	]);
	expect(events.find(({ subject_id }) => subject_id === contacts[0]!.id)).toMatchObject({
		changes: { firstName: [null, "Ann"], "field:seats": [null, 12] },
		data: { version: 1 },
	});
});

test("CRM-3 a later file of the same headings is mapped as the last one was", async () => {
	org = await makeOrg();
	await importText(org, "Who,Where,Wer\nann@example.test,Seattle,x\n", { mapping: ["email", "city", ""] });
	const id = await upload(org, "wer,WHO,where \nx,bob@example.test,Reno\n");
	expect((await as(org, "user", (ctx) => getImport(ctx, id))).params.mapping).toEqual(["", "email", "city"]);
});

test.each([
	["skip", { created: 0, updated: 0, skipped: 2, refused: 0 }, { city: "Reno", job_title: "" }],
	["fill", { created: 0, updated: 1, skipped: 1, refused: 0 }, { city: "Reno", job_title: "Buyer" }],
	["overwrite", { created: 0, updated: 1, skipped: 1, refused: 0 }, { city: "Tahoe", job_title: "Buyer" }],
	["create", { created: 2, updated: 0, skipped: 0, refused: 0 }, { city: "Reno", job_title: "" }],
] as const)("CRM-3 a contact that is here already: %s", async (duplicates, counts, first) => {
	org = await makeOrg();
	await importText(org, "email,city\nann@example.test,Reno\n");
	const text = "email,city,job title\nAnn@Example.test,Tahoe,Buyer\nann@example.test,,Buyer\n";
	const { done, preview: shown } = await importText(org, text, { duplicates });
	expect(done.counts).toEqual(counts);
	expect(shown.counts).toEqual(counts);
	expect((await contactsOf(org))[0]).toMatchObject(first);
});

test("CRM-3 a contact is known by its phone or by an id: this product's, or that of the system before", async () => {
	org = await makeOrg();
	await importText(org, "Customer no.,name,phone\nK-17,Ann Miller,206 555 0100\n", {
		mapping: ["id", "name", "phone"],
	});
	const byPhone = await importText(org, "phone,city\n+1 206 555 0100,Reno\n", { match: "phone" });
	expect(byPhone.done.counts).toMatchObject({ updated: 1, created: 0 });
	const byOuter = await importText(org, "Customer no.,title\nk-17,Buyer\nK-99,Nobody\n", {
		mapping: ["id", "job_title"],
		match: "id",
	});
	expect(byOuter.done.counts).toEqual({ created: 0, updated: 1, skipped: 0, refused: 1 });
	const [ann] = await contactsOf(org);
	const byOwn = await importText(org, `id,last name\n${ann!.id},Smith\n${newId()},Ghost\n`, {
		match: "id",
		duplicates: "overwrite",
	});
	expect(byOwn.done.counts).toEqual({ created: 0, updated: 1, skipped: 0, refused: 1 });
	expect(await contactsOf(org)).toEqual([
		expect.objectContaining({ first_name: "Ann", last_name: "Smith", city: "Reno", job_title: "Buyer" }),
	]);
});

test("CRM-3 a whole import is undone, updates too; what somebody changed since stays and is counted", async () => {
	org = await makeOrg();
	await importText(org, "email,city\nold@example.test,Reno\nkept@example.test,Reno\n");
	const before = await contactsOf(org);
	const text =
		"email,city,company,tags\nold@example.test,Tahoe,New Ltd,x\nkept@example.test,Tahoe,,\nnew@example.test,Elko,New Ltd,\nlead@example.test,,,\n";
	const { id, done } = await importText(org, text, { duplicates: "overwrite" });
	expect(done.counts).toEqual({ created: 2, updated: 2, skipped: 0, refused: 0 });
	const all = await contactsOf(org);
	const touched = all.find(({ email }) => email === "kept@example.test")!;
	const noted = all.find(({ email }) => email === "lead@example.test")!;
	await as(org, "user", async (ctx) => {
		await ctx.db
			.updateTable("contacts")
			.set({ city: "Sparks", version: touched.version + 1 })
			.where("id", "=", touched.id)
			.execute();
		await ctx.db
			.insertInto("notes")
			.values({
				org_id: org.id,
				id: newId(),
				subject_type: "contact",
				subject_id: noted.id,
				body: "Called",
				author_name: "x",
			})
			.execute();
	});
	await as(org, "user", (ctx) => undoImport(ctx, id));
	await runJobs(new Date(), 2);
	const undone = await as(org, "user", (ctx) => getImport(ctx, id));
	// The account is one of the changes.
	expect(undone).toMatchObject({ state: "undone", params: { undo: { undone: 3, left: 2 } } });
	const now = await contactsOf(org);
	expect(now.map(({ email, city, account_id }) => [email, city, account_id])).toEqual([
		["old@example.test", "Reno", null],
		["kept@example.test", "Sparks", null],
		["lead@example.test", null, null],
	]);
	const { score: _, ...formerly } = before[0]!;
	expect(now[0]).toMatchObject({ ...formerly, version: before[0]!.version + 2, updated_at: expect.any(Date) });
	const counts = await as(org, "user", async (ctx) => ({
		tags: await ctx.db.selectFrom("record_tags").select("record_id").execute(),
		accounts: await ctx.db.selectFrom("accounts").select("id").where("deleted_at", "is", null).execute(),
	}));
	expect(counts).toEqual({ tags: [], accounts: [] });
	await expect(as(org, "user", (ctx) => undoImport(ctx, id))).rejects.toMatchObject({ status: 409 });
});

test("CRM-3 an import is stopped in the middle: what is done stays and can be undone; a draft is thrown away", async () => {
	org = await makeOrg();
	const draft = await upload(org, "email\na@example.test\n");
	await as(org, "user", (ctx) => cancelImport(ctx, draft));
	await expect(as(org, "user", (ctx) => getImport(ctx, draft))).rejects.toMatchObject({ status: 404 });
	expect(await as(org, "user", (ctx) => ctx.db.selectFrom("files").select("id").execute())).toEqual([]);
	const { id } = await importText(org, "email\nb@example.test\n");
	await expect(as(org, "user", (ctx) => cancelImport(ctx, id))).rejects.toMatchObject({ status: 409 });
});

test("CRM-3 imports are for members from user up, of the own organisation", async () => {
	org = await makeOrg();
	const id = await upload(org, "email\na@example.test\n");
	await preview(org, id);
	const other = await makeOrg();
	await expect(as(other, "owner", (ctx) => getImport(ctx, id))).rejects.toMatchObject({ status: 404 });
	await expect(as(org, "viewer", (ctx) => getImport(ctx, id))).rejects.toMatchObject({ status: 403 });
	await expect(as(org, "viewer", (ctx) => undoImport(ctx, id))).rejects.toMatchObject({ status: 403 });
	await expect(as(org, "user", (ctx) => undoImport(ctx, id))).rejects.toMatchObject({ status: 409 });
});

test("CRM-3 undoing an import keeps a contact that has got a task, a relation or a tag since, and takes the others", async () => {
	org = await makeOrg();
	const names = ["task", "trashed", "from", "to", "tag", "untagged", "plain"];
	const { id } = await importText(org, `email,tags\n${names.map((name) => `${name}@example.test,fair`).join("\n")}\n`);
	const all = await contactsOf(org);
	const of = (name: string) => ({
		type: "contact" as const,
		id: all.find(({ email }) => email === `${name}@example.test`)!.id,
	});
	await as(org, "user", async (ctx) => {
		await createTask(ctx, { title: "Call", subject: of("task") });
		await trashTask(ctx, await createTask(ctx, { title: "Not any more", subject: of("trashed") }));
		await linkRecords(ctx, { from: of("from"), to: of("to"), label: "friend of" });
		await tagRecord(ctx, { ...of("tag"), tag: "vip" });
		const { tagId } = await tagRecord(ctx, { ...of("untagged"), tag: "vip" });
		await untagRecord(ctx, { ...of("untagged"), tagId });
		await undoImport(ctx, id);
	});
	await runJobs(new Date(), 2);
	expect((await as(org, "user", (ctx) => getImport(ctx, id))).params.undo).toEqual({ undone: 3, left: 4 });
	expect((await contactsOf(org)).map(({ email }) => email?.split("@")[0]).sort()).toEqual([
		"from",
		"tag",
		"task",
		"to",
	]);
});
