import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import type { AuditFilters } from "#app/domain/events/audit-filters.ts";
import { eventsQuery, listEvents } from "#app/domain/events/event-queries.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

describe("the audit log of a busy firm", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openNativeHouse(4);
		org = await makeOrg();
	});

	test("AUDIT-2 finds a page of 100,000 events by an index under forced policies, under every filter and deep in the list", async () => {
		const member = org.members.owner.id;
		const lead = newId();
		await house().database.owner.query(
			`insert into events (org_id, id, at, name, actor_kind, actor_id, actor_name, subject_type, subject_id, request_id)
			select $1, uuidv7(), timestamptz '2026-01-01' + n * interval '4 minutes',
				(array['lead.changed', 'message.sent', 'touch.held', 'contact.changed'])[1 + n % 4],
				case when n % 500 = 0 then 'customer' when n % 3 = 0 then 'member' else 'system' end,
				case when n % 3 = 0 then $2::uuid end, 'Somebody',
				case when n % 700 = 0 then 'template' when n % 2 = 0 then 'lead' else 'message' end,
				case when n % 900 = 0 then $3::uuid else uuidv7() end, 'r'
			from generate_series(1, 100000) n`,
			[org.id, member, lead],
		);
		await house().database.owner.query("analyze events");
		const after = `2026-04-01T00:00:00.000Z_${newId()}`;
		const filters: AuditFilters[] = [
			{},
			{ after },
			{ actor: member },
			{ actor: "kind:customer", after },
			{ name: "touch.held", after },
			{ subject: "template" },
			{ subject: "lead", after },
			{ subject: `lead:${lead}` },
			{ from: "2026-03-01", to: "2026-03-02" },
			{ name: "touch.held", actor: member, from: "2026-03-01" },
		];
		for (const filter of filters) {
			const plan = await as(org, "admin", (ctx) => planOf(ctx, filter));
			const about = `${JSON.stringify(filter)}\n${plan}`;
			expect(plan, about).toMatch(/Index Scan.* using events_/);
			expect(plan, about).not.toMatch(/Seq Scan/);
			if (!filter.subject?.includes(":")) expect(plan, about).not.toMatch(/Sort/);
			const { data } = await as(org, "admin", (ctx) => listEvents(ctx, filter, 50, "America/Chicago"));
			expect(data.length, about).toBeGreaterThan(0);
		}
	});
});

async function planOf(ctx: Parameters<typeof eventsQuery>[0], filter: AuditFilters): Promise<string> {
	const { sql: text, parameters } = eventsQuery(ctx, filter, "America/Chicago").limit(51).compile();
	const order = [...text.matchAll(/\$(\d+)/g)].map(([, n]) => parameters[Number(n) - 1]);
	const pieces = text
		.split(/\$\d+/)
		.flatMap((piece, at) => [sql.raw(piece), ...(at < order.length ? [sql`${order[at]}`] : [])]);
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${sql.join(pieces, sql.raw(""))}`.execute(ctx.db);
	return rows.map((row) => row["QUERY PLAN"]).join("\n");
}
