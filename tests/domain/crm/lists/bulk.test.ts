import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { undoBatch } from "#app/domain/crm/bulk/change-batch.ts";
import { runBatchJob } from "#app/domain/crm/bulk/jobs.ts";
import type { NewBatch } from "#app/domain/crm/bulk/schema.ts";
import { startBatch } from "#app/domain/crm/bulk/start-batch.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { house, type Role } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { fillContacts, listAt } from "./places.ts";

describe("acts on many records", { timeout: 120_000 }, () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		await fillContacts(org, 420);
		await fillContacts(other, 120);
	});

	const start = (given: Partial<NewBatch> & Pick<NewBatch, "act">, role: Role = "user", firm = org) =>
		as(firm, role, (ctx) => startBatch(ctx, { key: newId(), type: "contact", ...given }, "UTC"));
	const batch = (id: string) => as(org, "viewer", (ctx) => getBatch(ctx, id));
	const count = async (address: string, firm = org) => (await listAt(firm, "contact", address)).count.value;
	const events = async (name: string, id: string) =>
		(
			await house().database.owner.query<{ found: number }>(
				"select count(*)::int as found from events where org_id = $1 and name = $2 and data ->> 'batchId' = $3",
				[org.id, name, id],
			)
		)[0]!.found;

	test("CRM-2: a few are tagged at once, all that match by a job, each once; others keep theirs", async () => {
		const ids = (await listAt(org, "contact", "")).rows.slice(0, 3).map(([id]) => id);
		const few = await start({ act: "tag", ids, tag: "Newsletter" });
		expect(few).toMatchObject({ state: "done", changed: 3 });
		const key = newId();
		const twice = await Promise.all(
			[0, 1].map(() => start({ key, act: "tag", query: "f=stage.in.lead", tag: "newsletter" })),
		);
		expect(twice.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
		expect(await waitingJobs(runBatchJob)).toHaveLength(1);
		await runJobs(undefined, 2);
		const done = await batch(key);
		expect(done).toMatchObject({ state: "done", total: 105, done: 105 });
		expect(done.changed + done.skipped).toBe(105);
		expect(await events("tag.added", key)).toBe(done.changed);
		const tag = done.params.tag!.id;
		expect(await count(`f=tags.in.${tag}`)).toBe(done.changed + 3);
		await as(org, "user", (ctx) => undoBatch(ctx, key));
		await runJobs();
		expect(await batch(key)).toMatchObject({ state: "undone", params: { undo: { undone: done.changed, left: 0 } } });
		expect(await count(`f=tags.in.${tag}`)).toBe(3);
		const untag = await start({ act: "untag", ids, tagId: tag });
		expect(untag.changed).toBe(3);
		expect(await count(`f=tags.in.${tag}`)).toBe(0);
	});

	test("CRM-2: a field is set on all that match, and undoing leaves alone what was changed since", async () => {
		const { id } = await start({
			act: "edit",
			query: "f=city.is.oslo&f=stage.in.former",
			field: "city",
			value: ["Bergen"],
		});
		const key = id;
		await runJobs(undefined, 2);
		const wanted = await count("f=city.is.bergen");
		expect(await batch(key)).toMatchObject({ state: "done", changed: wanted, act: "edit" });
		expect(wanted).toBe(35);
		const some = (await listAt(org, "contact", "f=city.is.bergen")).rows.slice(0, 2).map(([one]) => one);
		for (const one of some) await as(org, "user", (ctx) => updateContact(ctx, { id: one, jobTitle: "Mayor" }));
		await as(org, "user", (ctx) => undoBatch(ctx, key));
		await runJobs();
		expect((await batch(key)).params.undo).toEqual({ undone: wanted - 2, left: 2 });
		expect(await count("f=city.is.bergen")).toBe(2);
		expect(await events("contact.changed", key)).toBe(wanted * 2 - 2);
		await expect(as(org, "user", (ctx) => undoBatch(ctx, key))).rejects.toMatchObject({ status: 409 });
	});

	test("CRM-2: owners, the trash and custom fields change in one act and come back", async () => {
		const none = await count("f=owner.in.none");
		const owner = await start({ act: "assign", query: "f=owner.in.none", ownerId: org.members.manager.id });
		await runJobs();
		expect(await count(`f=owner.in.${org.members.manager.id}`)).toBe(none);
		const trashed = await start({ act: "delete", query: "f=owner.in.me" }, "manager");
		await runJobs();
		expect(await count("")).toBe(420 - none);
		expect(await events("contact.trashed", trashed.id)).toBe(none);
		await as(org, "manager", (ctx) => undoBatch(ctx, trashed.id));
		await runJobs();
		expect(await count("")).toBe(420);
		await as(org, "manager", (ctx) => undoBatch(ctx, owner.id));
		await runJobs();
		// The way through the trash was a change since.
		expect((await batch(owner.id)).params.undo).toEqual({ undone: 0, left: none });
		await as(org, "admin", (ctx) =>
			createField(ctx, { recordType: "contact", label: "Plan", kind: "choice", options: ["Gold", "Tin"] }),
		);
		const [field] = await as(org, "user", (ctx) => listFields(ctx, "contact"));
		const plan = await start({ act: "edit", query: "q=ava", field: "field:plan", value: ["Gold"] });
		await runJobs();
		const avas = await count("q=ava");
		expect(await count(`f=field:plan.in.${field!.options[0]!.id}`)).toBe(avas);
		await as(org, "user", (ctx) => undoBatch(ctx, plan.id));
		await runJobs();
		expect(await count("f=field:plan.filled")).toBe(0);
	});

	test("SEC-1: other firms' records, values that do not fit, and who may not", async () => {
		const foreign = (await listAt(other, "contact", "")).rows.slice(0, 3).map(([id]) => id);
		await expect(start({ act: "delete", ids: foreign })).rejects.toMatchObject({ status: 422 });
		expect(await count("", other)).toBe(120);
		await expect(start({ act: "delete", query: "" }, "viewer")).rejects.toMatchObject({ status: 403 });
		const ids = (await listAt(org, "contact", "")).rows.slice(0, 2).map(([id]) => id);
		for (const bad of [
			{ act: "edit", field: "version", value: ["9"] },
			{ act: "edit", field: "stage", value: ["king"] },
			{ act: "assign", ownerId: other.members.user.id },
			{ act: "tag", tag: " " },
			{ act: "untag", tagId: newId() },
		] as const) {
			await expect(start({ ...bad, ids } as never), JSON.stringify(bad)).rejects.toMatchObject({ status: 422 });
		}
		await expect(as(other, "user", (ctx) => undoBatch(ctx, newId()))).rejects.toMatchObject({ status: 404 });
	});
});
