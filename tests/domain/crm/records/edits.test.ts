import { beforeAll, describe, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { mergeEdit } from "#app/domain/crm/records/rules.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { lastEvent, rowOf } from "./record-samples.ts";

const START = { firstName: "Ann", lastName: "Miller", email: "ann@x.test", phone: "+12065550100", city: "Kent" };

describe("CRM-1: two people at one record", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});
	const make = async () => (await as(org, "user", (ctx) => createContact(ctx, START))).id;
	const edit = (id: string, change: object, role: "user" | "manager" = "user") =>
		as(org, role, (ctx) => updateContact(ctx, { id, ...change }));

	test("CRM-1: fields that one side alone changed are joined, and it is told", async () => {
		const id = await make();
		await edit(id, { version: 1, ...START, phone: "+12065550111" }, "manager");
		const done = await edit(id, { version: 1, ...START, email: "new@x.test" });
		expect(done).toMatchObject({ version: 3, changed: ["email"], joined: { by: "The manager", fields: ["phone"] } });
		expect(await rowOf("contact", id)).toMatchObject({ phone: "+12065550111", email: "new@x.test" });
		expect((await lastEvent(id)).changes).toEqual({ email: ["ann@x.test", "new@x.test"] });
	});

	test("CRM-1: a field that both changed stops the second, with both sides, until they decide", async () => {
		const id = await make();
		await edit(id, { version: 1, ...START, phone: "+12065550111", city: "Lynn" }, "manager");
		const mine = { ...START, phone: "+12065550122" };
		await expect(edit(id, { version: 1, ...mine })).rejects.toMatchObject({
			status: 409,
			data: {
				by: "The manager",
				version: 2,
				clashes: ["phone"],
				joined: ["city"],
				current: expect.objectContaining({ phone: "+12065550111", city: "Lynn" }),
			},
		});
		expect(await rowOf("contact", id)).toMatchObject({ phone: "+12065550111", version: 2 });
		await edit(id, { version: 1, decided: 2, ...mine });
		expect(await rowOf("contact", id)).toMatchObject({ phone: "+12065550122", city: "Lynn", version: 3 });
	});

	test("CRM-1: what changed again after the decision is asked about again", async () => {
		const id = await make();
		await edit(id, { phone: "+12065550111" }, "manager");
		await edit(id, { phone: "+12065550112" }, "manager");
		await expect(edit(id, { version: 1, decided: 2, phone: "+12065550122" })).rejects.toMatchObject({ status: 409 });
		await edit(id, { version: 1, decided: 3, phone: "+12065550122" });
		expect((await rowOf("contact", id)).phone).toBe("+12065550122");
	});

	test("CRM-1: both sides with the same value agree, and a value changed back is nobody's clash", async () => {
		const id = await make();
		await edit(id, { city: "Lynn" }, "manager");
		expect(await edit(id, { version: 1, city: "Lynn" })).toMatchObject({ changed: [] });
		await edit(id, { city: "Kent" }, "manager");
		expect(await edit(id, { version: 1, ...START, lastName: "Moss" })).toMatchObject({
			changed: ["lastName"],
			joined: null,
		});
	});

	test("CRM-1: what a shop or a customer changed counts like a member's change", async () => {
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Zoe", email: "zoe@x.test" }));
		const details = { email: "zoe@x.test", phone: "+12065550177", lastName: "Lee" };
		await asActor(org.id, SYSTEM, (ctx) => findOrCreateContact(ctx, details));
		expect(await edit(id, { version: 1, firstName: "Zoey", lastName: "", phone: null })).toMatchObject({
			changed: ["firstName"],
			joined: { fields: expect.arrayContaining(["lastName", "phone"]) },
		});
		expect(await rowOf("contact", id)).toMatchObject({ first_name: "Zoey", last_name: "Lee", phone: "+12065550177" });
	});

	test("CRM-1: a change that no event tells is never overwritten unseen", async () => {
		const id = await make();
		await house().database.owner.query("update contacts set version = 2, city = 'Lynn' where id = $1", [id]);
		await expect(edit(id, { version: 1, ...START, email: "b@x.test" })).rejects.toMatchObject({
			status: 409,
			data: { clashes: ["email", "city"], version: 2 },
		});
		await edit(id, { version: 1, decided: 2, email: "b@x.test" });
		expect(await rowOf("contact", id)).toMatchObject({ city: "Lynn", email: "b@x.test" });
	});

	test("CRM-1: a version from the future joins nothing", () => {
		const merged = mergeEdit({ current: { a: "1" }, mine: { a: "2" }, theirs: null, decided: 0, version: 3 });
		expect(merged).toEqual({ set: {}, joined: [], clashes: ["a"] });
	});

	test("CRM-1: of many edits at once from one version, each lands or is told of the others", async () => {
		const id = await make();
		const fields = ["firstName", "lastName", "city", "jobTitle", "country"];
		await Promise.all(fields.map((field) => edit(id, { version: 1, [field]: "New" })));
		const row = await rowOf("contact", id);
		expect(row).toMatchObject({ first_name: "New", last_name: "New", city: "New", job_title: "New", country: "New" });
		expect(row.version).toBe(6);
		const tries = await Promise.allSettled(["A", "B", "C"].map((city) => edit(id, { version: 6, city })));
		expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
	});
});
