import { newId } from "#app/base/ids.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { listAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { jsonb } from "#db/client.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, type Stage } from "./stage.ts";

const org = newId();
const actor = { kind: "system", name: "Bench" } as const;
const LOCATIONS = 200;
const CONTENDERS = 50;
const DAY = 86_400_000;
const HOURS = [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens: "08:00", closes: "18:00" }));

type Place = { location: string; service: string };

/**
 * Booking under contention: 50 people for every slot of a day at one location, then the same spread over many
 * locations; every slot must be sold exactly once. Availability: 30 days over 1, 20 and 200 locations.
 */
export async function booking({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url, { poolSize: 20 });
		await makeBenchOrg(org);
		const places = await inBench((ctx) => makePlaces(ctx));
		const contacts = await inBench((ctx) => makeContacts(ctx, CONTENDERS));
		await contend(say, "one location", places.slice(0, 1), contacts);
		await contend(say, "fifty locations", places.slice(1, 51), contacts);
		for (const count of [1, 20, LOCATIONS]) await measureAvailability(say, places.slice(0, count));
		await house.close();
	});
}

async function contend(say: Stage["say"], name: string, places: Place[], contacts: string[]): Promise<void> {
	const from = new Date(nextMonday().getTime() + 8 * 3_600_000);
	const slots = Array.from({ length: 10 }, (_, n) => new Date(from.getTime() + n * 3_600_000));
	const outcomes = { booked: 0, refused: 0 };
	const latencies: number[] = [];
	const began = performance.now();
	for (const startsAt of places.length === 1 ? slots : slots.slice(0, 2)) {
		await Promise.all(
			places.flatMap((place) =>
				contacts.map(async (contactId) => {
					const asked = performance.now();
					const result = await inBench((ctx) =>
						bookAppointment(ctx, {
							locationId: place.location,
							serviceId: place.service,
							startsAt,
							contactId,
							origin: "page",
						}),
					).then(
						() => "booked" as const,
						(error: { status?: number }) => {
							if (error.status !== 409) throw error;
							return "refused" as const;
						},
					);
					outcomes[result] += 1;
					latencies.push(performance.now() - asked);
				}),
			),
		);
	}
	const seconds = (performance.now() - began) / 1_000;
	const offered = places.length * (places.length === 1 ? slots.length : 2);
	const asked = outcomes.booked + outcomes.refused;
	say(`${name}: ${asked} asked for ${offered} slots, ${outcomes.booked} booked, ${outcomes.refused} refused kindly`);
	say(
		`  ${(asked / seconds).toFixed(0)} answers/s, p99 ${quantile(latencies, 0.99).toFixed(0)} ms${outcomes.booked === offered ? "" : "  WRONG"}`,
	);
}

async function measureAvailability(say: Stage["say"], places: Place[]): Promise<void> {
	const from = nextMonday();
	const to = new Date(from.getTime() + 30 * DAY);
	const ask = () =>
		inBench((ctx) =>
			listAvailability(ctx, { locationIds: places.map((place) => place.location), durationMinutes: 60, from, to }),
		);
	await ask();
	const cpu: number[] = [];
	for (let round = 0; round < 5; round++) {
		const before = process.cpuUsage();
		await ask();
		const { user, system } = process.cpuUsage(before);
		cpu.push((user + system) / 1_000);
	}
	say(
		`availability, 30 days, ${places.length} locations: CPU ${median(cpu).toFixed(1)} ms, ${(median(cpu) / places.length).toFixed(2)} ms a location`,
	);
}

function inBench<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T> {
	return inOrg({ org, actor, requestId: "bench" }, fn);
}

async function makePlaces({ db }: Ctx): Promise<Place[]> {
	const places = Array.from({ length: LOCATIONS }, () => ({ location: newId(), service: newId() }));
	await db
		.insertInto("locations")
		.values(
			places.map(({ location }, n) => ({
				org_id: org,
				id: location,
				name: `Place ${n}`,
				slug: `place-${n}`,
				time_zone: "UTC",
			})),
		)
		.execute();
	await db
		.insertInto("schedules")
		.values(
			places.map(({ location }) => ({
				org_id: org,
				id: newId(),
				location_id: location,
				time_zone: "UTC",
				weekly_hours: jsonb(HOURS),
				step_minutes: 60,
			})),
		)
		.execute();
	await db
		.insertInto("services")
		.values(
			places.map(({ location, service }) => ({
				org_id: org,
				id: service,
				location_id: location,
				name: "Tint",
				duration_minutes: 60,
			})),
		)
		.execute();
	return places;
}

async function makeContacts({ db }: Ctx, count: number): Promise<string[]> {
	const contacts = Array.from({ length: count }, (_, n) => ({ org_id: org, id: newId(), first_name: `Customer ${n}` }));
	await db.insertInto("contacts").values(contacts).execute();
	return contacts.map(({ id }) => id);
}

function nextMonday(): Date {
	const today = new Date(new Date().toISOString().slice(0, 10));
	return new Date(today.getTime() + ((8 - today.getUTCDay()) % 7 || 7) * DAY);
}
