import { DAY } from "#app/base/time.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { type DemoEvent, eventRow } from "../event-row.ts";
import { memberId, OTHER_ORG, SEEDER } from "../people.ts";
import { locationId } from "../places.ts";
import { seedId } from "../seed-id.ts";

const WEEKDAYS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "09:00", closes: "17:00" }));
const SERVICES = [
	{ name: "Full valet", description: "Inside and out, by hand.", price_cents: 12_000, duration_minutes: 180 },
	{
		name: "Machine polish",
		description: "One stage, takes out light swirls.",
		price_cents: 28_000,
		duration_minutes: 300,
	},
	{ name: "Interior clean", description: "Seats, carpets, dash and glass.", price_cents: 8_500, duration_minutes: 120 },
];
const PEOPLE = [
	{ first: "Freya", last: "Hollis", state: "new" as const, days: 0.2 },
	{ first: "Alun", last: "Pryce", state: "contacted" as const, days: 4 },
	{ first: "Kirsty", last: "Munro", state: "lost" as const, days: 45 },
];

/** The other firm: little, but of every kind, so that a hole in the walls would show something. */
export async function seedOtherFirm({ db }: Ctx, firstAt: Date): Promise<void> {
	const location = locationId("quay");
	await db
		.insertInto("schedules")
		.values({
			org_id: OTHER_ORG,
			id: seedId("schedule quay"),
			location_id: location,
			time_zone: "Europe/London",
			weekly_hours: jsonb(WEEKDAYS) as never,
			exceptions: jsonb([]) as never,
		})
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	await db
		.insertInto("services")
		.values(
			SERVICES.map((service) => ({
				org_id: OTHER_ORG,
				id: seedId(`other service ${service.name}`),
				location_id: location,
				currency: "GBP",
				...service,
			})),
		)
		.execute();
	await seedRequests(db, location, firstAt);
	await db
		.insertInto("tasks")
		.values({
			org_id: OTHER_ORG,
			id: seedId("other task"),
			title: "Ring Alun Pryce about Thursday",
			member_id: memberId("owner@other.perigee.test"),
		})
		.execute();
	await db
		.insertInto("accounts")
		.values({
			org_id: OTHER_ORG,
			id: seedId("other account"),
			name: "Quayside Taxis",
			arr_cents: 940_000,
			currency: "GBP",
		})
		.execute();
}

async function seedRequests(db: Ctx["db"], location: string, firstAt: Date): Promise<void> {
	const all = PEOPLE.map((person) => requestOf(person, firstAt));
	await db.insertInto("contacts").values(all.map(contactRow)).execute();
	await db
		.insertInto("leads")
		.values(all.map((request) => leadRow(request, location)))
		.execute();
	const events = all.map((request) => eventRow(leadEvent(request, location), OTHER_ORG));
	await db
		.insertInto("events")
		.values(events as never)
		.execute();
}

function requestOf(person: (typeof PEOPLE)[number], firstAt: Date) {
	const at = new Date(firstAt.getTime() - person.days * DAY);
	const [contact, lead] = [seedId(`other contact ${person.last}`, at), seedId(`other lead ${person.last}`, at)];
	return { ...person, at, contact, lead };
}

type Request = ReturnType<typeof requestOf>;

function contactRow({ contact, first, last, at }: Request) {
	const email = `${first}.${last}@example.org`.toLowerCase();
	return { org_id: OTHER_ORG, id: contact, first_name: first, last_name: last, email, created_at: at };
}

function leadRow({ lead, contact, state, at }: Request, location: string) {
	return {
		org_id: OTHER_ORG,
		id: lead,
		contact_id: contact,
		location_id: location,
		state,
		state_at: at,
		source: SOURCE,
		title: TITLE,
		services: [TITLE],
		value_cents: 12_000,
		currency: "GBP",
		lost_reason: state === "lost" ? "Too far" : null,
		created_at: at,
		updated_at: at,
	};
}

function leadEvent({ lead, contact, at }: Request, location: string): DemoEvent {
	return {
		at,
		name: "lead.created",
		actor: SEEDER,
		subject: { type: "lead", id: lead },
		parent: { type: "contact", id: contact },
		data: { leadId: lead, contactId: contact, locationId: location, source: SOURCE, title: TITLE },
	};
}

const SOURCE = "form" as const;
const TITLE = "Full valet";
