import { beforeAll, describe, expect, test } from "vitest";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { accountEndpoints } from "#app/routes/api/endpoints/crm/accounts.ts";
import { contactEndpoints } from "#app/routes/api/endpoints/crm/contacts.ts";
import { dealEndpoints } from "#app/routes/api/endpoints/crm/deals.ts";
import { projectEndpoints } from "#app/routes/api/endpoints/crm/projects.ts";
import { asSystem } from "#db/context.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

const KINDS = [
	[
		"contact",
		contactEndpoints,
		{ firstName: 'Zoë “Z” "\\\n</script>', lastName: "\u2028Ünal", email: "zoe@firm.test" },
	],
	["account", accountEndpoints, { name: "Firm\t& <Söhne>", arrCents: 123_456_789_012, renewalOn: "2027-02-28" }],
	["deal", dealEndpoints, { name: "Deal 🚗", valueCents: 50_000, closesOn: "2027-03-01" }],
	["project", projectEndpoints, { name: "Project", startsOn: "2027-03-01" }],
] as const satisfies readonly [RecordType, object, object][];

describe("lists of records that the database writes as JSON", () => {
	let org: TestOrg;
	let key: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		key = await makeKey(org);
	});

	test.each(KINDS)(
		"CRM-1 a %s in the list is what it is by itself, and nothing that the schema does not name",
		async (type, endpoints, body) => {
			await as(org, "owner", async (ctx) => {
				await createField(ctx, { recordType: type, label: "Size", kind: "number" } as never);
				await createField(ctx, { recordType: type, label: "Since", kind: "date" } as never);
			});
			const { path } = endpoints.list;
			const fields = { size: 12.5, since: "2026-02-03" };
			const ids: string[] = [];
			for (const more of [{}, { fields }, {}]) {
				const { status, body: made } = await callApi(key, path, {
					body: { ...body, ...(ids[0] ? { email: undefined } : {}), ...more },
				});
				expect(status, JSON.stringify(made)).toBe(201);
				ids.unshift(made.id);
			}
			for (const tag of ["Zebra", 'A "b"']) await as(org, "owner", (ctx) => tagRecord(ctx, { type, id: ids[1]!, tag }));
			if (type === "deal") {
				const closed_at = new Date("2026-01-02T03:04:05.678Z");
				await asSystem((db) => db.updateTable("deals").set({ closed_at }).where("id", "=", ids[1]!).execute());
			}
			const { status, headers, body: list } = await callApi(key, `${path}?limit=2`);
			expect([status, headers.get("content-type")]).toEqual([200, "application/json"]);
			expect(list).toEqual(endpoints.list.output.parse(list));
			const shown = [];
			for (const id of ids) shown.push((await callApi(key, `${path}/${id}`)).body);
			expect(shown[1]).toMatchObject({ fields, tags: ['A "b"', "Zebra"] });
			expect(list.data).toEqual(shown.slice(0, 2));
			const rest = await callApi(key, `${path}?limit=2&cursor=${list.next}`);
			expect(rest.body).toEqual({ data: [shown[2]], next: null });
		},
	);
});
