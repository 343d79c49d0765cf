import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { openStory } from "#app/domain/crm/insights/insight-queries.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import { listTimeline, timelineQuery } from "#app/domain/crm/timeline/timeline-queries.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";
import { makeLocation } from "#tests/support/leads.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";

test("CRM-6: a timeline among 60,000 messages, events, notes and tasks goes by its indexes under forced policies", async () => {
	await openTestHouse();
	const firm = await makeOrg("Busy firm");
	const account = { id: newId() };
	const fill = (text: string, more: unknown[] = []) => house().database.owner.query(text, [firm.id, ...more]);
	await fill("insert into accounts (org_id, id, name) values ($1, $2, 'Big')", [account.id]);
	await fill(
		"insert into contacts (org_id, id, first_name, account_id) select $1, uuidv7(), 'C' || n, case when n <= 20 then $2::uuid end from generate_series(1, 3000) n",
		[account.id],
	);
	await fill(
		"insert into messages (org_id, id, contact_id, channel, direction, author_kind, state) select $1, uuidv7(), c.id, 'sms', 'in', 'customer', 'received' from contacts c, generate_series(1, 5) where c.org_id = $1",
	);
	await fill(
		"insert into notes (org_id, id, subject_type, subject_id, body, author_name) select $1, uuidv7(), 'contact', c.id, 'x', 'O' from contacts c, generate_series(1, 5) where c.org_id = $1",
	);
	await fill(
		"insert into tasks (org_id, id, title, subject_type, subject_id) select $1, uuidv7(), 'x', 'contact', c.id from contacts c, generate_series(1, 3) where c.org_id = $1",
	);
	await fill(
		"insert into events (org_id, id, at, name, actor_kind, actor_name, subject_type, subject_id, request_id) select $1, uuidv7(), now(), 'contact.changed', 'system', 'P', 'contact', c.id, 'r' from contacts c, generate_series(1, 8) where c.org_id = $1",
	);
	await fill("insert into accounts (org_id, id, name) select $1, uuidv7(), 'A' from generate_series(1, 2000) n");
	await fill(
		"insert into deals (org_id, id, name, account_id, pipeline_id, stage_id) select $1, uuidv7(), 'D', a.id, s.pipeline_id, s.id from accounts a, (select * from pipeline_stages where org_id = $1 limit 1) s where a.org_id = $1",
	);
	await fill(
		"insert into projects (org_id, id, name, account_id) select $1, uuidv7(), 'P', a.id from accounts a where a.org_id = $1",
	);
	const place = await makeLocation(firm);
	await fill(
		"insert into leads (org_id, id, contact_id, location_id, source) select $1, uuidv7(), c.id, $2, 'api' from contacts c where c.org_id = $1",
		[place],
	);
	await fill(
		"insert into conversations (org_id, id, contact_id) select $1, uuidv7(), c.id from contacts c where c.org_id = $1",
	);
	await fill(
		"insert into appointments (org_id, id, location_id, contact_id, title, starts_at, ends_at, during, time_zone, state, origin) select $1, uuidv7(), $2, c.id, 'T', now(), now() + interval '1 hour', tstzrange(now(), now() + interval '1 hour'), 'UTC', 'cancelled', 'member' from contacts c where c.org_id = $1",
		[place],
	);
	await house().database.owner.exec("analyze");
	const [{ id }] = (await house().database.owner.query<{ id: string }>(
		"select id from contacts where org_id = $1 limit 1",
		[firm.id],
	)) as [{ id: string }];
	for (const question of [
		{ type: "contact", id },
		{ type: "contact", id, kind: "changes" },
		{ type: "account", id: account.id },
	] as const) {
		const { rows } = await as(firm, "viewer", (ctx) =>
			sql<Record<string, string>>`explain ${timelineQuery(question)}`.execute(ctx.db),
		);
		const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
		const whole = plan.match(
			/Seq Scan on (contacts|messages|notes|tasks|events|deals|projects|leads|conversations|appointments|accounts)\b.*/g,
		);
		expect(whole, plan).toBeNull();
	}
	// The page reads the insight, the score and whether anything happened since beside it.
	const tables = ["contacts", "messages", "events", "notes", "tasks", "deals", "projects", "leads", "appointments"];
	for (const question of [{ type: "contact", id } as const, { type: "account", id: account.id } as const]) {
		const { whole } = await as(firm, "viewer", (ctx) =>
			wholeReads(ctx, tables, async () => {
				await openStory(ctx, question);
				await getRecordPage(ctx, question.type, question.id, { withChoices: true });
			}),
		);
		expect(whole, question.type).toEqual([]);
	}
	const { entries } = await as(firm, "viewer", (ctx) => listTimeline(ctx, { type: "account", id: account.id }));
	expect(entries).toHaveLength(30);
}, 240_000);

test("CRM-6: a page of an account's timeline reads as much with 5,000 contacts as with 50", async () => {
	await openTestHouse();
	const firm = await makeOrg("Two accounts");
	const fill = (text: string, more: unknown[] = []) => house().database.owner.query(text, [firm.id, ...more]);
	const accounts = [newId(), newId()] as const;
	for (const [id, many] of [
		[accounts[0], 50],
		[accounts[1], 5_000],
	] as const) {
		await fill("insert into accounts (org_id, id, name) values ($1, $2, 'A')", [id]);
		await fill(
			"insert into contacts (org_id, id, first_name, account_id) select $1, uuidv7(), 'C', $2 from generate_series(1, $3::int) n",
			[id, many],
		);
	}
	const own = "from contacts c, generate_series(1, 2) n where c.org_id = $1";
	await fill(
		`insert into messages (org_id, id, contact_id, channel, direction, author_kind, state) select $1, uuidv7(), c.id, 'sms', 'in', 'customer', 'received' ${own}`,
	);
	await fill(
		`insert into notes (org_id, id, subject_type, subject_id, body, author_name) select $1, uuidv7(), 'contact', c.id, 'x', 'O' ${own}`,
	);
	await fill(
		`insert into tasks (org_id, id, title, subject_type, subject_id) select $1, uuidv7(), 'x', 'contact', c.id ${own}`,
	);
	await fill(
		`insert into events (org_id, id, at, name, actor_kind, actor_name, subject_type, subject_id, request_id) select $1, uuidv7(), now(), 'contact.changed', 'system', 'P', 'contact', c.id, 'r' ${own}`,
	);
	await house().database.owner.exec("analyze");
	const explained = async (id: string) => {
		const { rows } = await as(firm, "viewer", (ctx) =>
			sql<{ "QUERY PLAN": unknown }>`explain (analyze, format json) ${timelineQuery({ type: "account", id })}`.execute(
				ctx.db,
			),
		);
		return [rows[0]!["QUERY PLAN"]].flat() as { Plan: Node }[];
	};
	const read = async (id: string) => rowsRead((await explained(id))[0]!.Plan);
	const [small, large] = [await read(accounts[0]), await read(accounts[1])];
	expect(large).toBeLessThanOrEqual(small + 200);
	expect(large).toBeLessThan(1_500);
	const { entries, older } = await as(firm, "viewer", (ctx) => listTimeline(ctx, { type: "account", id: accounts[1] }));
	expect(entries).toHaveLength(30);
	expect(older).not.toBeNull();
}, 240_000);

type Node = Record<string, unknown> & { Plans?: Node[] };

/** Rows that the scans of a plan gave or threw away, over all their loops. */
function rowsRead(node: Node): number {
	const given = Number(node["Actual Rows"]) + Number(node["Rows Removed by Filter"] ?? 0);
	const own =
		String(node["Node Type"]).endsWith("Scan") && node["Relation Name"] ? given * Number(node["Actual Loops"]) : 0;
	return own + (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0);
}
