import { beforeAll, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { archiveField } from "#app/domain/crm/fields/archive-field.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { readHistory } from "#app/domain/crm/history/record-history.ts";
import { listTimeline } from "#app/domain/crm/timeline/timeline-queries.ts";
import { detailsOf } from "#app/domain/events/event-details.ts";
import type { EventLine } from "#app/domain/events/event-queries.ts";
import { nameSubjects } from "#app/domain/events/subject-names.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

test("CRM-6: timeline, past versions and audit call an own field by its label, also one that was put away", async () => {
	const label = "Kd-Nr. (alt)";
	const field = await as(org, "owner", (ctx) => createField(ctx, { recordType: "contact", label, kind: "number" }));
	// Another kind's field of the same key has its own label.
	await as(org, "owner", (ctx) => createField(ctx, { recordType: "deal", label: "Kd nr alt", kind: "text" }));
	const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann" }));
	await as(org, "user", (ctx) => updateContact(ctx, { id, fields: { [field.key]: 1.2345 } }));
	await as(org, "owner", (ctx) => archiveField(ctx, { id: field.id }));

	const said = [[label, "empty", "1.2345"]];
	const { entries } = await as(org, "viewer", (ctx) =>
		listTimeline(ctx, { type: "contact", id, zone: "UTC", currency: "USD" } as never),
	);
	const inWords = (all: readonly { label: string; before?: { text: string }; value: { text: string } }[]) =>
		all.map((one) => [one.label, one.before?.text, one.value.text]);
	expect(entries.flatMap(({ details }) => inWords(details))).toEqual(said);

	const past = await as(org, "viewer", (ctx) => readHistory(ctx, { type: "contact", id, at: new Date() }));
	const change = past.events.find(({ name }) => name === "contact.changed") as EventLine;
	expect(inWords(detailsOf(change, { names: past.names, zone: "UTC", currency: "USD" }))).toEqual(said);

	const names = await as(org, "admin", (ctx) => nameSubjects(ctx, [change]));
	expect(inWords(detailsOf(change, { names, zone: "UTC", currency: "USD" }))).toEqual(said);
	expect(inWords(detailsOf(change, { names: {}, zone: "UTC", currency: "USD" }))).toEqual([
		["Kd nr alt", "empty", "1.2345"],
	]);
});

test("CRM-1: a conflict names what both changed of an own field by its label", async () => {
	const field = await as(org, "owner", (ctx) =>
		createField(ctx, { recordType: "contact", label: "Größe", kind: "number" }),
	);
	const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", fields: { [field.key]: 1 } }));
	await as(org, "manager", (ctx) => updateContact(ctx, { id, fields: { [field.key]: 2 } }));
	await expect(
		as(org, "user", (ctx) => updateContact(ctx, { id, version: 1, fields: { [field.key]: 3 } })),
	).rejects.toMatchObject({
		status: 409,
		data: { clashes: [`field:${field.key}`], labels: expect.objectContaining({ [`field:${field.key}`]: "Größe" }) },
	});
});
