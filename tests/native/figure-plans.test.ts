import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { listSecurityEvents } from "#app/domain/events/event-queries.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { getFigures } from "#app/domain/leads/figures/figure-queries.ts";
import { listEntries } from "#app/domain/scheduling/calendar/entry-queries.ts";
import { type Ctx, house } from "#db/context.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";

const MUCH = 6_000;
const RANGE = {
	...{ from: "2026-06-01", to: "2026-06-07" },
	...{ startsAt: new Date("2026-06-01T00:00:00Z"), endsAt: new Date("2026-06-08T00:00:00Z") },
};

// Leads every ten minutes from May on, each with a touch, its message, a chat answer, and every fifth with an
// appointment; sign-ins at the same pace, one in 500 of them refused. Five other firms have as much.
describe("what grows is read by index, as the application role under its policies", () => {
	let org: TestOrg;
	let place: string;
	beforeAll(async () => {
		await openNativeHouse(4);
		for (let firm = 0; firm < 6; firm++) {
			org = await makeOrg(`Large firm ${firm}`);
			place = await makeLocation(org);
			await fill(org, place);
		}
		const tables = "conversations, leads, messages, touches, appointments, security_events";
		await house().database.owner.query(`analyze ${tables}`);
	}, 600_000);

	test("LEAD-8 the figures of a week do not read the leads, touches, messages and appointments of all weeks", async () => {
		const tables = ["leads", "touches", "messages", "appointments", "conversations"];
		const { found, whole } = await as(org, "viewer", (ctx) => wholeReads(ctx, tables, (c) => getFigures(c, RANGE)));
		expect(found.total.count).toBe(7 * 144);
		expect(found.touches).toMatchObject([{ count: 7 * 144 }]);
		expect(found.providers).toMatchObject([{ label: "Rules", count: 7 * 144 }]);
		expect(whole).toEqual([]);
	});

	test("AUDIT-2 the security log by a rare name reads as many rows as it shows", async () => {
		for (const after of [undefined, `2026-07-01T00:00:00.000Z_${newId()}`]) {
			const { shown, fetched } = await as(org, "admin", async (ctx) => {
				const before = await rowsFetched(ctx);
				const { data } = await listSecurityEvents(ctx, { name: "access.refused", after });
				return { shown: data.length, fetched: (await rowsFetched(ctx)) - before };
			});
			expect(shown).toBeGreaterThan(10);
			// Without its index it is all six thousand of the firm.
			expect(fetched).toBeLessThanOrEqual(shown + 5);
		}
	});

	test("SCHED-1 the calendar of a week reads no appointments table from end to end", async () => {
		const from = Date.parse("2026-06-01T00:00:00Z");
		const week = { resourceIds: [place], from, to: from + 7 * 86_400_000, cancelled: true };
		const { found, whole } = await as(org, "viewer", (ctx) =>
			wholeReads(ctx, ["appointments", "contacts"], (c) => listEntries(c, week)),
		);
		expect(found.get(place)!.length).toBeGreaterThan(190);
		expect(whole).toEqual([]);
	});
});

const AT = "timestamptz '2026-05-01' + n * interval '10 minutes'";
/** The nth id of a kind in an organisation. */
const nth = (kind: string) =>
	`(left(overlay($1::uuid::text placing '${kind}' from 1 for 4), 24) || lpad(to_hex(n), 12, '0'))::uuid`;

async function fill(org: TestOrg, place: string): Promise<void> {
	const { contactId, leadId } = await makeLead(org, { locationId: place, at: new Date("2026-01-05T18:00:00Z") });
	// It makes the version that all of them are enrolled in.
	await as(org, "owner", (ctx) => enrollLead(ctx, { leadId }));
	const all = [org.id, contactId, place];
	const each = `from generate_series(1, ${MUCH}) n`;
	const run = (text: string, values: unknown[]) => house().database.owner.query(text, values);
	await run(
		`insert into conversations (org_id, id, contact_id, location_id, subject, created_at)
		select $1::uuid, ${nth("cccc")}, $2::uuid, $3::uuid, '', ${AT} ${each}`,
		all,
	);
	await run(
		`insert into leads (org_id, id, contact_id, location_id, conversation_id, state, source, created_at, first_contacted_at)
		select $1::uuid, ${nth("1ead")}, $2::uuid, $3::uuid, ${nth("cccc")}, 'new', 'shop', ${AT}, ${AT} ${each}`,
		all,
	);
	for (const [kind, channel, purpose, source] of [
		["aaaa", "email", "sequence", null],
		["bbbb", "chat", "chat", "rules"],
	]) {
		await run(
			`insert into messages (org_id, id, conversation_id, contact_id, lead_id, channel, direction, purpose, author_kind, state, sent_at, source)
			select $1::uuid, ${nth(kind!)}, ${nth("cccc")}, $2::uuid, ${nth("1ead")}, $3::text, 'out', $4::text, 'system', 'sent', ${AT}, $5::text ${each}`,
			[org.id, contactId, channel, purpose, source],
		);
	}
	await run(
		`insert into enrollments (org_id, id, lead_id, contact_id, location_id, sequence_version_id, state)
		select $1::uuid, ${nth("eeee")}, ${nth("1ead")}, $2::uuid, $3::uuid,
			(select v.id from sequence_versions v where v.org_id = $1::uuid limit 1), 'finished' ${each}`,
		all,
	);
	await run(
		`insert into touches (org_id, id, enrollment_id, lead_id, position, channel, planned_at, status, message_id)
		select $1::uuid, ${nth("dddd")}, ${nth("eeee")}, ${nth("1ead")}, 1, 'email', ${AT}, 'sent', ${nth("aaaa")} ${each}`,
		[org.id],
	);
	await run(
		`insert into appointments (org_id, id, lead_id, contact_id, location_id, bay, title, starts_at, ends_at, during, time_zone, origin, created_at)
		select $1::uuid, ${nth("ffff")}, ${nth("1ead")}, $2::uuid, $3::uuid, n::int, 'Tint', ${AT}, ${AT} + interval '1 hour',
			tstzrange(${AT}, ${AT} + interval '1 hour'), 'UTC', 'chat', ${AT} from generate_series(1, ${MUCH}, 5) n`,
		all,
	);
	await run(
		`insert into security_events (id, org_id, at, name)
		select ${nth("9999")}, $1::uuid, ${AT}, case when n % 500 = 0 then 'access.refused' else 'session.started' end ${each}`,
		[org.id],
	);
}

/** How many rows of the security log this transaction has fetched by an index or read from end to end. */
async function rowsFetched(ctx: Ctx): Promise<number> {
	const { rows } = await sql<{ count: number }>`select (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as count
		from pg_stat_xact_user_tables where relname = 'security_events'`.execute(ctx.db);
	return rows[0]?.count ?? 0;
}
