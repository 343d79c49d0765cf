import { newId } from "#app/base/ids.ts";
import { jsonb } from "#db/client.ts";
import { asActor, SYSTEM } from "./house.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "08:00", closes: "18:00" }));

/** A location that is open every day from 8 to 18 in its zone, with one service of an hour. */
export async function makePlace(org: string, options: { name?: string; zone?: string; capacity?: number } = {}) {
	const { name = "Main street", zone = "America/Chicago", capacity = 1 } = options;
	const [id, serviceId] = [newId(), newId()];
	await asActor(org, SYSTEM, async ({ db }) => {
		await db
			.insertInto("locations")
			.values({ org_id: org, id, name, slug: `place-${id.slice(-12)}`, time_zone: zone })
			.execute();
		const schedule = { weekly_hours: jsonb(EVERY_DAY), exceptions: jsonb([]), capacity, minimum_notice_minutes: 0 };
		await db
			.insertInto("schedules")
			.values({ org_id: org, id: newId(), location_id: id, time_zone: zone, step_minutes: 60, ...schedule })
			.execute();
		const service = { name: "Brake pads", price_cents: 31_000, duration_minutes: 60 };
		await db
			.insertInto("services")
			.values({ org_id: org, id: serviceId, location_id: id, ...service })
			.execute();
	});
	return { id, serviceId };
}
