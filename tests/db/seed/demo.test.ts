import { beforeAll, describe, expect, test, vi } from "vitest";
import { env } from "#app/base/env.ts";
import { DAY, dateAt, dayOfDate, HOUR, wallAt, weekdayOf } from "#app/base/time.ts";
import { demoContent } from "#app/demo-content.ts";
import { EVENT_NAMES } from "#app/domain/events/names.ts";
import { saveCatalogue } from "#app/domain/integrations/catalogue/sync-catalogue.ts";
import { LEAD_CAUSES, LEAD_STATES } from "#app/domain/leads/rules.ts";
import { readTouches } from "#app/domain/leads/sequences/versions/touch-schema.ts";
import { listAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { getCalendar } from "#app/domain/scheduling/calendar/calendar-queries.ts";
import { house } from "#db/context.ts";
import { seedDemo } from "#db/seed/demo.ts";
import { DEMO_ORG, OTHER_ORG } from "#db/seed/people.ts";
import { connectDemoShop, DEMO_CONNECTION, DEMO_LOCATIONS, locationId } from "#db/seed/places.ts";
import { asActor, openTestHouse, SYSTEM } from "#tests/support/house.ts";

/** Every table of the public schema with its number of rows and a digest of them. */
type Fingerprint = Record<string, string>;

describe("the demo data", () => {
	let first: Fingerprint;
	let statements = 0;

	beforeAll(async () => {
		await openTestHouse();
		const { embedded } = house().database;
		const asked = vi.spyOn(embedded!, "rawQuery");
		await Promise.all([seedDemo(demoContent), seedDemo(demoContent)]);
		statements = asked.mock.calls.length;
		asked.mockRestore();
		first = await fingerprint();
	});

	const count = async (table: string, where = "true") => {
		const [row] = await house().database.owner.query<{ count: number }>(
			`select count(*)::int as count from ${table} where org_id = '${DEMO_ORG}' and ${where}`,
		);
		return row!.count;
	};

	test("OPS-2 holds at least what the newcomer is promised", async () => {
		expect(await count("agents")).toBeGreaterThanOrEqual(4);
		expect(await count("tasks")).toBeGreaterThanOrEqual(5);
		expect(await count("contacts", "stage <> 'prospect'")).toBeGreaterThanOrEqual(5);
		expect(await count("contacts", "stage = 'prospect'")).toBeGreaterThanOrEqual(4);
		expect(await count("projects")).toBeGreaterThanOrEqual(3);
		expect(await count("documents")).toBeGreaterThanOrEqual(3);
		expect(await count("locations")).toBe(3);
		for (const { key } of DEMO_LOCATIONS) {
			const priced = "active and price_cents > 0 and duration_minutes > 0";
			expect(await count("services", `location_id = '${locationId(key)}' and ${priced}`)).toBe(26);
		}
	});

	test("CRM-1: the demo has deals in every stage, notes, tags, relations and a custom field of every kind with values", async () => {
		const [row] = await house().database.owner.query<{ stages: number; kinds: number }>(
			`select (select count(distinct stage_id)::int from deals where org_id = '${DEMO_ORG}') as stages,
				(select count(distinct f.kind)::int from custom_fields f join custom_values v on v.field_id = f.id) as kinds`,
		);
		expect(row).toEqual({ stages: 6, kinds: 7 });
		expect(await count("notes", "subject_id in (select id from contacts union select id from accounts)")).toBe(11);
		expect(await count("record_tags")).toBeGreaterThan(10);
		expect(await count("record_links")).toBe(4);
		expect(await count("pipelines", "substring(id::text, 15, 1) <> '8'")).toBe(0);
	});

	test("MSG-5 plans and sends no text of a sequence between 9 pm and 8 am of its location", async () => {
		const hour = "extract(hour from t.planned_at at time zone p.time_zone)";
		const [night] = await house().database.owner.query<{ sms: number; all: number }>(
			`select count(*) filter (where ${hour} >= 21 or ${hour} < 8)::int as sms, count(*)::int as all
			from touches t join leads l on l.id = t.lead_id join locations p on p.id = l.location_id
			where t.org_id = '${DEMO_ORG}' and t.channel = 'sms'`,
		);
		expect(night!.all).toBeGreaterThan(0);
		expect(night!.sms).toBe(0);
	});

	test("OPS-2 has leads in every state, each with thirteen touches of a readable sequence", async () => {
		for (const state of LEAD_STATES)
			expect(await count("leads", `state = '${state}'`), state).toBeGreaterThanOrEqual(5);
		expect(await count("touches")).toBe((await count("leads")) * 13);
		const [version] = await house().database.owner.query<{ touches: unknown }>(
			`select touches from sequence_versions where org_id = '${DEMO_ORG}'`,
		);
		expect(readTouches(version!.touches)).toHaveLength(13);
	});

	test("OPS-2 has accounts in every renewal stage, and some in none", async () => {
		const rows = await house().database.owner.query<{ renewal_on: string }>(
			`select renewal_on from accounts where org_id = '${DEMO_ORG}'`,
		);
		const today = dayOfDate(dateAt(Date.now(), "America/Los_Angeles"));
		const days = rows.map((row) => dayOfDate(row.renewal_on) - today);
		const within = (from: number, to: number) => days.filter((each) => each >= from && each <= to).length;
		expect([within(61, 120), within(8, 60), within(0, 7), within(-365, -1), within(121, 400)]).toEqual([2, 2, 2, 2, 2]);
	});

	test("OPS-2 filled twice at once is filled once, and filling again changes nothing", async () => {
		expect(await seedDemo(demoContent)).toBe(false);
		expect(await fingerprint()).toEqual(first);
	});

	test("OPS-2 is filled by few statements, whatever the number of rows", () => {
		expect(statements).toBeLessThan(170);
	});

	test("OPS-2 enqueues nothing and leaves no message that would go out", async () => {
		const jobs = await house().database.owner.query("select name from pgboss.job where name not like '\\_\\_%'");
		expect(jobs).toEqual([]);
		expect(await count("messages", "direction = 'out' and state in ('queued', 'sending', 'scheduled')")).toBe(0);
		const addresses = "email !~ '(@example[.](com|org)|[.]example)$'";
		expect(await count("contacts", addresses)).toBe(0);
		expect(await count("contacts", "phone !~ '^[+]1[0-9]{3}55501[0-9]{2}$'")).toBe(0);
	});

	test("OPS-2 history is in the past, plans in the future, and what follows comes after what it follows", async () => {
		const soon = new Date(Date.now() + 5_000).toISOString();
		expect(await count("events", `at > '${soon}'`)).toBe(0);
		expect(await count("messages", `created_at > '${soon}'`)).toBe(0);
		expect(await count("touches", `status in ('sent', 'delivered', 'failed') and planned_at > '${soon}'`)).toBe(0);
		expect(await count("appointments", `state = 'completed' and ends_at > '${soon}'`)).toBe(0);
		expect(await count("appointments", `state = 'booked' and starts_at < '${soon}'`)).toBe(0);
		expect(await count("leads", "first_replied_at < created_at or state_at < created_at")).toBe(0);
		expect(await count("leads", `state_at > '${soon}'`)).toBe(0);
	});

	test("OPS-2 history holds nothing that the product does not record itself", async () => {
		const rows = await house().database.owner.query<{ name: string; cause: string | null }>(
			"select distinct name, data ->> 'cause' as cause from events",
		);
		expect(rows.length).toBeGreaterThanOrEqual(6);
		for (const { name, cause } of rows) {
			expect(Object.keys(EVENT_NAMES)).toContain(name);
			if (cause) expect(LEAD_CAUSES).toContain(cause);
		}
	});

	test("OPS-2 no text has a hole in it", async () => {
		expect(await count("messages", "body_text = '' or body_text ~ '[{}]|undefined|null|NaN'")).toBe(0);
		expect(await count("messages", "subject ~ '[{}]|undefined|null|NaN'")).toBe(0);
	});

	test("OPS-2 some days of the calendar are full, and most are not", async () => {
		const from = new Date();
		const found = await asActor(DEMO_ORG, { kind: "customer", id: undefined, name: "Visitor" }, (ctx) =>
			listAvailability(ctx, {
				locationIds: DEMO_LOCATIONS.map(({ key }) => locationId(key)),
				durationMinutes: 120,
				from,
				to: new Date(from.getTime() + 21 * DAY),
			}),
		);
		for (const { key, zone } of DEMO_LOCATIONS) {
			const days = new Set(found.get(locationId(key))!.slots.map((slot) => dateAt(slot.startsAt.getTime(), zone)));
			const today = dayOfDate(dateAt(from.getTime(), zone));
			const working = Array.from({ length: 18 }, (_, index) => today + 1 + index).filter((day) => (day + 3) % 7 < 5);
			const full = working.filter((day) => !days.has(new Date(day * DAY).toISOString().slice(0, 10)));
			expect([key, full.length >= 2, full.length < working.length / 2]).toEqual([key, true, true]);
		}
	});

	test("OPS-2 on every Thursday ahead half a day of work is free in the afternoon, at each place, and all say where they are", async () => {
		const from = new Date();
		const found = await asActor(DEMO_ORG, { kind: "customer", id: undefined, name: "Visitor" }, (ctx) =>
			listAvailability(ctx, {
				locationIds: DEMO_LOCATIONS.map(({ key }) => locationId(key)),
				durationMinutes: 240,
				from,
				to: new Date(from.getTime() + 16 * DAY),
			}),
		);
		for (const { key, zone } of DEMO_LOCATIONS) {
			const slots = found.get(locationId(key))!.slots.map(({ startsAt }) => startsAt.getTime());
			for (let ahead = 1; ahead <= 14; ahead++) {
				const date = dateAt(from.getTime() + ahead * DAY, zone);
				if (weekdayOf(date) !== 4) continue;
				const later = slots.filter((at) => dateAt(at, zone) === date && (wallAt(at, zone) % DAY) / HOUR >= 12);
				expect([key, date, later.length > 0]).toEqual([key, date, true]);
			}
		}
		expect(await count("locations", "address like '%, __ _____'")).toBe(3);
	});

	test("OPS-2 neither today nor any day of this week is empty, and members have hours and appointments", async () => {
		expect(await count("schedules", "member_id is not null and bookable")).toBe(2);
		expect(await count("appointments", "member_id is not null and member_name is not null")).toBeGreaterThan(20);
		const week = await asActor(DEMO_ORG, SYSTEM, (ctx) => getCalendar(ctx, { view: "week", cancelled: false }));
		for (const { date, entries } of week.days) expect(entries.length, date).toBeGreaterThan(0);
	});

	test("LEAD-4 the shop's sync finds the catalogue there and adds nothing twice", async () => {
		await connectDemoShop("http://127.0.0.1:1/v3", ["a", "b", "c"]);
		const services = demoContent.catalogue[0]!.map((service) => ({
			...service,
			currency: "USD",
			bookable: true,
			updatedAt: null,
		}));
		const synced = await asActor(DEMO_ORG, SYSTEM, (ctx) =>
			saveCatalogue(ctx, {
				connectionId: DEMO_CONNECTION,
				locationId: locationId(DEMO_LOCATIONS[0].key),
				services: services as never,
			}),
		);
		expect(synced).toMatchObject({ added: 0 });
		expect(await count("services", `location_id = '${locationId("lakeside")}'`)).toBe(26);
	});

	test("OPS-2 the other firm has something of every kind that a hole in the walls would show", async () => {
		for (const table of ["locations", "services", "contacts", "leads", "tasks", "accounts", "events"]) {
			const [row] = await house().database.owner.query<{ count: number }>(
				`select count(*)::int as count from ${table} where org_id = '${OTHER_ORG}'`,
			);
			expect([table, row!.count > 0]).toEqual([table, true]);
		}
	});

	test("OPS-2 neither the password nor a secret stands in a row as plain text", async () => {
		const tables = Object.keys(first);
		for (const table of tables) {
			const [row] = await house().database.owner.query<{ found: boolean }>(
				`select exists (select from ${table} t where t::text ~ 'perigee-demo|demo-shop-api-key|whsec_' or position('${env().SECRET_KEY}' in t::text) > 0) as found`,
			);
			expect([table, row!.found]).toEqual([table, false]);
		}
	});
});

async function fingerprint(): Promise<Fingerprint> {
	const tables = await house().database.owner.query<{ name: string }>(
		"select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
	);
	const found: Fingerprint = {};
	for (const { name } of tables) {
		const [row] = await house().database.owner.query<{ digest: string }>(
			`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t`,
		);
		found[name] = row!.digest;
	}
	return found;
}
